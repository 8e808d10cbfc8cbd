from bot.features.follow_ups.rules import Feeling
from bot.features.follow_ups.usecases import answer_follow_up, try_follow_up_again
from bot.features.follow_ups.views import Act
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(Act.CONTENT)
def answer_content_by_button(heard: Heard) -> View | None:
    return _answer(heard, Feeling.CONTENT)


@on.action(Act.ADVOCATE)
def answer_advocate_by_button(heard: Heard) -> View | None:
    return _answer(heard, Feeling.ADVOCATE)


@on.action(Act.UNHAPPY)
def answer_unhappy_by_button(heard: Heard) -> View | None:
    return _answer(heard, Feeling.UNHAPPY)


@on.action(Act.COULD_NOT_REACH)
def try_again_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return try_follow_up_again(work, heard.actor, heard.value)


def _answer(heard: Heard, feeling: Feeling) -> View | None:
    with heard.open_work() as work:
        return answer_follow_up(work, heard.actor, heard.value, feeling)
