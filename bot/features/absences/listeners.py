from bot.features.absences.usecases import come_back, go_away
from bot.features.absences.views import AWAY, BACK
from bot.slack.blocks import View
from bot.slack.ids import as_typed
from bot.slack.listening import Heard, Listening

on = Listening()


@on.command(AWAY)
def go_away_by_command(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return go_away(work, heard.actor, as_typed(heard.rest))


@on.command(BACK)
def come_back_by_command(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return come_back(work, heard.actor)
