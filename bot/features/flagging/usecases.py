"""Opening, joining and taking back."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.db.models import Ask, Escalation, Message, Person
from bot.errors import Refusal
from bot.features.absences.usecases import tell_who_stands_in, who_phones
from bot.features.asks.usecases import ask, held_until, strike, whom_we_know
from bot.features.clients.usecases import Named, correct_contact
from bot.features.colleagues.usecases import help_topic
from bot.features.escalations.rules import Act, State
from bot.features.escalations.usecases import (
    Flag,
    concerned,
    link_to,
    move,
    open_escalation,
    open_escalation_of,
    redraw,
    tell_thread,
)
from bot.features.flagging.rules import Understood, understand, without
from bot.features.flagging.views import (
    SENTENCE_MOST,
    already_flagged_view,
    closed_already_view,
    closed_unseen_view,
    flagged_again_view,
    flagged_unseen_view,
    flagged_view,
    joined_line,
    joined_view,
    passed_on_view,
    withdrawn_view,
)
from bot.features.history.usecases import note
from bot.features.naming.usecases import ask_which_client, ask_whom_they_mean, whom_they_mean
from bot.features.nudges.usecases import refresh_words, start_clock, stop_clock, wind_clock
from bot.features.owners.usecases import look_at_owned, name_owner, withdraw_offer
from bot.features.people.rules import Action, outside, sees
from bot.features.people.usecases import (
    can,
    can_be_told,
    find_person,
    name_of,
    place_of,
    require,
    require_owner,
)
from bot.slack.blocks import View
from bot.slack.ids import as_typed, mentioned, permalink, without_mentions
from bot.slack.text import Link, tidy
from bot.words import later, said, t
from bot.work import Work

NO_CHANNEL = later(
    "I have no channel for angry clients yet. Type /invite in yours and choose me, then flag them again."
)
TAKEN_BACK_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Source:
    """The flagged message, by where it stands."""

    channel: str
    ts: str
    thread_ts: str | None = None


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a form adds to what was typed."""

    contact: str = ""
    phone: str = ""
    owner: str = ""


def flag_text(work: Work, by: str, text: str, source: Source | None = None) -> View:
    """Flag from words, typed or written. A mention is the owner; a message's mention only if that person can phone."""
    understood = understand(as_typed(without_mentions(text)), is_message=source is not None)
    named = [user for user in mentioned(text) if user != work.workspace.bot_user_id]
    owner = next(iter(named), "")
    if source is not None:
        owner = next((user for user in named if _can_phone(work, user)), "")
    return flag(work, by, understood, Details(owner=owner), source)


def excerpt_of(work: Work, text: str) -> str:
    """What is kept of a message that is flagged."""
    typed = as_typed(without_mentions(without(text, work.workspace.emoji)))
    return tidy(understand(typed, is_message=True).sentence, SENTENCE_MOST)


def flag(work: Work, by: str, understood: Understood, details: Details, source: Source | None = None) -> View:
    """One escalation, whoever flags what how often: the message's own, the client's open one, or a new one."""
    work.take_turns()  # else two who flag one client at once would open it twice
    person = require(work, by, Action.FLAG)
    if not work.workspace.watched_channel:
        raise Refusal(said(NO_CHANNEL))
    details = _with_an_owner_who_can(work, person, details)
    if source and (known := _flagged_before(work, source)):
        return _flag_again(work, person, known)
    is_guess = not understood.is_set_apart and bool(understood.sentence)
    named = whom_they_mean(work, understood.client or "", understood.sentence if is_guess else "")
    client = named.client
    if client:
        correct_contact(client, details.contact, details.phone)
    if client and (running := open_escalation_of(work, client)):
        return _join(work, person, running, understood, details, source)
    return _open(work, person, understood, named, details, source)


def _with_an_owner_who_can(work: Work, person: Person, details: Details) -> Details:
    """Raises Refusal when that one can't phone. Who is not in a private channel does not learn who is."""
    channel = work.workspace.watched_channel
    if not details.owner:
        return details
    if sees(place_of(work, channel), person.user_id):
        require_owner(work, details.owner, "owner", channel)
        return details
    return details if _can_phone(work, details.owner) else replace(details, owner="")


def undo_flag(work: Work, by: str, escalation_id: str) -> None:
    """ "Not an angry client": the record stays, everything it set going stops."""
    escalation = concerned(work, by, Action.UNDO_FLAG, escalation_id)
    if escalation.state == State.UNDONE:
        return
    move(work, escalation, Act.UNDO, by)
    escalation.ended_at = work.now
    why = t("{name} says this is not an angry client.", name=name_of(work, by))
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)
    strike(work, escalation, why, topics=(help_topic(escalation),))
    withdraw_questions(work, escalation)
    redraw(work, escalation)


def withdraw_questions(work: Work, escalation: Escalation) -> None:
    """Who is it, who takes it: nobody needs to answer that in this thread any more."""
    for question in (escalation.owner_question_id, escalation.client_question_id):
        _withdraw(work, question)
    escalation.owner_question_id = escalation.client_question_id = None


def undo_flag_by_reaction(work: Work, by: str, source: Source) -> None:
    """The 🚨 was taken back by the one who set it, within a minute."""
    found = _by_source(work, source)
    if (
        found
        and found.flagged_by == by
        and found.state == State.WAITING
        and work.now - found.flagged_at <= TAKEN_BACK_WITHIN
    ):
        undo_flag(work, by, str(found.id))


def flag_again(work: Work, by: str, escalation_id: str) -> None:
    """ "It is one after all": the client waits from now."""
    escalation = concerned(work, by, Action.FLAG_AGAIN, escalation_id)
    if escalation.state == State.UNDONE:
        _revive(work, by, escalation)


