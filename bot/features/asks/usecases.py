"""Saying timed words: the ask first, then, when it may be said, one message per person and moment."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.db.models import Ask, Escalation, Message, Person
from bot.features.asks.rules import AWAKE_FOR, FURIOUS, SPACE, free_at, is_late, may_speak_at
from bot.features.asks.views import TOGETHER_MOST, asks_view
from bot.features.people.rules import outside
from bot.features.people.usecases import can_be_told
from bot.hours import is_between, week_of
from bot.slack.blocks import View
from bot.work import Work


def ask(
    work: Work, person_id: str, words: View, *, topic: str, key: str, about: Escalation | None = None,
    due_at: datetime | None = None, thread: Message | None = None, at_once: bool = False, is_urgent: bool = False,
    wished: bool = False,
) -> Ask:  # fmt: skip
    """Have this said to one person when it is due and they may be spoken to. The same key is the same ask.

    The first of the blocks is a sentence. `at_once` is for what follows from somebody's click: it does not wait for
    the next beat. What clocks ask for does, and so becomes one message with whatever else is due to that person; and
    it keeps its distance from what they were told last, unless it is urgent. `wished` is for a time that the person
    set themselves: neither that nor their quiet hours put it off.
    """
    if asked := work.first(work.select(Ask).where(Ask.key == key)):
        return asked
    person = work.one(work.select(Person).where(Person.user_id == person_id))
    due_at = due_at or work.now
    asked = work.add(
        Ask(
            workspace_id=work.workspace.id,
            person=person_id,
            escalation_id=about.id if about else None,
            topic=topic,
            key=key,
            due_at=due_at,
            speak_at=due_at if wished else _allowed(work, person, due_at, about),
            text=words.text,
            blocks=words.blocks,
            thread_id=thread.id if thread else None,
            is_urgent=at_once or is_urgent or wished,
            is_wished=wished,
        )
    )
    person.next_ask_at = min(person.next_ask_at or asked.speak_at, asked.speak_at)
    if at_once:
        speak_to(work, person)
    return asked


def speak_to(work: Work, person: Person) -> None:
    """Say what is due to this person and may be said now; wind their clock to the next that is waiting."""
    waiting = work.select(Ask).where(Ask.person == person.user_id, Ask.state == "waiting")
    due = list(
        work.all(
            waiting.where(Ask.speak_at <= work.now)
            .order_by(Ask.due_at, Ask.id)
            .with_for_update(skip_locked=True, key_share=True)
        )
    )
    may_be_said = {asked.id: _may_be_said(work, person, asked, work.now) for asked in due}
    sayable = [asked for asked in due if may_be_said[asked.id] <= work.now]
    free = free_at(work.now, person.told_at, is_urgent=any(asked.is_urgent for asked in sayable))
    may_be_said |= {asked.id: free for asked in sayable}
    for asked in due:
        if may_be_said[asked.id] > work.now and not is_late(asked.speak_at, work.now):
            asked.speak_at = may_be_said[asked.id]  # else it stays what it was due: we were down then
    _say(work, person, [asked for asked in due if may_be_said[asked.id] <= work.now])
    work.session.flush()
    following = [max(asked.speak_at, may_be_said.get(asked.id, asked.speak_at)) for asked in work.all(waiting)]
    person.next_ask_at = min(following, default=None)


def hold_anew(work: Work) -> None:
    """The hours were changed: what waits, waits for the new ones."""
    for person in work.all(work.select(Person).where(Person.next_ask_at.is_not(None)).order_by(Person.id)):
        _hold_anew(work, person)


def is_waited_for(work: Work, user_id: str) -> bool:
    """By some ask."""
    waits = work.select(Person).where(Person.user_id == user_id, Person.next_ask_at.is_not(None))
    return work.first(waits) is not None


def hold_anew_for_one(work: Work, user_id: str) -> None:
    """Their zone or their do-not-disturb has changed."""
    _hold_anew(work, work.one(work.select(Person).where(Person.user_id == user_id)))


def _hold_anew(work: Work, person: Person) -> None:
    waiting = work.all(work.select(Ask).where(Ask.person == person.user_id, Ask.state == "waiting"))
    for held in waiting:
        if held.speak_at > work.now:  # else it is said at the next beat, or late
            held.speak_at = _may_be_said(work, person, held, max(held.due_at, work.now))
    person.next_ask_at = min((held.speak_at for held in waiting), default=None)


def _may_be_said(work: Work, person: Person, asked: Ask, at: datetime) -> datetime:
    """The first moment from then on; what they wished for themselves at once."""
    return at if asked.is_wished else _allowed(work, person, at, _about(work, asked))


def strike(
    work: Work,
    about: Escalation,
    why: str,
    *,
    topics: Collection[str] = (),
    person: str = "",
    unsaid_only: bool = False,
) -> None:
    """What these asks wanted is done, or no longer wanted: unsaid ones stay unsaid, said ones lose their buttons."""
    states = ("waiting",) if unsaid_only else ("waiting", "said")
    wanted = work.select(Ask).where(Ask.escalation_id == about.id, Ask.state.in_(states))
    if topics:
        wanted = wanted.where(Ask.topic.in_(topics))
    if person:
        wanted = wanted.where(Ask.person == person)
    _strike(work, work.all(wanted.with_for_update(key_share=True)), why)


def strike_one(work: Work, asked: Ask, why: str) -> None:
    """This one alone, whatever else waits on its topic."""
    _strike(work, [asked], why)


def withdraw(work: Work, asks: Sequence[Ask]) -> None:
    """They are forgotten, and taken back where they were said. What was said in the same breath stays."""
    for asked in asks:
        work.session.delete(asked)
    work.session.flush()
    for message_id in sorted({asked.message_id for asked in asks if asked.message_id}):
        message, left = work.find(Message, message_id), work.select(Ask).where(Ask.message_id == message_id)
        if others := _most_urgent_first(work, work.all(left)):
            work.change(message, asks_view(others))
        else:
            work.withdraw(message)


def whom_we_know(work: Work, *user_ids: str | None) -> str:
    """The first of them who can be asked: not who was forgotten, or is of the team no more. Else the first lead."""
    wanted = [user_id for user_id in (*user_ids, *work.workspace.leads) if user_id]
    known = {person.user_id: person for person in work.all(work.select(Person).where(Person.user_id.in_(wanted)))}
    there = [user_id for user_id in wanted if user_id in known]
    return next((user_id for user_id in there if not outside(known[user_id])), next(iter(there), ""))


def reword(work: Work, asked: Ask, words: View) -> None:
    """The ask goes on, in other words: what they read is changed in place."""
    asked.text, asked.blocks = words.text, words.blocks
    if asked.message_id:
        _redraw(work, asked.message_id)


def held_until(work: Work, about: Escalation, person_id: str) -> datetime | None:
    """When the person will hear of it, if they may not be spoken to now, or rest and don't see what was said."""
    wanted = work.select(Ask).where(Ask.escalation_id == about.id, Ask.person == person_id)
    person = work.first(work.select(Person).where(Person.user_id == person_id))
    held = work.first(wanted.where(Ask.state == "waiting", Ask.due_at <= work.now).order_by(Ask.speak_at))
    if person is None or (held is None and not _overrides(work, about)):
        return None
    until = max(held.speak_at, _allowed(work, person, work.now, about)) if held else work.now
    if person.dnd_until and _rests(person, work.now):
        until = max(until, person.dnd_until)
    return until if until - work.now > SPACE else None  # sooner, and they have only just been told something else


