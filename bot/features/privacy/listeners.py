from bot.features.privacy.usecases import ask_to_forget, forget_client, forget_person, undo
from bot.features.privacy.views import COMMAND, Act, keep_view
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.command(COMMAND)
def ask_to_forget_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return ask_to_forget(work, heard.actor, heard.rest)


@on.action(Act.FORGET_CLIENT)
def forget_client_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return forget_client(work, heard.actor, heard.value)


@on.action(Act.FORGET_PERSON)
def forget_person_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return forget_person(work, heard.actor, heard.value)


@on.action(Act.KEEP)
def keep_by_button(heard: Heard) -> View | None:  # noqa: ARG001  # every listener takes what was heard
    return keep_view()


@on.action(Act.UNDO)
def undo_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        undo(work, heard.actor, heard.value)
    return None
