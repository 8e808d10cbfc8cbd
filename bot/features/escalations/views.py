from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, Promise, Step
from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.checklist.rules import next_step
from bot.features.escalations.rules import OPEN, OUTCOMES, PROMISES, SPOKEN, State, heat_sign, heat_word, ordinal
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, Choice, Sentence, View, actions, button, lines, menu, quote
from bot.slack.sentences import sentence, together, verbatim
from bot.slack.text import Bold, Link, Moment, Part, cut
from bot.words import later, said, t
from bot.words.local import all_of, minutes

QUOTE_MOST = 300
HELPING_MOST = 2
SHORT = later("{date_short_pretty} at {time}")


class Act(StrEnum):
    """Everything that can be pressed on the card. The features that listen are named in the ids."""

    CLAIM = "owners.claim"
    ASSIGN = "owners.assign"
    HAND_OVER = "hand_overs.hand_over"
    BRING_IN = "colleagues.bring_in"
    CALLING = "calls.calling"
    REACHED = "calls.reached"
    COULD_NOT_REACH = "calls.could_not_reach"
    WROTE = "calls.wrote"
    AGREE = "promises.agree"
    CLOSE = "closing.close"
    REOPEN = "closing.reopen"
    UNDO = "flagging.undo"
    FLAG_AGAIN = "flagging.flag_again"
    CORRECT = "corrections.correct"
    FIRST = "corrections.first"
    SECOND = "corrections.second"
    THIRD = "corrections.third"
    FOURTH = "corrections.fourth"
    NEW_CLIENT = "corrections.new_client"
    MERGE = "corrections.merge"
    THROW_AWAY = "preferences.throw_away"


MENU = "escalations.menu"
"""Its choices are acts of their own."""


@dataclass(frozen=True)
class Standing:
    """How an escalation stands: all that its card and checklist show."""

    escalation: Escalation
    steps: Sequence[Step]
    names: Mapping[str, str]
    promise: Promise | None
    """The one that is due next."""
    earlier: Sequence[Escalation]
    """The client's escalations of the last 60 days, newest first."""
    last_promise: str | None
    """What became of the last promise of those."""
    told: Mapping[str, datetime | None] = field(default_factory=dict)
    """The leads who hear that the owner is off, and when; None when they have."""
    source: Link | None = None
    """The flagged message, when it stands elsewhere."""
    merged_into: Link | None = None
    offered_to: str | None = None
    """A user id, while the owner offers it to somebody who has not answered yet."""
    helping: Sequence[str] = ()
    """User ids of those who were brought in."""

    def name(self, user_id: str | None) -> str:
        return self.names.get(user_id or "", t("somebody"))


def client_name(escalation: Escalation) -> str:
    if escalation.is_rehearsal:
        return t("A made-up client")
    return escalation.client.name if escalation.client else t("A client")


def the_client(escalation: Escalation) -> str:
    """The client's name within a sentence."""
    if escalation.is_rehearsal:
        return t("the made-up client")
    return escalation.client.name if escalation.client else t("the client")


def contact_name(escalation: Escalation) -> str:
    """Whom to speak to: the contact, or the client where none is known."""
    return (escalation.client.contact if escalation.client else "") or the_client(escalation)


def is_by_letter(escalation: Escalation) -> bool:
    """The client wants it in writing: nobody phones them, and the first letter is the answer."""
    client = escalation.client
    return client is not None and (client.prefers_writing or client.do_not_call)


def card_view(standing: Standing) -> View:
    escalation = standing.escalation
    heat, sign = heat_word(escalation.heat), heat_sign(escalation.heat)
    rows = [sentence("*{client}*  {sign} {heat}", client=client_name(escalation), sign=sign, heat=heat)]
    rows += [_state_row(standing)]
    if escalation.state in OPEN:
        rows += [_owner_row(standing)]
        if step := next_step(standing.steps):
            rows += [sentence("Next: {step}", step=PLAYBOOK.step(step.key).do)]
        if owed := _owed_row(standing):
            rows += [owed]
    if about := _background(standing):
        rows += [about]
    stands_above = escalation.source_channel == escalation.channel  # in the thread of the flagged message
    quoted = escalation.what_happened and not stands_above
    typed = [quote(cut(escalation.what_happened, QUOTE_MOST))] if quoted else []
    return View(_spoken(standing), [lines(*rows), *typed, *card_buttons(escalation)])


