"""The response clock: started by a flag, stopped by a human voice."""

from collections.abc import Callable
from datetime import datetime

from bot.db.models import Escalation, Message, Person
from bot.features.asks.usecases import ask, hears_at, held_until, reword, said_to, strike
from bot.features.checklist.rules import next_step
from bot.features.escalations.rules import State, goal_of
from bot.features.escalations.usecases import (
    card_of,
    concerned,
    goal_from,
    link_to,
    off_key,
    owe_first_word,
    redraw,
    steps_of,
    tell_thread,
)
from bot.features.history.usecases import note
from bot.features.nudges.rules import (
    MORE_TIME,
    NOBODY_YET_NUMBER,
    OWNERS,
    SHORT_GOAL,
    STILL_LATE_EVERY,
    Lead,
    Rung,
    climb,
    ladder,
    leads_to_tell,
)
from bot.features.nudges.views import (
    half_view,
    handed_to_lead_view,
    lead_view,
    more_time_view,
    no_lead_here_view,
    owner_is_off_view,
    phone_now_view,
    warning_view,
    who_takes_it_view,
)
from bot.features.people.rules import Action, outside
from bot.features.people.usecases import can_be_told, find_person, name_of
from bot.hours import is_between, week_of
from bot.slack.blocks import View
from bot.words import t
from bot.words.local import all_of
from bot.work import Work


def response_topic(escalation: Escalation) -> str:
    return f"response:{escalation.id}"


def lead_topic(escalation: Escalation) -> str:
    return f"lead:{escalation.id}"


def start_clock(work: Work, escalation: Escalation) -> None:
    """The client waits from now on: the owner is told to phone, or the thread asks who does."""
    escalation.waiting_since, escalation.reached_at, escalation.rung = work.now, None, 1
    owe_first_word(work, escalation)
    watch_owner(work, escalation)
    if escalation.owner:
        tell_owner_to_phone(work, escalation)
    elif escalation.owner_question_id is None:
        escalation.owner_question_id = tell_thread(work, escalation, who_takes_it_view(escalation)).id
    wind_clock(work, escalation)


def stop_clock(work: Work, escalation: Escalation, why: str) -> None:
    """Nobody needs to be nudged any more; what was asked is struck out, wherever it was read."""
    escalation.next_nudge_at = escalation.debrief_at = escalation.calling_since = escalation.owner_off_until = None
    escalation.silent_at = escalation.released_at = escalation.owed_at = None
    escalation.muted_why = ""
    strike(work, escalation, why, topics=(response_topic(escalation), lead_topic(escalation)))


def watch_owner(work: Work, escalation: Escalation) -> None:
    """They have it from now on: half a goal without a sign of theirs, and somebody asks."""
    escalation.owner_seen_at, escalation.released_at, escalation.muted_why = work.now, None, ""
    waits = escalation.state == State.WAITING and escalation.owner is not None
    escalation.silent_at = goal_from(work, escalation, work.now)(0.5) if waits else None


def wind_clock(work: Work, escalation: Escalation) -> None:
    """Set the clock to the next rung, after a change of heat too: what has been said is not said again."""
    owe_first_word(work, escalation)
    rungs = ladder(moment_at(work, escalation))
    while escalation.rung < len(rungs) and rungs[escalation.rung].at < work.now:
        if rungs[escalation.rung].rung in (Rung.LATE, Rung.STILL_LATE):
            break
        escalation.rung += 1
    more = escalation.rung < len(rungs)
    escalation.next_nudge_at = max(rungs[escalation.rung].at, work.now) if more else None


def pass_over_nobody_yet(work: Work, escalation: Escalation) -> None:
    """The leads know that nobody has it."""
    if escalation.state == State.WAITING:
        escalation.rung = max(escalation.rung, NOBODY_YET_NUMBER + 1)
        wind_clock(work, escalation)


def tell_owner_to_phone(work: Work, escalation: Escalation) -> None:
    owner = escalation.owner or ""
    words = phone_now_view(escalation, link_to(work, escalation), again=escalation.relapses > 0)
    key = f"phone_now:{escalation.id}:{owner}:{work.now.timestamp():.6f}"
    ask(work, owner, words, topic=response_topic(escalation), key=key, about=escalation, at_once=True)
    if escalation.next_nudge_at and goal_of(work.workspace, escalation.heat).is_working:
        wind_clock(work, escalation)  # it counts by their clock now
    notice_owner_is_off(work, escalation)


