from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.db.models import Ask, Attempt, Escalation, Message
from bot.errors import Refusal
from bot.features.asks.usecases import ask, reword, said_to, strike
from bot.features.calls.rules import DEBRIEF_AFTER, MISSES, MISTAKE_FOR, SAME_TAP, Result, next_try
from bot.features.calls.views import (
    ASK_FOR_MOST,
    WHY_MOST,
    Tried,
    after_the_call_view,
    attempt_line,
    calling_view,
    how_did_it_go_view,
    lead_asked_line,
    lead_asked_view,
    logged_view,
    mistake_line,
    next_try_view,
    somebody_else_line,
    try_again_view,
)
from bot.features.escalations.rules import Act, State
from bot.features.escalations.usecases import concerned, link_to, move, redraw, steps_of, tell_thread
from bot.features.escalations.views import is_by_letter
from bot.features.flagging.views import withdrawn_view
from bot.features.history.usecases import note
from bot.features.nudges.usecases import (
    ask_leads,
    response_topic,
    stop_clock,
    tell_owner_to_phone,
    watch_owner,
    wind_clock,
)
from bot.features.owners.usecases import refuse_if_over, withdraw_offer
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of
from bot.features.silence.usecases import be_back_on_it
from bot.features.updates.usecases import owe_next_word
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.words.local import all_of
from bot.work import Work

WHY_WROTE = later("Say why you wrote and didn't phone: the clock runs on until somebody speaks with them.")
PHONE_FIRST = later("They still wait for a call. If you had to write, press “Couldn't reach” and say why.")
WHO_ELSE = later("Say whom you will ask for: a name, or “the front desk”.")
NO_LEAD = later("No other lead is here to ask. Press “Hand over” to offer it to a colleague.")
OVER = later("That was more than 10 minutes ago. Close this one, then press “Reopen”: they wait again from then.")


@dataclass(frozen=True, kw_only=True)
class More:
    """What a form adds to how a try ended."""

    again: str = ""
    at: str = ""
    why: str = ""
    ask_for: str = ""
    is_chosen: bool = False
    """They set the time of the next try themselves, so it is said then, at night too."""


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
    be_back_on_it(work, escalation, by)
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
    work: Work, by: str, escalation_id: str, result: Result, again_in: timedelta | None = None, more: More = More()
) -> View | None:
    """How a try ended. Reached stops the response clock; so does a letter to who wants letters, and nothing else."""
    escalation = waiting_for_a_call(work, by, escalation_id)
    if escalation.state != State.WAITING:
        return says("That is logged already. The thread says by whom.")
    if _just_logged(work, by, escalation, result):
        return None
    answers = result is Result.REACHED or (result is Result.WROTE and is_by_letter(escalation))
    attempt = Attempt(workspace_id=work.workspace.id, escalation_id=escalation.id, by=by, at=work.now, result=result)
    attempt.why, attempt.ask_for = tidy(more.why, WHY_MOST), tidy(more.ask_for, ASK_FOR_MOST)
    if result is Result.WROTE and not answers and not attempt.why:
        raise Refusal(said(WHY_WROTE if more.is_chosen else PHONE_FIRST), why=said(WHY_WROTE))
    again = None if answers else work.now + again_in if again_in else None
    if not answers and more.is_chosen:
        again = next_try(work.now, more.again, more.at)
    work.add(attempt)
    tell_thread(work, escalation, attempt_line(name_of(work, by), escalation, attempt, again))
    shown = None
    if answers:
        shown = _reached(work, by, escalation, result)
    else:
        note(work, escalation, by, "attempt", result=result)
        _not_reached(work, escalation, attempt, again, wished=more.is_chosen)
    redraw(work, escalation)
    return shown


def misses_of(work: Work, escalation: Escalation) -> int:
    """How often they were phoned in vain since they wait."""
    return sum(attempt.result in MISSES for attempt in _tries(work, escalation))


