from bot.features.nudges.usecases import give_more_time
from bot.features.nudges.views import Act
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(Act.GIVE_TIME)
def give_more_time_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        give_more_time(work, heard.actor, heard.value)
    return None