def notice_owner_is_off(work: Work, escalation: Escalation, *, lead_hears: bool = False) -> None:
    """The card says until when; where that is past the goal, a lead hears of it at once, and once.

    `lead_hears`: something else of the same client is said to them at this moment.
    """
    waits = escalation.state == State.WAITING and escalation.owner
    until = held_until(work, escalation, escalation.owner or "") if waits else None
    if until == escalation.owner_off_until:
        return
    escalation.owner_off_until = until
    if until and until > moment_at(work, escalation)(1) and not lead_hears:
        _tell_leads_of_absence(work, escalation, until)
    redraw(work, escalation)


def look_whether_owner_is_back(work: Work, escalation: Escalation) -> None:
    notice_owner_is_off(work, work.find(Escalation, escalation.id))


def refresh_words(work: Work, escalation: Escalation) -> None:
    """A name or a number was corrected: what the owner reads, and what the thread asks, says it too."""
    told = said_to(work, escalation, escalation.owner or "", response_topic(escalation))
    if told is not None and told.key.startswith("phone_now:") and not escalation.calling_since:
        reword(work, told, phone_now_view(escalation, link_to(work, escalation), again=escalation.relapses > 0))
    if escalation.owner_question_id and not escalation.owner:
        work.change(work.find(Message, escalation.owner_question_id), who_takes_it_view(escalation))


def nudge_next(work: Work, escalation: Escalation) -> None:
    """The clock of an escalation has come: say the rungs that are due, and wind it on."""
    escalation = work.find(Escalation, escalation.id)
    if escalation.state != State.WAITING:
        escalation.next_nudge_at = None
        return
    if _is_counted_later(work, escalation):
        return
    is_held = bool(escalation.owner) and held_until(work, escalation, escalation.owner or "") is not None
    rungs = ladder(moment_at(work, escalation))
    found = climb(
        rungs, escalation.rung, work.now,
        owned=escalation.owner is not None,
        paused=escalation.calling_since is not None or is_held or bool(escalation.muted_why),
        off=work.workspace.rungs_off,
    )  # fmt: skip
    wound_to = escalation.next_nudge_at or work.now
    passed = [rungs[rung].rung for rung in range(escalation.rung, found.next)]
    for rung in found.now:
        _say_rung(work, escalation, rung, max(wound_to, rungs[rung].at))
    if Rung.LATE in passed:
        _tell_channel(work, escalation)
    lead_hears = any(rungs[rung].rung not in OWNERS for rung in found.now)
    escalation.rung, escalation.next_nudge_at = found.next, found.next_at
    notice_owner_is_off(work, escalation, lead_hears=lead_hears)


def _is_counted_later(work: Work, escalation: Escalation) -> bool:
    """A lead who has not heard of it yet, because they sleep, needs no reminder: it comes after they have."""
    rungs = ladder(moment_at(work, escalation))
    if escalation.rung >= len(rungs) or rungs[escalation.rung].rung is not Rung.STILL_LATE:
        return False
    heard = [hears_at(work, escalation, lead, lead_topic(escalation)) for lead in whom_to_tell(work, escalation)]
    hear_at = min((at for at in heard if at), default=work.now)
    if None in heard or hear_at <= work.now:
        return False
    escalation.next_nudge_at = hear_at + STILL_LATE_EVERY
    return True


def wind_clocks_anew(work: Work) -> None:
    """The goals or the hours were changed: who waits, waits by the new ones."""
    waiting = work.select(Escalation).where(Escalation.state == State.WAITING).order_by(Escalation.id)
    for escalation in work.all(waiting.with_for_update(key_share=True)):
        wind_clock(work, escalation)
        notice_owner_is_off(work, escalation)


def give_more_time(work: Work, by: str, escalation_id: str) -> None:
    """A lead lets the owner have fifteen minutes more before hearing of it again."""
    escalation = concerned(work, by, Action.ASSIGN, escalation_id)
    if escalation.state == State.WAITING and escalation.next_nudge_at:
        escalation.next_nudge_at = max(escalation.next_nudge_at, work.now + MORE_TIME)
    note(work, escalation, by, "gave 15 minutes")
    tell_thread(work, escalation, more_time_view(name_of(work, by)))
    why, again = t("{lead} gave it 15 minutes more.", lead=name_of(work, by)), work.now + MORE_TIME
    strike(work, escalation, why, topics=(lead_topic(escalation),))
    if escalation.state == State.WAITING:  # also when the ladder has said all that it has to say
        owner = name_of(work, escalation.owner) if escalation.owner else ""
        words = lead_view(escalation, again, owner, link_to(work, escalation))
        key = f"more:{escalation.id}:{by}:{work.now.timestamp():.6f}"
        ask(work, by, words, topic=lead_topic(escalation), key=key, about=escalation, due_at=again, wished=True)


def moment_at(work: Work, escalation: Escalation) -> Callable[[float], datetime]:
    """When which share of the goal has passed since the client began to wait."""
    return goal_from(work, escalation, escalation.waiting_since)