def name_somebody_else(work: Work, by: str, escalation_id: str, ask_for: str) -> View | None:
    """Another contact, for the next try."""
    escalation, ask_for = waiting_for_a_call(work, by, escalation_id), tidy(ask_for, ASK_FOR_MOST)
    if not ask_for:
        raise Refusal(said(WHO_ELSE), ask_for=said(WHO_ELSE))
    tries = _tries(work, escalation)
    if escalation.state != State.WAITING or not tries:
        return says("That is logged already. The thread says by whom.")
    tries[-1].ask_for = ask_for
    note(work, escalation, by, "asks for somebody else")
    tell_thread(work, escalation, somebody_else_line(name_of(work, by), ask_for))
    wanted = work.select(Ask).where(Ask.escalation_id == escalation.id, Ask.person == by, Ask.key.startswith("try:"))
    planned = work.first(wanted.where(Ask.state == "waiting").order_by(Ask.id.desc()))
    if told := said_to(work, escalation, by, response_topic(escalation)):
        tried = _tried(work, escalation)
        words = next_try_view(escalation, Result(tries[-1].result), planned.due_at, tried) if planned else None
        reword(work, told, words or try_again_view(escalation, tried))
    if planned:
        reword(work, planned, try_again_view(escalation, _tried(work, escalation)))
    return None


def ask_a_lead(work: Work, by: str, escalation_id: str) -> View | None:
    """One click: a lead hears that nobody can be reached, and can take over. Once for each try in vain."""
    escalation = waiting_for_a_call(work, by, escalation_id)
    if escalation.state != State.WAITING:
        return says("Somebody has spoken with them already. The thread says who.")
    misses = misses_of(work, escalation)
    key = f"ask_lead:{escalation.id}:{escalation.waiting_since.timestamp():.6f}:{misses}"
    words = lead_asked_view(escalation, name_of(work, by), misses, link_to(work, escalation))
    told = ask_leads(work, by, escalation, words, key)
    if not told:
        raise Refusal(said(NO_LEAD))
    names = all_of([name_of(work, lead) for lead in told])
    if not work.first_time(key):
        return says("{names} was asked already. The thread says when.", names=names)
    note(work, escalation, by, "asked a lead")
    tell_thread(work, escalation, lead_asked_line(name_of(work, by), names, misses))
    return None


def take_reached_back(work: Work, by: str, escalation_id: str) -> View | None:
    """ "That was a mistake": the clock goes on as if it had not been pressed. The record keeps both."""
    escalation = waiting_for_a_call(work, by, escalation_id)
    if escalation.state == State.WAITING:
        return says("That is taken back already. They wait for a call.")
    attempt = _answer_of(work, escalation)
    if attempt is None or attempt.by != by:
        raise Refusal(t("Only who logged that can take it back. The thread says who it was."))
    if work.now - attempt.at > MISTAKE_FOR:
        raise Refusal(said(OVER))
    move(work, escalation, Act.MISTAKE, by)
    for step in steps_of(work, escalation):
        if step.at == attempt.at and step.by == by:  # what logging it had ticked and passed by
            step.state, step.by, step.at, step.reason = "todo", None, None, ""
    attempt.withdrawn_at, escalation.reached_at, escalation.debrief_at = work.now, None, None
    strike(work, escalation, t("That was a mistake."), topics=(agree_topic(escalation),))
    tell_thread(work, escalation, mistake_line(name_of(work, by), escalation))
    if escalation.owner:
        tell_owner_to_phone(work, escalation)
    watch_owner(work, escalation)
    wind_clock(work, escalation)
    redraw(work, escalation)
    return None


def ask_how_it_went(work: Work, escalation: Escalation) -> None:
    """Twenty minutes after "I'm calling" without a word; or the minutes are over in which it may be a mistake."""
    escalation = work.find(Escalation, escalation.id)
    due_at, escalation.debrief_at = escalation.debrief_at, None
    if escalation.state == State.REACHED and (attempt := _answer_of(work, escalation)):
        if told := said_to(work, escalation, attempt.by, agree_topic(escalation)):
            reword(work, told, after_the_call_view(escalation, link_to(work, escalation), Result(attempt.result)))
        return
    if escalation.state == State.WAITING and escalation.calling_since and escalation.calling_by:
        key = f"debrief:{escalation.id}:{escalation.calling_since.timestamp():.6f}"
        words = how_did_it_go_view(escalation)
        topic = response_topic(escalation)
        ask(work, escalation.calling_by, words, topic=topic, key=key, about=escalation, due_at=due_at)
        escalation.calling_since = None  # the owner's rungs go on
        redraw(work, escalation)


