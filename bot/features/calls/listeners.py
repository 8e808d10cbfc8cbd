from datetime import timedelta

from bot.features.calls.rules import NEXT_TRY, Result
from bot.features.calls.usecases import (
    More,
    ask_a_lead,
    log_attempt,
    misses_of,
    name_somebody_else,
    start_calling,
    take_reached_back,
    waiting_for_a_call,
)
from bot.features.calls.views import (
    CALLING,
    COULD_NOT_REACH,
    REACHED,
    WROTE,
    Act,
    FormId,
    could_not_reach_form,
    somebody_else_form,
)
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(CALLING)
def start_calling_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return start_calling(work, heard.actor, heard.value)


@on.action(REACHED)
def log_reached_by_button(heard: Heard) -> View | None:
    return _log(heard, Result.REACHED)


@on.action(WROTE)
def log_wrote_by_button(heard: Heard) -> View | None:
    return _log(heard, Result.WROTE)


@on.action(Act.VOICEMAIL)
def log_voicemail_by_button(heard: Heard) -> View | None:
    return _log(heard, Result.VOICEMAIL)


@on.action(Act.NO_ANSWER)
def log_no_answer_by_button(heard: Heard) -> View | None:
    return _log(heard, Result.NO_ANSWER)


@on.action(COULD_NOT_REACH)
def open_attempt_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        escalation = waiting_for_a_call(work, heard.actor, heard.value)
        form = could_not_reach_form(escalation, misses_of(work, escalation))
    heard.open_form(form)
    return None


@on.form(FormId.COULD_NOT_REACH)
def log_attempt_by_form(heard: Heard) -> View | None:
    fields = heard.fields
    more = More(
        again=fields["again"], at=fields["at"], why=fields["why"], ask_for=fields.get("ask_for", ""), is_chosen=True
    )
    with heard.open_work() as work:
        return log_attempt(work, heard.actor, heard.value, Result(fields["result"]), more=more)


@on.action(Act.SOMEBODY_ELSE)
def ask_who_else_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = somebody_else_form(waiting_for_a_call(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.SOMEBODY_ELSE)
def name_somebody_else_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return name_somebody_else(work, heard.actor, heard.value, heard.fields["ask_for"])


@on.action(Act.ASK_LEAD)
def ask_a_lead_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return ask_a_lead(work, heard.actor, heard.value)


@on.action(Act.MISTAKE)
def take_reached_back_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return take_reached_back(work, heard.actor, heard.value)


def _log(heard: Heard, result: Result) -> View | None:
    with heard.open_work() as work:
        return log_attempt(work, heard.actor, heard.value, result, timedelta(minutes=int(NEXT_TRY)))
