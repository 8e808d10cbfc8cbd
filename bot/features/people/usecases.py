"""Rights are asked inside the transaction that uses them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.db.models import Channel, Colleague, Escalation, History, Person
from bot.errors import MustAsk, Refusal
from bot.features.people.rules import (
    LEADS,
    Action,
    House,
    Others,
    Reason,
    Role,
    entitled,
    is_for_all_of,
    outside,
    sees,
    why_not,
)
from bot.features.people.views import (
    OUTSIDE,
    TAKE_IT,
    UNKNOWN,
    UNSEEN,
    absent_owner_words,
    archived_words,
    ask_words,
    left_words,
    outside_owner_words,
    unknown_owner_words,
    whose_right_words,
)
from bot.words import said, t
from bot.work import Work

NOTED_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(minutes=5)
"""How long Slack's word on who sees a channel is good: an event that tells of a change may be lost."""


def find_person(work: Work, user_id: str) -> Person | None:
    return work.first(work.select(Person).where(Person.user_id == user_id))


def require(work: Work, user_id: str, action: Action, escalation: Escalation | None = None) -> Person:
    """The person, if the tables let them. Raises Refusal, saying why and whom to ask; or MustAsk."""
    person = find_person(work, user_id)
    if person is None:
        raise Refusal(said(UNKNOWN))
    if person.active_at is None or work.now - person.active_at > NOTED_EVERY:
        person.active_at = work.now
    if reason := _why_not(work, person, action, escalation):
        raise Refusal(_refusal(work, person, action, escalation, reason))
    return person


def can(work: Work, person: Person, action: Action, escalation: Escalation | None = None) -> bool:
    """Whether `require` would let them: for what is shown only to whom it helps. Raises MustAsk."""
    return _why_not(work, person, action, escalation) is None


def visible(work: Work, person: Person, escalations: Iterable[Escalation]) -> list[Escalation]:
    """Those that this person may read, in the same order. Raises MustAsk, for all their channels at once."""
    escalations = list(escalations)
    if outside(person):
        return []
    places_of(work, {escalation.channel for escalation in escalations})
    return [escalation for escalation in escalations if can(work, person, Action.READ, escalation)]


def channels_read_by(work: Work, person: Person) -> list[str]:
    """The channels whose escalations this person may all read. Raises MustAsk."""
    places_of(work, {place.channel for place in work.all(work.select(Channel))})
    return channels_known_to(work, person)


def channels_known_to(work: Work, person: Person) -> list[str]:
    """The same by what was last known: a clock cannot ask."""
    known = work.all(work.select(Channel).order_by(Channel.channel))
    is_lead = person.user_id in work.workspace.leads
    return [place.channel for place in known
            if not outside(person) and sees(place, person.user_id) and (is_lead or not place.is_left)]  # fmt: skip


def channels_for_readers_of(work: Work, channel: str) -> list[str]:
    """The channels of which everybody in this one may know. By what was last known: a clock cannot ask."""
    known = work.all(work.select(Channel).order_by(Channel.channel))
    here = next((place for place in known if place.channel == channel), None)
    return [place.channel for place in known if place.channel == channel or is_for_all_of(place, here)]


def place_of(work: Work, channel: str) -> Channel:
    """The channel, as Slack described it within the last minutes. Raises MustAsk."""
    return places_of(work, {channel})[channel]


def places_of(work: Work, channels: Collection[str]) -> dict[str, Channel]:
    known = {place.channel: place for place in work.all(work.select(Channel).where(Channel.channel.in_(channels)))}
    unsure = {channel for channel in channels if channel not in known or not _is_fresh(work, known[channel])}
    if unsure:
        raise MustAsk(*sorted(unsure))
    return known


def can_be_told(work: Work, user_id: str, escalation: Escalation) -> bool:
    """Whether we may speak with them of it unasked. By what was last known: a clock cannot ask.

    What nobody has looked at yet is taken for public: a flag, and every start, looks first.
    """
    place = work.session.get(Channel, (work.workspace.id, escalation.channel))
    return place is None or sees(place, user_id)


def require_owner(work: Work, user_id: str, field: str, channel: str) -> Person:
    """The person, if they can phone a client for us. Raises Refusal, with the sentence at the form's field too."""
    person = find_person(work, user_id)
    if person is None:
        why = unknown_owner_words()
        raise Refusal(why, **{field: why})
    if reason := outside(person):
        why = outside_owner_words(person.name, reason)
        raise Refusal(why, **{field: why})
    if not sees(place_of(work, channel), user_id):
        why = absent_owner_words(person.name)
        raise Refusal(why, **{field: why})
    return person


def update_person(work: Work, user_id: str, values: dict[str, Any]) -> None:
    """Keep what changed about somebody we know; whom we have not met we need not remember."""
    person = work.first(work.select(Person).where(Person.user_id == user_id), lock=True)
    for name, value in values.items():
        if person is not None:
            setattr(person, name, value)