def hears_at(work: Work, about: Escalation, person_id: str, topic: str) -> datetime | None:
    """When the person will hear what waits for them of this topic; None when nothing does."""
    wanted = work.select(Ask).where(Ask.escalation_id == about.id, Ask.person == person_id, Ask.topic == topic)
    waiting = work.first(wanted.where(Ask.state == "waiting").order_by(Ask.speak_at))
    if waiting is None:
        return None
    person = work.one(work.select(Person).where(Person.user_id == person_id), lock=False)
    return max(waiting.speak_at, person.next_ask_at or waiting.speak_at)  # what is late keeps when it could be said


def _rests(person: Person, now: datetime) -> bool:
    is_up = person.active_at is not None and now - person.active_at < AWAKE_FOR
    return bool(person.dnd_from and person.dnd_until and person.dnd_from <= now < person.dnd_until) and not is_up


def said_to(work: Work, about: Escalation, person_id: str, topic: str) -> Ask | None:
    """The newest ask of this topic that the person has been told and that still stands."""
    wanted = work.select(Ask).where(Ask.escalation_id == about.id, Ask.person == person_id, Ask.topic == topic)
    return work.first(wanted.where(Ask.state == "said", Ask.thread_id.is_(None)).order_by(Ask.id.desc()))


def _allowed(work: Work, person: Person, at: datetime, about: Escalation | None) -> datetime:
    """Of a furious client people hear at any hour, where that is set: in do-not-disturb Slack keeps it for them."""
    if _overrides(work, about):
        return at
    rest = person.zone, person.dnd_from, person.dnd_until, person.active_at, week_of(work.workspace)
    allowed = may_speak_at(at, *rest)
    is_up = person.active_at is not None and allowed - person.active_at < AWAKE_FOR
    if is_up or not is_between(allowed, person.away_from, person.away_until):
        return allowed
    return may_speak_at(person.away_until or allowed, *rest)


