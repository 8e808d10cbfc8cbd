from datetime import timedelta

from bot.db.models import Ask, Attempt, Escalation
from bot.features.asks.usecases import ask, reword, said_to, strike
from bot.features.calls.rules import DEBRIEF_AFTER, SAME_TAP, Result
from bot.features.calls.views import (
    after_the_call_view,
    attempt_line,
    calling_view,
    how_did_it_go_view,
    next_try_view,
    try_again_view,
)
from bot.features.escalations.rules import Act, State
from bot.features.escalations.usecases import concerned, link_to, move, redraw, tell_thread
from bot.features.history.usecases import note
from bot.features.nudges.usecases import response_topic, stop_clock
from bot.features.owners.usecases import refuse_if_over, withdraw_offer
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of
from bot.slack.blocks import View, says
from bot.work import Work


def agree_topic(escalation: Escalation) -> str:
    return f"agree:{escalation.id}"


def start_calling(work: Work, by: str, escalation_id: str) -> View | None:
    """ "I'm calling": that person is left alone for twenty minutes; the lead's rungs run on."""
    escalation = waiting_for_a_call(work, by, escalation_id)
    if escalation.state != State.WAITING:
        return says("Somebody has spoken with them already. The thread says who.")
    if escalation.calling_by == by and escalation.calling_since:
        return None
    escalation.calling_since, escalation.calling_by = work.now, by
    escalation.debrief_at = work.now + DEBRIEF_AFTER
    note(work, escalation, by, "calling")
    topic = response_topic(escalation)
    strike(work, escalation, "", topics=(topic,), person=by, unsaid_only=True)  # the next try is this one
    if asked := said_to(work, escalation, by, topic):
        reword(work, asked, calling_view(escalation))
    redraw(work, escalation)
    return None


def waiting_for_a_call(work: Work, by: str, escalation_id: str) -> Escalation:
    escalation = concerned(work, by, Action.LOG_CALL, escalation_id)
    refuse_if_over(escalation)
    return escalation


def log_attempt(
    work: Work, by: str, escalation_id: str, result: Result, again_in: timedelta | None = None
) -> View | None:
    """How a try ended. Reached stops the response clock, and nothing else does."""
    escalation = waiting_for_a_call(work, by, escalation_id)
    if escalation.state != State.WAITING:
        return says("That is logged already. The thread says by whom.")
    if _just_logged(work, by, escalation, result):
        return None
    work.add(Attempt(workspace_id=work.workspace.id, escalation_id=escalation.id, by=by, at=work.now, result=result))
    again = work.now + again_in if again_in and result is not Result.REACHED else None
    tell_thread(work, escalation, attempt_line(name_of(work, by), escalation, result, work.now, again))
    if result is Result.REACHED:
        _reached(work, by, escalation)
    else:
        note(work, escalation, by, "attempt", result=result)
        _not_reached(work, by, escalation, result, again_in)
    redraw(work, escalation)
    return None


def _just_logged(work: Work, by: str, escalation: Escalation, result: Result) -> bool:
    """A second tap of the same finger; not a second call, which begins with "I'm calling" again."""
    if escalation.calling_since:
        return False
    mine = work.select(Attempt).where(
        Attempt.escalation_id == escalation.id, Attempt.by == by, Attempt.result == result
    )
    return work.first(mine.where(Attempt.at > work.now - SAME_TAP)) is not None


def ask_how_it_went(work: Work, escalation: Escalation) -> None:
    """Twenty minutes after "I'm calling" without a word."""
    escalation = work.find(Escalation, escalation.id)
    due_at, escalation.debrief_at = escalation.debrief_at, None
    if escalation.state == State.WAITING and escalation.calling_since and escalation.calling_by:
        key = f"debrief:{escalation.id}:{escalation.calling_since.timestamp():.6f}"
        words = how_did_it_go_view(escalation)
        topic = response_topic(escalation)
        ask(work, escalation.calling_by, words, topic=topic, key=key, about=escalation, due_at=due_at)
        escalation.calling_since = None  # the owner's rungs go on
        redraw(work, escalation)


def _reached(work: Work, by: str, escalation: Escalation) -> None:
    move(work, escalation, Act.REACH, by)
    escalation.reached_at = work.now
    told = said_to(work, escalation, by, response_topic(escalation))
    if told is not None:
        _what_now(work, escalation, told)
    why = f"{name_of(work, by)} has spoken with them."
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)


def _what_now(work: Work, escalation: Escalation, told: Ask) -> None:
    """The message that said "phone now" goes on under another topic, so that stopping the clock does not strike it."""
    told.topic = agree_topic(escalation)
    reword(work, told, after_the_call_view(escalation, link_to(work, escalation)))


def _not_reached(work: Work, by: str, escalation: Escalation, result: Result, again_in: timedelta | None) -> None:
    escalation.calling_since = escalation.debrief_at = None
    if again_in is None:
        return
    again = work.now + again_in
    if told := said_to(work, escalation, by, response_topic(escalation)):
        reword(work, told, next_try_view(escalation, result, again))
    key = f"try:{escalation.id}:{work.now.timestamp():.6f}"
    ask(work, by, try_again_view(escalation), topic=response_topic(escalation), key=key, about=escalation, due_at=again)
