from bot.db.models import FollowUp
from bot.errors import Refusal
from bot.features.asks.usecases import strike
from bot.features.calls.usecases import agree_topic
from bot.features.closing.rules import blockers
from bot.features.closing.views import LESSON_MOST, close_form, closed_line, reopened_line
from bot.features.colleagues.usecases import help_topic
from bot.features.escalations.rules import OPEN, WHY_NOT, Act, State
from bot.features.escalations.usecases import concerned, move, open_promises, redraw, tell_thread
from bot.features.follow_ups.usecases import drop_follow_ups
from bot.features.nudges.usecases import start_clock, stop_clock
from bot.features.owners.usecases import look_at_owned, refuse_if_over, withdraw_offer, yours_topic
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of
from bot.slack.blocks import Form
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.work import Work

BLOCKED = later("Something still has to be done first. Press “Close” again to see what.")


def closing_form(work: Work, by: str, escalation_id: str) -> Form:
    escalation = concerned(work, by, Action.CLOSE, escalation_id)
    refuse_if_over(escalation)
    promises = open_promises(work, escalation)
    planned = work.select(FollowUp).where(FollowUp.escalation_id == escalation.id, FollowUp.answered_at.is_(None))
    return close_form(escalation, blockers(escalation, promises), promises, work.first(planned) is not None)


def close(work: Work, by: str, escalation_id: str, outcome: str, cause: str, lesson: str) -> None:
    """With outcome, cause and lesson. Follow-ups that are planned go on: one may still bring it back."""
    escalation = concerned(work, by, Action.CLOSE, escalation_id)
    if escalation.state == State.CLOSED:
        raise Refusal(f"{said(WHY_NOT[State.CLOSED])} {t('Somebody was quicker.')}")
    refuse_if_over(escalation)
    lesson = tidy(lesson, LESSON_MOST)
    if not lesson:
        why = t("One sentence: what do we do differently?")
        raise Refusal(why, lesson=why)
    if blockers(escalation, open_promises(work, escalation)):
        raise Refusal(said(BLOCKED))
    move(work, escalation, Act.CLOSE, by, outcome=outcome, cause=cause)
    escalation.outcome, escalation.cause, escalation.lesson, escalation.ended_at = outcome, cause, lesson, work.now
    why = t("Closed.")
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)
    asked = (agree_topic(escalation), yours_topic(escalation), help_topic(escalation))
    strike(work, escalation, why, topics=asked)
    tell_thread(work, escalation, closed_line(name_of(work, by), escalation), broadcast=True)
    redraw(work, escalation)


def reopen(work: Work, by: str, escalation_id: str) -> None:
    escalation = concerned(work, by, Action.REOPEN, escalation_id)
    if escalation.state in OPEN:
        return
    move(work, escalation, Act.REOPEN, by)
    escalation.ended_at = escalation.agreed_at = None
    drop_follow_ups(work, escalation)
    tell_thread(work, escalation, reopened_line(name_of(work, by), escalation), broadcast=True)
    start_clock(work, escalation)
    look_at_owned(work, escalation.owner or "")  # they may be gone since
    redraw(work, escalation)
