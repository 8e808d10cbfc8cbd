from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.db.models import Escalation, Promise, Step
from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.checklist.rules import next_step
from bot.features.escalations.rules import HEAT_WORDS, OPEN, State, heat_sign, ordinal
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, Choice, View, actions, button, lines, menu, quote, sentence
from bot.slack.text import Bold, Link, Moment, Part, cut

QUOTE_MOST = 300
HELPING_MOST = 2
SHORT = "{date_short_pretty} at {time}"


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
        return self.names.get(user_id or "", "somebody")


def client_name(escalation: Escalation) -> str:
    if escalation.is_rehearsal:
        return "A made-up client"
    return escalation.client.name if escalation.client else "A client"


def the_client(escalation: Escalation) -> str:
    """The client's name within a sentence."""
    if escalation.is_rehearsal:
        return "the made-up client"
    return escalation.client.name if escalation.client else "the client"


def contact_name(escalation: Escalation) -> str:
    """Whom to speak to: the contact, or the client where none is known."""
    return (escalation.client.contact if escalation.client else "") or the_client(escalation)


def is_by_letter(escalation: Escalation) -> bool:
    """The client wants it in writing: nobody phones them, and the first letter is the answer."""
    client = escalation.client
    return client is not None and (client.prefers_writing or client.do_not_call)


def minutes(span: timedelta) -> str:
    whole = max(0, round(span.total_seconds() / 60))
    if whole <= 1:
        return "1 minute" if whole else "less than a minute"
    return f"{whole} minutes" if whole < 120 else f"{whole / 60:.0f} hours"


def card_view(standing: Standing) -> View:
    escalation = standing.escalation
    heat = f"  {heat_sign(escalation.heat)} {HEAT_WORDS[escalation.heat]}"
    rows: list[list[Part]] = [[Bold(client_name(escalation)), heat], _state_row(standing)]
    if escalation.state in OPEN:
        rows += [_owner_row(standing)]
        if step := next_step(standing.steps):
            rows += [["Next: ", PLAYBOOK.step(step.key).do]]
        rows += _owed_row(standing)
    if about := _background(standing):
        rows += [about]
    said = (
        [quote(cut(escalation.what_happened, QUOTE_MOST))]
        if escalation.what_happened and _card_is_alone(escalation)
        else []
    )
    return View(_spoken(standing), [lines(*rows), *said, *card_buttons(escalation)])


def _owed_row(standing: Standing) -> list[list[Part]]:
    """What they are owed next: what was promised, and before it perhaps a word that it is on its way."""
    promise, owed_at = standing.promise, standing.escalation.owed_at
    if promise is None:
        return [["Owed a word by ", Moment(owed_at, SHORT)]] if owed_at else []
    row: list[Part] = ["Promised: ", cut(promise.what, 120), ", by ", Moment(promise.due_at, SHORT)]
    if owed_at and owed_at < promise.due_at:
        row += [". A word by ", Moment(owed_at, SHORT)]
    return [row]


def _owner_row(standing: Standing) -> list[Part]:
    """With those who help, as long as they are few enough to be read at a glance."""
    escalation, owner = standing.escalation, standing.escalation.owner
    who: list[Part] = ["Owner: ", Bold(standing.name(owner)) if owner else "nobody yet"]
    if standing.offered_to:
        who += [f", offered to {standing.name(standing.offered_to)}"]
    elif escalation.released_at:
        who += [", may be held up. Anybody can take it."]
    elif escalation.muted_why:
        who += [f", no reminders: “{escalation.muted_why}”"]
    elif escalation.owner_off_until and not escalation.calling_since:
        who += _off(standing, escalation.owner_off_until)
    if 0 < len(standing.helping) <= HELPING_MOST:
        who += [f", helped by {' and '.join(standing.name(person) for person in standing.helping)}"]
    return who


def _off(standing: Standing, until: datetime) -> list[Part]:
    """When an owner who is off hears of it, and which lead does meanwhile."""
    said: list[Part] = [", off until ", Moment(until, SHORT), "."]
    for lead, hears_at in standing.told.items():
        when: list[Part] = ["hears of it ", Moment(hears_at, SHORT)] if hears_at else ["was told"]
        said += [f" {standing.name(lead)} ", *when, "."]
    return said


def _card_is_alone(escalation: Escalation) -> bool:
    """In the thread of the flagged message the words stand above already."""
    return escalation.source_channel != escalation.channel


def _spoken(standing: Standing) -> str:
    escalation = standing.escalation
    name, heat = client_name(escalation), HEAT_WORDS[escalation.heat]
    match State(escalation.state):
        case State.WAITING:
            wait: list[Part] = [
                f"{name} is {heat} and waits for {_awaited(escalation)}. Flagged ",
                Moment(escalation.waiting_since, "{ago}"),
                ". ",
            ]
            who = f"{standing.name(escalation.owner)} has it." if escalation.owner else "Nobody has it yet."
            return sentence(*wait, who).text
        case State.REACHED:
            return sentence(f"{name}: somebody has spoken with them. Next: agree what happens.").text
        case State.AGREED:
            return sentence(f"{name}: agreed. Keep the promise, then ask how they feel.").text
        case state:
            return sentence(f"{name}: {ENDED[state]}").text


