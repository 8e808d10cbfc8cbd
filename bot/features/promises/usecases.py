from datetime import UTC, datetime

from bot.db.models import Escalation, Promise
from bot.errors import Refusal
from bot.features.asks.usecases import ask, strike, whom_we_know
from bot.features.calls.usecases import agree_topic
from bot.features.escalations.rules import OPEN, Act, moved
from bot.features.escalations.usecases import concerned, link_to, move, redraw, tell_thread
from bot.features.follow_ups.usecases import schedule_follow_ups
from bot.features.history.usecases import note
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of
from bot.features.promises.rules import LATE_EVERY, Asked, Fate, asked, first_ask, next_ask
from bot.features.promises.views import (
    DONE_WITH,
    WHAT_MOST,
    due_now_view,
    due_soon_view,
    late_view,
    promised_line,
    settled_already_view,
    settled_line,
)
from bot.features.updates.usecases import owe_next_word
from bot.slack.blocks import View
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.work import Work

PAST = later("That time is past. Choose one that is still to come.")
FAR = later("That is years away. Choose a nearer date.")
LATEST_YEARS = 5


def can_agree(work: Work, by: str, escalation_id: str) -> Escalation:
    """The escalation, if something can be agreed now. Raises Refusal: nobody agrees before somebody has called."""
    escalation = concerned(work, by, Action.AGREE, escalation_id)
    moved(escalation.state, Act.AGREE)
    return escalation


def agree(work: Work, by: str, escalation_id: str, what: str, due: str) -> None:
    """What was promised, by when. The follow-ups are set with it."""
    escalation = can_agree(work, by, escalation_id)
    what = tidy(what, WHAT_MOST)
    if not what:
        why = t("Say what was promised.")
        raise Refusal(why, what=why)
    due_at = _due(due, work.now)
    move(work, escalation, Act.AGREE, by, what=what)
    escalation.agreed_at = escalation.agreed_at or work.now
    owe_next_word(work, escalation)
    promise = _promise(work, escalation, by, what, due_at)
    schedule_follow_ups(work, escalation)
    strike(work, escalation, t("Agreed and recorded."), topics=(agree_topic(escalation),))
    tell_thread(work, escalation, promised_line(name_of(work, by), promise))
    redraw(work, escalation)


def settle_promise(work: Work, by: str, promise_id: str, fate: Fate) -> View | None:
    escalation, promise = promise_of(work, by, promise_id)
    if promise.state != "open":
        return settled_already_view(promise)
    _end(work, by, escalation, promise, fate)
    tell_thread(work, escalation, settled_line(name_of(work, by), promise, fate))
    redraw(work, escalation)
    return None


def move_promise(work: Work, by: str, promise_id: str, due: str) -> View | None:
    """It slips: a new promise takes its place, and the old one stays in the record."""
    escalation, promise = promise_of(work, by, promise_id)
    if promise.state != "open":
        return settled_already_view(promise)
    due_at = _due(due, work.now)
    _end(work, by, escalation, promise, Fate.MOVED)
    _promise(work, escalation, promise.by, promise.what, due_at)
    tell_thread(work, escalation, settled_line(name_of(work, by), promise, Fate.MOVED, due_at))
    redraw(work, escalation)
    return None


def promise_of(work: Work, by: str, promise_id: str) -> tuple[Escalation, Promise]:
    escalation_id = work.find(Promise, promise_id, lock=False).escalation_id
    escalation = concerned(work, by, Action.KEEP_PROMISES, escalation_id)
    return escalation, work.find(Promise, promise_id)


def ask_about_promise(work: Work, promise: Promise) -> None:
    """The clock of a promise has come: before it is due, when it is, and while it is late."""
    escalation = work.find(Escalation, promise.escalation_id)
    due_at, promise.next_ask_at = promise.next_ask_at or work.now, None
    if promise.state != "open":
        return
    if escalation.state not in OPEN:  # it may be opened again: kept, not forgotten
        promise.next_ask_at = work.now + LATE_EVERY
        return
    view = {Asked.SOON: due_soon_view, Asked.NOW: due_now_view, Asked.LATE: late_view}[asked(promise.due_at, work.now)]
    key = f"promise:{promise.id}:{due_at.timestamp():.6f}"
    words = view(escalation, promise, link_to(work, escalation))
    whom = whom_we_know(work, escalation.owner, promise.by)
    ask(work, whom, words, topic=_topic(promise), key=key, about=escalation, due_at=due_at)
    promise.next_ask_at = next_ask(promise.due_at, work.now)


def _promise(work: Work, escalation: Escalation, by: str, what: str, due_at: datetime) -> Promise:
    return work.add(Promise(
        workspace_id=work.workspace.id, escalation_id=escalation.id, what=what, by=by, made_at=work.now, due_at=due_at,
        next_ask_at=first_ask(work.now, due_at),
    ))  # fmt: skip


def _end(work: Work, by: str, escalation: Escalation, promise: Promise, fate: Fate) -> None:
    if fate in (Fate.KEPT, Fate.MOVED):  # either way they have heard from us
        owe_next_word(work, escalation)
    promise.state, promise.settled_at, promise.next_ask_at = fate, work.now, None
    note(work, escalation, by, f"promise {fate}", what=promise.what)
    strike(work, escalation, said(DONE_WITH[fate], who=name_of(work, by)), topics=(_topic(promise),))


def _topic(promise: Promise) -> str:
    return f"promise:{promise.id}"


def _due(typed: str, now: datetime) -> datetime:
    """Unix seconds from the picker. Raises Refusal for a time that is past, or absurdly far."""
    due_at = datetime.fromtimestamp(int(typed), UTC)
    if due_at <= now:
        raise Refusal(said(PAST), due=said(PAST))
    if due_at.year > now.year + LATEST_YEARS:
        raise Refusal(said(FAR), due=said(FAR))
    return due_at