def _tries(work: Work, escalation: Escalation) -> list[Attempt]:
    """Since they wait, oldest first; not what was a mistake."""
    tried = work.select(Attempt).where(Attempt.escalation_id == escalation.id, Attempt.withdrawn_at.is_(None))
    return [*work.all(tried.where(Attempt.at >= escalation.waiting_since).order_by(Attempt.at, Attempt.id))]


def _answer_of(work: Work, escalation: Escalation) -> Attempt | None:
    """What stopped the clock."""
    tried = work.select(Attempt).where(Attempt.escalation_id == escalation.id, Attempt.withdrawn_at.is_(None))
    return work.first(tried.where(Attempt.at == escalation.reached_at).order_by(Attempt.id.desc()))


def _tried(work: Work, escalation: Escalation) -> Tried:
    tries = _tries(work, escalation)
    ask_for = next((attempt.ask_for for attempt in reversed(tries) if attempt.ask_for), "")
    return Tried(misses=sum(attempt.result in MISSES for attempt in tries), ask_for=ask_for)


def _just_logged(work: Work, by: str, escalation: Escalation, result: Result) -> bool:
    """A second tap of the same finger; not a second call, which begins with "I'm calling" again."""
    if escalation.calling_since:
        return False
    mine = work.select(Attempt).where(
        Attempt.escalation_id == escalation.id, Attempt.by == by, Attempt.result == result
    )
    mine = mine.where(Attempt.withdrawn_at.is_(None))
    return work.first(mine.where(Attempt.at > work.now - SAME_TAP)) is not None


def _reached(work: Work, by: str, escalation: Escalation, result: Result) -> View | None:
    """Returns what is said to whoever has no message of ours that could say it."""
    move(work, escalation, Act.REACH, by, **({"how": "letter"} if result is Result.WROTE else {}))
    escalation.reached_at = work.now
    told = said_to(work, escalation, by, response_topic(escalation))
    if told is not None:
        _what_now(work, escalation, told, result)
    why = t("{name} has spoken with them.", name=name_of(work, by))
    if result is Result.WROTE:
        why = t("{name} has written to them.", name=name_of(work, by))
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)
    owe_next_word(work, escalation)
    if escalation.owner_question_id:  # nobody needs to take it any more
        work.change(work.find(Message, escalation.owner_question_id), withdrawn_view())
        escalation.owner_question_id = None
    if told is None:
        return logged_view(escalation)
    escalation.debrief_at = work.now + MISTAKE_FOR
    return None


def _what_now(work: Work, escalation: Escalation, told: Ask, result: Result) -> None:
    """The message that said "phone now" goes on under another topic, so that stopping the clock does not strike it."""
    told.topic = agree_topic(escalation)
    words = after_the_call_view(escalation, link_to(work, escalation), result, may_be_mistake=True)
    reword(work, told, words)


def _not_reached(
    work: Work, escalation: Escalation, attempt: Attempt, again: datetime | None, *, wished: bool
) -> None:
    escalation.calling_since = escalation.debrief_at = None
    be_back_on_it(work, escalation, attempt.by)
    if attempt.result == Result.WROTE:
        owe_next_word(work, escalation)
    if again is None:
        return
    tried, topic, by = _tried(work, escalation), response_topic(escalation), attempt.by
    if told := said_to(work, escalation, by, topic):
        reword(work, told, next_try_view(escalation, Result(attempt.result), again, tried))
    key = f"try:{escalation.id}:{work.now.timestamp():.6f}"
    words = try_again_view(escalation, tried)
    ask(work, by, words, topic=topic, key=key, about=escalation, due_at=again, wished=wished, is_urgent=True)