def _owed_row(standing: Standing) -> Sentence | None:
    """What they are owed next: what was promised, and before it perhaps a word that it is on its way."""
    promise, owed_at = standing.promise, standing.escalation.owed_at
    if promise is None:
        return sentence("We owe them a word by {at}", at=Moment(owed_at, SHORT)) if owed_at else None
    what, due_at = cut(promise.what, 120), Moment(promise.due_at, SHORT)
    if owed_at and owed_at < promise.due_at:
        word_at = Moment(owed_at, SHORT)
        return sentence("Promised: {what}, by {due}. We owe them a word by {at}", what=what, due=due_at, at=word_at)
    return sentence("Promised: {what}, by {at}", what=what, at=due_at)


def _owner_row(standing: Standing) -> Sentence:
    """With those who help, as long as they are few enough to be read at a glance."""
    escalation, owner = standing.escalation, standing.escalation.owner
    help_shown = 0 < len(standing.helping) <= HELPING_MOST
    helping = all_of([standing.name(person) for person in standing.helping]) if help_shown else ""
    named: dict[str, Part | int] = {
        "owner": Bold(standing.name(owner)) if owner else t("nobody yet"), "helping": helping,
        "name": standing.name(standing.offered_to), "why": escalation.muted_why,
    }  # fmt: skip
    helped = sentence("Helped by {helping}.", **named) if helping else None
    if standing.offered_to and helping:
        return sentence("Owner: {owner}, offered to {name}, helped by {helping}", **named)
    if standing.offered_to:
        return sentence("Owner: {owner}, offered to {name}", **named)
    if escalation.released_at:
        return together(sentence("Owner: {owner}, may be held up. Anybody can take it.", **named), helped)
    if escalation.muted_why and helping:
        return sentence("Owner: {owner}, no reminders: “{why}”, helped by {helping}", **named)
    if escalation.muted_why:
        return sentence("Owner: {owner}, no reminders: “{why}”", **named)
    if escalation.owner_off_until and not escalation.calling_since:
        off = sentence("Owner: {owner}, off until {until}.", until=Moment(escalation.owner_off_until, SHORT), **named)
        return together(off, *_leads_told(standing), helped)
    return sentence("Owner: {owner}, helped by {helping}", **named) if helping else sentence("Owner: {owner}", **named)


def _leads_told(standing: Standing) -> list[Sentence]:
    """Which lead hears meanwhile that the owner is off, and when."""
    return [
        sentence("{name} hears of it {at}.", name=standing.name(lead), at=Moment(hears_at, SHORT)) if hears_at
        else sentence("{name} was told.", name=standing.name(lead)) for lead, hears_at in standing.told.items()
    ]  # fmt: skip


def _spoken(standing: Standing) -> str:
    escalation = standing.escalation
    client = client_name(escalation)
    if escalation.state != State.WAITING:
        return verbatim(said(SPOKEN[State(escalation.state)], client=client)).text
    waits = sentence("{client} is {heat} and waits for a call.", client=client, heat=heat_word(escalation.heat))
    if is_by_letter(escalation):
        waits = sentence("{client} is {heat} and waits for a letter.", client=client, heat=heat_word(escalation.heat))
    flagged = sentence("Flagged {ago}.", ago=Moment(escalation.waiting_since, "{ago}"))
    nobody = sentence("Nobody has it yet.")
    who = sentence("{name} has it.", name=standing.name(escalation.owner)) if escalation.owner else nobody
    return together(waits, flagged, who).text


def _state_row(standing: Standing) -> Sentence:
    escalation = standing.escalation
    match State(escalation.state):
        case State.WAITING if escalation.calling_since:
            name, since = standing.name(escalation.calling_by), Moment(escalation.calling_since, "{time}")
            return sentence("☎ {name} is calling them, since {time}.", name=name, time=since)
        case State.WAITING:
            return _waiting_row(standing)
        case State.REACHED | State.AGREED:
            return _reached_row(escalation)
        case State.CLOSED:
            outcome, at = OUTCOMES.get(escalation.outcome or ""), _at(escalation.ended_at)
            closed = sentence("■ Closed {at}.", at=at)
            return sentence("■ Closed {at}: {outcome}.", at=at, outcome=said(outcome)) if outcome else closed
        case State.UNDONE:
            return sentence("✕ Not an angry client. The flag was taken back.")
        case State.MERGED:
            return sentence("→ Merged. It goes on in {thread}.", thread=standing.merged_into or t("the other thread"))


def _waiting_row(standing: Standing) -> Sentence:
    escalation = standing.escalation
    is_letter, ago = is_by_letter(escalation), Moment(escalation.waiting_since, "{ago}")
    if escalation.waiting_since > escalation.flagged_at:
        again = sentence("⏳ Waiting for a call again, since {ago}.", ago=ago)
        return sentence("⏳ Waiting for a letter again, since {ago}.", ago=ago) if is_letter else again
    waits = sentence("⏳ Waiting for a letter.") if is_letter else sentence("⏳ Waiting for a call.")
    return together(waits, sentence("Flagged {ago} by {name}.", ago=ago, name=standing.name(escalation.flagged_by)))