def is_short(work: Work, escalation: Escalation) -> bool:
    """The goal is so near that no word about it waits for another."""
    reaches = moment_at(work, escalation)
    return reaches(1) - reaches(0) <= SHORT_GOAL


def _say_rung(work: Work, escalation: Escalation, number: int, due_at: datetime) -> None:
    reaches = moment_at(work, escalation)
    planned, deadline = ladder(reaches)[number], reaches(1)
    owner = escalation.owner or ""
    key = f"rung:{escalation.id}:{escalation.waiting_since.timestamp():.6f}:{number}"
    topic, is_urgent = response_topic(escalation), is_short(work, escalation)
    match planned.rung:
        case Rung.HALF:
            step = next_step(steps_of(work, escalation))
            words = half_view(escalation, deadline, work.now, step, link_to(work, escalation))
            ask(work, owner, words, topic=topic, key=key, about=escalation, due_at=due_at, is_urgent=is_urgent)
        case Rung.WARNING:
            words = warning_view(escalation, owner, deadline, work.now)
            card = card_of(work, escalation)
            ask(work, owner, words, topic=topic, key=key, about=escalation, due_at=due_at, thread=card,
                is_urgent=is_urgent)  # fmt: skip
        case Rung.NOBODY_YET | Rung.LATE | Rung.STILL_LATE:
            _tell_leads(work, escalation, key, due_at)


def _tell_leads(work: Work, escalation: Escalation, key: str, due_at: datetime) -> None:
    owner = name_of(work, escalation.owner) if escalation.owner else ""
    told = whom_to_tell(work, escalation)
    if not told and not escalation.owner:  # else the channel hears of it when the goal has passed
        tell_thread(work, escalation, no_lead_here_view(escalation, work.now))
    for lead in sorted(told):
        words = lead_view(escalation, work.now, owner, link_to(work, escalation))
        ask(work, lead, words, topic=lead_topic(escalation), key=f"{key}:{lead}", about=escalation, due_at=due_at,
            is_urgent=is_short(work, escalation))  # fmt: skip


def _tell_leads_of_absence(work: Work, escalation: Escalation, until: datetime) -> None:
    owner = escalation.owner or ""
    words = owner_is_off_view(escalation, name_of(work, owner), until, link_to(work, escalation))
    key = f"{off_key(escalation)}{escalation.waiting_since.timestamp():.6f}:{owner}"
    for lead in whom_to_tell(work, escalation):
        if lead != owner:
            ask(work, lead, words, topic=lead_topic(escalation), key=f"{key}:{lead}", about=escalation)


def _tell_channel(work: Work, escalation: Escalation) -> None:
    """Once, when the goal has passed: also when we were down at that moment."""
    if escalation.is_rehearsal:
        return
    told = whom_to_tell(work, escalation)
    if not told:
        tell_thread(work, escalation, no_lead_here_view(escalation, work.now), broadcast=True)
        return
    names = all_of([name_of(work, lead) for lead in told])
    held = [held_until(work, escalation, lead) for lead in told]
    until = None if None in held else min((at for at in held if at), default=None)
    tell_thread(work, escalation, handed_to_lead_view(escalation, work.now, names, until), broadcast=True)


def ask_leads(work: Work, by: str, escalation: Escalation, words: View, key: str) -> list[str]:
    """Somebody needs a lead now, whatever the ladder says. Returns who is asked: none, when no other lead is here."""
    told = sorted(lead for lead in whom_to_tell(work, escalation) if lead != by)
    for lead in told:
        topic = lead_topic(escalation)
        ask(work, lead, words, topic=topic, key=f"{key}:{lead}", about=escalation, at_once=True)
    return told


def whom_to_tell(work: Work, escalation: Escalation) -> list[str]:
    """The leads to whom a word about this one goes now."""
    if escalation.is_rehearsal:  # who tries it out sees what a lead would
        return [escalation.flagged_by]
    return leads_to_tell(_leads(work, escalation), escalation.owner)


def _leads(work: Work, escalation: Escalation) -> list[Lead]:
    """Those who see it."""
    people = [find_person(work, lead) for lead in work.workspace.leads if can_be_told(work, lead, escalation)]
    return [Lead(person.user_id, _is_at_work(work, person)) for person in people if person and not outside(person)]


def _is_at_work(work: Work, person: Person) -> bool:
    rests = bool(person.dnd_from) and is_between(work.now, person.dnd_from, person.dnd_until)
    is_away = is_between(work.now, person.away_from, person.away_until)
    return week_of(work.workspace).is_at_work(work.now, person.zone) and not rests and not is_away
