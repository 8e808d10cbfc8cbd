"""Claimed, and then silent: asked first, then offered to others. Whatever the owner does about it ends the silence."""

from collections.abc import Callable
from datetime import datetime

from bot.db.models import Escalation, Message
from bot.features.asks.usecases import ask, hears_at, held_until
from bot.features.escalations.rules import State
from bot.features.escalations.usecases import concerned, goal_from, link_to, offer_of, redraw, tell_thread
from bot.features.history.usecases import note
from bot.features.nudges.rules import Rung
from bot.features.nudges.usecases import is_short, moment_at, response_topic
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of
from bot.features.silence.rules import Silence, silence_at
from bot.features.silence.views import back_view, offered_view, on_it_view, still_on_it_view
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.work import Work


def ask_still_on_it(work: Work, escalation: Escalation) -> None:
    """The clock of an owner's silence has come."""
    escalation = work.find(Escalation, escalation.id)
    due_at, escalation.silent_at = escalation.silent_at or work.now, None
    if escalation.state != State.WAITING or not escalation.owner or escalation.released_at or escalation.muted_why:
        return
    seen, now = _since_seen(work, escalation), goal_from(work, escalation, work.now)
    silence = silence_at(due_at, seen(0.5), seen(1))
    if silence is Silence.SHORT:
        escalation.silent_at = max(seen(0.5), work.now)
    elif _is_excused(work, escalation):
        return
    elif silence is Silence.TOO_LONG:
        _offer(work, escalation)
    else:
        escalation.silent_at = max(seen(1), now(0.5))
        if not _was_asked_by_the_ladder(work, escalation):
            _ask(work, escalation, due_at)


def say_on_it(work: Work, by: str, escalation_id: str) -> View:
    """ "Still on it". The client's clock runs on."""
    escalation = concerned(work, by, Action.LOG_CALL, escalation_id)
    if escalation.state != State.WAITING:
        return says("Somebody has spoken with them already. The thread says who.")
    note(work, escalation, by, "still on it")
    be_back_on_it(work, escalation, by)
    return on_it_view(escalation)


def be_back_on_it(work: Work, escalation: Escalation, by: str) -> None:
    """The owner does something about it: then it need not be offered to others any more."""
    if by != escalation.owner or escalation.state != State.WAITING:
        return
    escalation.silent_at = goal_from(work, escalation, work.now)(0.5)
    if escalation.released_at is None:
        return
    escalation.released_at = None
    if escalation.owner_question_id:
        work.change(work.find(Message, escalation.owner_question_id), back_view(name_of(work, by)))
        escalation.owner_question_id = None
    redraw(work, escalation)


def _since_seen(work: Work, escalation: Escalation) -> Callable[[float], datetime]:
    return goal_from(work, escalation, escalation.owner_seen_at or escalation.waiting_since)


def _ask(work: Work, escalation: Escalation, due_at: datetime) -> None:
    key = f"still_on_it:{escalation.id}:{escalation.owner}:{due_at.timestamp():.6f}"
    words = still_on_it_view(escalation, link_to(work, escalation))
    ask(work, escalation.owner or "", words, topic=response_topic(escalation), key=key, about=escalation,
        due_at=due_at, is_urgent=is_short(work, escalation))  # fmt: skip


def _is_excused(work: Work, escalation: Escalation) -> bool:
    """Not silent: on the phone, off, handing it over, or waiting for the next try that they chose.

    Then their time begins after it.
    """
    owner, offer = escalation.owner or "", offer_of(work, escalation)
    if escalation.calling_since or (offer and offer.next_at):  # an offer that nobody answered is one no more
        _begin_at(work, escalation, work.now)
        return True
    until = held_until(work, escalation, owner) or hears_at(work, escalation, owner, response_topic(escalation))
    if until is None or until <= work.now:
        return False
    _begin_at(work, escalation, until)
    return True


def _begin_at(work: Work, escalation: Escalation, moment: datetime) -> None:
    """From then on they are silent, and not before: so they are asked before it is offered to anybody."""
    escalation.owner_seen_at, escalation.silent_at = moment, goal_from(work, escalation, moment)(0.5)


def _was_asked_by_the_ladder(work: Work, escalation: Escalation) -> bool:
    """Since they were last seen, the ladder has asked the same of them."""
    half_at = moment_at(work, escalation)(0.5)
    is_on = Rung.HALF not in work.workspace.rungs_off
    return is_on and half_at >= (escalation.owner_seen_at or escalation.waiting_since)


def _offer(work: Work, escalation: Escalation) -> None:
    escalation.released_at = work.now
    note(work, escalation, None, "offered to others", owner=escalation.owner)
    if not escalation.is_rehearsal:
        said = tell_thread(work, escalation, offered_view(escalation, name_of(work, escalation.owner or "")))
        escalation.owner_question_id = said.id
    redraw(work, escalation)
