from datetime import timedelta

from bot.features.calls.rules import NEXT_TRY, Result
from bot.features.calls.usecases import log_attempt, start_calling, waiting_for_a_call
from bot.features.calls.views import CALLING, COULD_NOT_REACH, REACHED, Act, FormId, could_not_reach_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(CALLING)
def start_calling_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return start_calling(work, heard.actor, heard.value)


@on.action(REACHED)
def log_reached_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return log_attempt(work, heard.actor, heard.value, Result.REACHED)


@on.action(Act.VOICEMAIL)
def log_voicemail_by_button(heard: Heard) -> View | None:
    return _log_miss(heard, Result.VOICEMAIL, NEXT_TRY)


@on.action(Act.NO_ANSWER)
def log_no_answer_by_button(heard: Heard) -> View | None:
    return _log_miss(heard, Result.NO_ANSWER, NEXT_TRY)


@on.action(COULD_NOT_REACH)
def open_attempt_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = could_not_reach_form(waiting_for_a_call(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.COULD_NOT_REACH)
def log_attempt_by_form(heard: Heard) -> View | None:
    return _log_miss(heard, Result(heard.fields["result"]), heard.fields["again"])


def _log_miss(heard: Heard, result: Result, again: str) -> View | None:
    with heard.open_work() as work:
        return log_attempt(work, heard.actor, heard.value, result, timedelta(minutes=int(again)))