def _revive(work: Work, by: str, escalation: Escalation) -> None:
    move(work, escalation, Act.FLAG_AGAIN, by)
    escalation.ended_at = None
    start_clock(work, escalation)
    look_at_owned(work, escalation.owner or "")
    ask_which_client(work, escalation)
    redraw(work, escalation)


def _flag_again(work: Work, person: Person, known: Escalation) -> View:
    if known.state == State.UNDONE:
        _revive(work, person.user_id, known)
        return _flagged(work, person, known)
    if known.merged_into_id:
        known = work.find(Escalation, known.merged_into_id)
    if not can(work, person, Action.READ, known):
        return closed_unseen_view() if known.state == State.CLOSED else passed_on_view()
    if known.state == State.CLOSED:
        return closed_already_view(known, link_to(work, known))
    return already_flagged_view(link_to(work, known))


def _open(
    work: Work, person: Person, understood: Understood, named: Named, details: Details, source: Source | None
) -> View:
    phones = who_phones(work, named.client, details.owner, work.workspace.watched_channel)
    escalation = open_escalation(
        work,
        Flag(
            by=person.user_id,
            client=named.client,
            what_happened=tidy(understood.sentence, SENTENCE_MOST),
            heat=understood.heat,
            owner=phones.who or None,
            source_channel=source.channel if source else None,
            source_ts=source.ts if source else None,
        ),
    )
    ask_whom_they_mean(work, escalation, named, details.contact, details.phone)
    start_clock(work, escalation)
    tell_who_stands_in(work, escalation, phones)
    return _flagged(work, person, escalation)


def _flagged(work: Work, person: Person, escalation: Escalation) -> View:
    owner = escalation.owner
    if not can(work, person, Action.READ, escalation):
        return flagged_unseen_view()
    held = held_until(work, escalation, owner) if owner else None
    return flagged_view(escalation, name_of(work, owner) if owner else None, held, link_to(work, escalation))


def _join(
    work: Work, person: Person, running: Escalation, understood: Understood, details: Details, source: Source | None
) -> View:
    """The client is open already: one line in its thread, and the higher heat wins. Also from who does not see it."""
    by, is_seen = person.user_id, can(work, person, Action.READ, running)
    if source and not work.first_time(f"joined:{source.channel}:{source.ts}"):
        return already_flagged_view(link_to(work, running)) if is_seen else passed_on_view()
    rose, sentence = understood.heat > running.heat, tidy(understood.sentence, SENTENCE_MOST)
    running.heat = max(running.heat, understood.heat)
    link = None
    if source:
        link = Link(permalink(work.workspace.url, source.channel, source.ts, source.thread_ts), t("the message"))
    line = tell_thread(work, running, joined_line(name_of(work, by), sentence, running.heat if rose else None, link))
    if rose and running.state == State.WAITING:
        wind_clock(work, running)
    asked = _tell_who_phones(work, by, running, details, sentence)
    note(work, running, by, "flagged again", heat=understood.heat, **_quoted(source, line, asked))
    redraw(work, running)
    return joined_view(running, link_to(work, running)) if is_seen else passed_on_view()


def _quoted(source: Source | None, line: Message, asked: Ask | None) -> dict[str, Any]:
    """Where the words of a message are quoted: they go from there when somebody deletes it."""
    if source is None:
        return {}
    return {"source": [source.channel, source.ts], "line": line.id, "ask": asked.id if asked else None}


def _tell_who_phones(work: Work, by: str, running: Escalation, details: Details, sentence: str) -> Ask | None:
    if details.owner and running.owner is None and can_be_told(work, details.owner, running):
        name_owner(work, running, details.owner, by)
    if running.state == State.WAITING:
        refresh_words(work, running)
        return None
    return _tell_owner_again(work, by, running, sentence)


def _tell_owner_again(work: Work, by: str, running: Escalation, sentence: str) -> Ask:
    """No clock runs any more, and a line in a thread reaches nobody: the one who has it hears of it."""
    words = flagged_again_view(running, name_of(work, by), sentence, link_to(work, running))
    key = f"again:{running.id}:{work.now.timestamp():.6f}"
    whom = whom_we_know(work, running.owner, running.flagged_by)
    return ask(work, whom, words, topic=f"again:{running.id}", key=key, about=running, at_once=True)


def _flagged_before(work: Work, source: Source) -> Escalation | None:
    """The escalation of this message, or of the thread that it is in."""
    if found := _by_source(work, source):
        return found
    root = Source(source.channel, source.thread_ts or source.ts)
    if root.ts != source.ts and (found := _by_source(work, root)):
        return found
    cards = work.select(Message).where(Message.ts == root.ts, Message.sent_channel == root.channel)
    card = work.first(cards.where(Message.escalation_id.is_not(None)))
    return work.find(Escalation, card.escalation_id) if card and card.escalation_id else None


def _by_source(work: Work, source: Source) -> Escalation | None:
    wanted = work.select(Escalation).where(
        Escalation.source_channel == source.channel, Escalation.source_ts == source.ts
    )
    return work.first(wanted, lock=True)


def _can_phone(work: Work, user_id: str) -> bool:
    person = find_person(work, user_id)
    watched = work.workspace.watched_channel
    return person is not None and not outside(person) and (not watched or sees(place_of(work, watched), user_id))


def _withdraw(work: Work, question_id: int | None) -> None:
    """A question nobody needs to answer any more."""
    if question_id is None:
        return
    message = work.find(Message, question_id)
    if message.state == "pending" and not message.ts and not message.tries:
        message.state = "dropped"
    else:
        work.change(message, withdrawn_view())