ENDED = {State.CLOSED: "closed.", State.UNDONE: "not an angry client.", State.MERGED: "merged into another thread."}


def _state_row(standing: Standing) -> list[Part]:
    escalation = standing.escalation
    flagger = standing.name(escalation.flagged_by)
    match State(escalation.state):
        case State.WAITING if escalation.calling_since:
            return [
                f"☎ {standing.name(escalation.calling_by)} is calling them, since ",
                Moment(escalation.calling_since, "{time}"),
                ".",
            ]
        case State.WAITING if escalation.waiting_since > escalation.flagged_at:
            again = f"⏳ Waiting for {_awaited(escalation)} again, since "
            return [again, Moment(escalation.waiting_since, "{ago}"), "."]
        case State.WAITING:
            waiting = f"⏳ Waiting for {_awaited(escalation)}. Flagged "
            return [waiting, Moment(escalation.waiting_since, "{ago}"), f" by {flagger}."]
        case State.REACHED | State.AGREED:
            word = "Agreed" if escalation.state == State.AGREED else "Reached"
            at = escalation.agreed_at if escalation.state == State.AGREED else escalation.reached_at
            waited = (
                f", after {minutes(escalation.reached_at - escalation.waiting_since)}."
                if escalation.reached_at
                else "."
            )
            return [f"✓ {word} ", *([Moment(at, SHORT)] if at else []), waited]
        case State.CLOSED:
            outcome = f": {escalation.outcome.replace('_', ' ')}" if escalation.outcome else ""
            return ["■ Closed ", *([Moment(escalation.ended_at, SHORT)] if escalation.ended_at else []), f"{outcome}."]
        case State.UNDONE:
            return ["✕ Not an angry client. The flag was taken back."]
        case State.MERGED:
            return ["→ Merged. It goes on in ", standing.merged_into or "the other thread", "."]


def _awaited(escalation: Escalation) -> str:
    return "a letter" if is_by_letter(escalation) else "a call"


def _background(standing: Standing) -> list[Part]:
    """Where it was flagged, and what is known of the client from before: one line of the six."""
    told: list[Part] = [_earlier(standing)] if standing.earlier else []
    where: list[Part] = ["Flagged on ", standing.source, "."] if standing.source else []
    return [*told, " ", *where] if told and where else [*told, *where]


def _earlier(standing: Standing) -> str:
    last = standing.earlier[0]
    told = [f"{ordinal(len(standing.earlier) + 1)} in 60 days"]
    if last.cause and last.cause != Cause.UNKNOWN:
        told.append(f"last cause: {CAUSE_WORDS[Cause(last.cause)]}")
    if standing.last_promise:
        told.append(f"last promise: {standing.last_promise}")
    return "; ".join(told) + "."


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
            return [("Agreed", Act.AGREE, "primary")]
        case State.AGREED:
            return [("Close", Act.CLOSE, "primary")]
        case State.CLOSED:
            return [("Reopen", Act.REOPEN, "")]
        case State.UNDONE:
            return [("It is one after all", Act.FLAG_AGAIN, "")]
        case State.MERGED:
            return []


def _buttons_to_answer(escalation: Escalation) -> list[tuple[str, str, str]]:
    if escalation.released_at:
        return [("I'll take it", Act.CLAIM, "primary"), ("I'm calling", Act.CALLING, "")]
    if not escalation.owner:
        return [("I'll take it", Act.CLAIM, "primary")]
    if is_by_letter(escalation):
        return [("I've written", Act.WROTE, "primary"), ("Reached", Act.REACHED, "")]
    if escalation.calling_since:
        return [("Reached", Act.REACHED, "primary"), ("Couldn't reach", Act.COULD_NOT_REACH, "")]
    return [("I'm calling", Act.CALLING, "primary")]


def _menu(escalation: Escalation) -> list[tuple[str, str]]:
    if escalation.is_rehearsal:
        return [("Throw this rehearsal away", Act.THROW_AWAY)]
    if escalation.state == State.CLOSED:
        return [("Correct client or heat", Act.CORRECT)]
    if escalation.state not in OPEN:
        return []
    owner: list[tuple[str, str]] = [("Choose an owner", Act.ASSIGN)]
    if escalation.owner:
        owner = [("Hand over", Act.HAND_OVER), ("Bring somebody in", Act.BRING_IN)]
    common = [*owner, ("Correct client or heat", Act.CORRECT), ("Merge with another", Act.MERGE)]
    if escalation.state == State.WAITING:
        return [*common, ("Not an angry client", Act.UNDO)]
    other = ("Close", Act.CLOSE) if escalation.state == State.REACHED else ("Another promise", Act.AGREE)
    return [*common, other]
