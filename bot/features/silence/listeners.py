from bot.features.silence.usecases import say_on_it
from bot.features.silence.views import ON_IT
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(ON_IT)
def say_on_it_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return say_on_it(work, heard.actor, heard.value)