def _reached_row(escalation: Escalation) -> Sentence:
    is_agreed = escalation.state == State.AGREED
    at = _at(escalation.agreed_at if is_agreed else escalation.reached_at)
    if escalation.reached_at is None:
        return sentence("✓ Agreed {at}.", at=at) if is_agreed else sentence("✓ Reached {at}.", at=at)
    waited = minutes(escalation.reached_at - escalation.waiting_since)
    if is_agreed:
        return sentence("✓ Agreed {at}, after {waited}.", at=at, waited=waited)
    return sentence("✓ Reached {at}, after {waited}.", at=at, waited=waited)


def _at(moment: datetime | None) -> Part:
    return Moment(moment, SHORT) if moment else ""


def _background(standing: Standing) -> Sentence | None:
    """Where it was flagged, and what is known of the client from before: one line of the six."""
    where = sentence("Flagged on {message}.", message=standing.source) if standing.source else None
    told = _earlier(standing) if standing.earlier else None
    return together(told, where) if told or where else None


def _earlier(standing: Standing) -> Sentence:
    last = standing.earlier[0]
    told = [t("{ordinal} in 60 days", ordinal=ordinal(len(standing.earlier) + 1))]
    if last.cause and last.cause != Cause.UNKNOWN:
        told.append(t("last cause: {cause}", cause=said(CAUSE_WORDS[Cause(last.cause)])))
    if standing.last_promise:
        told.append(t("last promise: {promise}", promise=said(PROMISES[standing.last_promise])))
    return verbatim("; ".join(told), ".")


def card_buttons(escalation: Escalation) -> list[Block]:
    """What can be pressed as it stands now: one block, or none when it is over."""
    if escalation.is_rehearsal and escalation.state == State.UNDONE:
        return []
    pressed = [button(label, act, escalation.id, style=style) for label, act, style in _buttons(escalation)]
    chosen = [Choice(label, f"{act}:{escalation.id}") for label, act in _menu(escalation)]
    elements = pressed + ([menu(MENU, chosen)] if chosen else [])
    return [actions(*elements)] if elements else []


def _buttons(escalation: Escalation) -> list[tuple[str, str, str]]:
    match State(escalation.state):
        case State.WAITING:
            return _buttons_to_answer(escalation)
        case State.REACHED:
            return [(t("Agreed"), Act.AGREE, "primary")]
        case State.AGREED:
            return [(t("Close"), Act.CLOSE, "primary")]
        case State.CLOSED:
            return [(t("Reopen"), Act.REOPEN, "")]
        case State.UNDONE:
            return [(t("It is one after all"), Act.FLAG_AGAIN, "")]
        case State.MERGED:
            return []


def _buttons_to_answer(escalation: Escalation) -> list[tuple[str, str, str]]:
    take, is_letter = (t("I'll take it"), Act.CLAIM, "primary"), is_by_letter(escalation)
    if not escalation.owner:
        return [take]
    label, act = (t("I've written"), Act.WROTE) if is_letter else (t("I'm calling"), Act.CALLING)
    if escalation.released_at:
        return [take, (label, act, "")]
    if is_letter:
        return [(label, act, "primary"), (t("Reached"), Act.REACHED, "")]
    if escalation.calling_since:
        return [(t("Reached"), Act.REACHED, "primary"), (t("Couldn't reach"), Act.COULD_NOT_REACH, "")]
    return [(label, act, "primary")]


def _menu(escalation: Escalation) -> list[tuple[str, str]]:
    if escalation.is_rehearsal:
        return [(t("Throw this rehearsal away"), Act.THROW_AWAY)]
    if escalation.state == State.CLOSED:
        return [(t("Correct client or heat"), Act.CORRECT)]
    if escalation.state not in OPEN:
        return []
    owner: list[tuple[str, str]] = [(t("Choose an owner"), Act.ASSIGN)]
    if escalation.owner:
        owner = [(t("Hand over"), Act.HAND_OVER), (t("Bring somebody in"), Act.BRING_IN)]
    common = [*owner, (t("Correct client or heat"), Act.CORRECT), (t("Merge with another"), Act.MERGE)]
    if escalation.state == State.WAITING:
        return [*common, (t("Not an angry client"), Act.UNDO)]
    other = (t("Close"), Act.CLOSE) if escalation.state == State.REACHED else (t("Another promise"), Act.AGREE)
    return [*common, other]