def _overrides(work: Work, about: Escalation | None) -> bool:
    waits = about is not None and about.heat == FURIOUS and about.state == "waiting"
    return waits and work.workspace.furious_overrides


def _about(work: Work, asked: Ask) -> Escalation | None:
    return work.session.get(Escalation, asked.escalation_id) if asked.escalation_id else None


def _say(work: Work, person: Person, due: Sequence[Ask]) -> None:
    newest = {(asked.topic, asked.thread_id): asked for asked in due}
    unseen = [asked for asked in newest.values() if not _is_theirs(work, person, asked)]
    _strike(work, [*(asked for asked in due if asked not in newest.values()), *unseen], "")
    live = _most_urgent_first(work, (asked for asked in newest.values() if asked not in unseen))
    for thread_id in dict.fromkeys(asked.thread_id for asked in live):
        together = [asked for asked in live if asked.thread_id == thread_id]
        for first in range(0, len(together), TOGETHER_MOST):
            _say_together(work, person, together[first : first + TOGETHER_MOST], thread_id)
    _retire_older(work, person, live)


def _say_together(work: Work, person: Person, asks: Sequence[Ask], thread_id: int | None) -> None:
    for asked in asks:
        asked.state, asked.said_at = "said", work.now
    person.told_at = work.now
    about = {asked.escalation_id for asked in asks}
    escalation = work.session.get(Escalation, about.pop()) if len(about) == 1 and None not in about else None
    thread = work.find(Message, thread_id, lock=False) if thread_id else None
    channel = thread.channel if thread else person.user_id
    message = work.say(channel, asks_view(asks), about=escalation, thread=thread)
    for asked in asks:
        asked.message_id = message.id


def _is_theirs(work: Work, person: Person, asked: Ask) -> bool:
    """Who has left a private channel hears no more of what goes on in it; a thread is read by those who see it."""
    about = work.session.get(Escalation, asked.escalation_id) if asked.escalation_id and not asked.thread_id else None
    return about is None or can_be_told(work, person.user_id, about)


def _most_urgent_first(work: Work, asks: Iterable[Ask]) -> list[Ask]:
    """The angriest client's above the others, whatever was due first; what is about no client last."""

    def urgency(asked: Ask) -> tuple[int, datetime, int]:
        about = work.session.get(Escalation, asked.escalation_id) if asked.escalation_id else None
        return -about.heat if about else 0, asked.due_at, asked.id

    return sorted(asks, key=urgency)


def _retire_older(work: Work, person: Person, newer: Sequence[Ask]) -> None:
    """An older ask of the same topic is answered below: only the newest keeps its buttons."""
    places, fresh = {(asked.topic, asked.thread_id) for asked in newer}, {asked.id for asked in newer}
    said = work.select(Ask).where(Ask.person == person.user_id, Ask.state == "said", Ask.id.not_in(fresh))
    old = work.all(
        said.where(Ask.topic.in_({topic for topic, _ in places})).with_for_update(skip_locked=True, key_share=True)
    )
    _strike(work, [asked for asked in old if (asked.topic, asked.thread_id) in places], "")


def _strike(work: Work, asks: Sequence[Ask], why: str) -> None:
    for asked in asks:
        asked.state, asked.struck_why = "struck", why
    for message_id in sorted({asked.message_id for asked in asks if asked.message_id}):
        _redraw(work, message_id)


def _redraw(work: Work, message_id: int) -> None:
    work.session.flush()
    message = work.find(Message, message_id)
    asks = _most_urgent_first(work, work.all(work.select(Ask).where(Ask.message_id == message_id)))
    gone = work.select(Person).where(Person.user_id == message.channel, Person.is_deactivated)
    if message.ts and work.first(gone) is not None:
        return  # nobody reads it, and Slack changes nothing there any more
    if (
        message.state == "pending"
        and not message.ts
        and not message.tries
        and all(asked.state == "struck" for asked in asks)
    ):
        message.state = "dropped"  # nobody has read it, so there is nothing to strike out
    else:
        work.change(message, asks_view(asks))
