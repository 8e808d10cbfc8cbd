from bot.features.digest.usecases import digest_now
from bot.features.digest.views import COMMAND, Act
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.command(COMMAND)
def show_digest_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return digest_now(work, heard.actor)


@on.action(Act.SHOW)
def show_digest_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        return digest_now(work, heard.actor)