def note_member(work: Work, channel: str, user_id: str, *, is_in: bool) -> None:
    """Somebody joined or left a channel. It holds at once, and Slack is asked once more before the next click."""
    place = _locked(work, channel)
    if place is None:
        return
    if user_id == work.workspace.bot_user_id:
        place.is_left = not is_in
    if place.is_private or place.is_direct:
        others = [member for member in place.members if member != user_id]
        place.members = [*others, user_id] if is_in else others
    _changed(place)


def note_change(work: Work, channel: str, **values: bool) -> None:
    """Archived, shared, left or brought back: likewise."""
    place = _locked(work, channel)
    if place is not None:
        for name, value in values.items():
            setattr(place, name, value)
        _changed(place)


def names_of(work: Work, user_ids: Collection[str | None]) -> dict[str, str]:
    """Names by user id. A name does not ping anybody; a mention would."""
    wanted = {user_id for user_id in user_ids if user_id}
    people = work.all(work.select(Person).where(Person.user_id.in_(wanted)))
    return dict.fromkeys(wanted, t("somebody")) | {person.user_id: person.name for person in people}


def name_of(work: Work, user_id: str) -> str:
    return names_of(work, [user_id])[user_id]


def _locked(work: Work, channel: str) -> Channel | None:
    return work.first(work.select(Channel).where(Channel.channel == channel), lock=True)


def _changed(place: Channel) -> None:
    place.asked_at, place.changes = None, place.changes + 1


def _is_fresh(work: Work, place: Channel) -> bool:
    return place.asked_at is not None and work.now - place.asked_at <= KEPT_FOR


def _why_not(work: Work, person: Person, action: Action, escalation: Escalation | None) -> Reason | None:
    if outside(person):
        return Reason.OUTSIDE  # whatever Slack would say of the channel
    place = place_of(work, escalation.channel) if escalation else None
    house = _house(work, action)
    return why_not(person, action, house, escalation, place, _others(work, action, house, escalation, place))


def _others(
    work: Work, action: Action, house: House, escalation: Escalation | None, place: Channel | None
) -> Others:
    """Looked up only where it matters."""
    if escalation is None:
        return Others()
    whose = entitled(action, house)
    is_theirs = Role.BROUGHT_IN in whose and Role.MEMBER not in whose
    return Others(
        past_owners=_past_owners(work, escalation) if place and place.is_left else (),
        brought_in=brought_in(work, escalation) if is_theirs else (),
    )


def _house(work: Work, action: Action) -> House:
    has_lead = action is not Action.SETTINGS or bool(_leads(work))  # looked up only where it matters
    return House(leads=work.workspace.leads, has_lead=has_lead, who_closes=work.workspace.may_close)


def _leads(work: Work) -> list[Person]:
    """Those who are still colleagues."""
    people = (find_person(work, lead) for lead in work.workspace.leads)
    return [person for person in people if person is not None and not outside(person)]


def brought_in(work: Work, escalation: Escalation) -> list[str]:
    """Who was asked to help, and has not said that they can't."""
    wanted = work.select(Colleague).where(Colleague.escalation_id == escalation.id, Colleague.state != "declined")
    return [colleague.person for colleague in work.all(wanted.order_by(Colleague.id))]


def _past_owners(work: Work, escalation: Escalation) -> set[str]:
    wanted = work.select(History).where(History.escalation_id == escalation.id, History.act == "owner")
    return {before for row in work.all(wanted) if (before := row.detail.get("before"))}


def _refusal(work: Work, person: Person, action: Action, escalation: Escalation | None, reason: Reason) -> str:
    match reason:
        case Reason.OUTSIDE:
            return said(OUTSIDE, reason=outside(person))
        case Reason.UNSEEN:
            return said(UNSEEN)
        case Reason.ARCHIVED:
            return archived_words(_whom_to_ask(work, escalation))
        case Reason.LEFT:
            return left_words(_whom_to_ask(work, escalation))
        case Reason.ROLE:
            return _whose_right(work, action, escalation)


def _whose_right(work: Work, action: Action, escalation: Escalation | None) -> str:
    whose = entitled(action, _house(work, action))
    names = _whom_to_ask(work, escalation if Role.OWNER in whose else None)
    nobody_has_it = escalation is not None and not escalation.owner and Role.OWNER in whose
    return whose_right_words(action, whose, said(TAKE_IT) if nobody_has_it and whose != LEADS else ask_words(names))


def _whom_to_ask(work: Work, escalation: Escalation | None) -> Sequence[str]:
    """The owner and the first of the leads, as far as they see it themselves."""
    owner = find_person(work, escalation.owner) if escalation and escalation.owner else None
    leads = [lead for lead in _leads(work) if escalation is None or can_be_told(work, lead.user_id, escalation)]
    asked = [person for person in (owner, *leads[:1]) if person is not None and not outside(person)]
    return list(dict.fromkeys(person.name for person in asked))
