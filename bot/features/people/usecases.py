"""Rights are asked inside the transaction that uses them."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from bot.db.models import Escalation, Person
from bot.errors import Refusal
from bot.features.people.rules import Action, may, outside
from bot.work import Work

NOTED_EVERY = timedelta(minutes=1)
UNKNOWN = "I don't know who you are yet. Write me a direct message, then try again."
OUTSIDE = "Only people of this workspace can do that, and you are here as {reason}. Ask a colleague to do it for you."


def find_person(work: Work, user_id: str) -> Person | None:
    return work.first(work.select(Person).where(Person.user_id == user_id))


def require(work: Work, user_id: str, action: Action, escalation: Escalation | None = None) -> Person:
    """The person, if the table lets them. Raises Refusal, saying why and whom to ask."""
    person = find_person(work, user_id)
    if person is None:
        raise Refusal(UNKNOWN)
    if person.active_at is None or work.now - person.active_at > NOTED_EVERY:
        person.active_at = work.now
    if may(person, action, work.workspace.leads, escalation):
        return person
    if reason := outside(person):
        raise Refusal(OUTSIDE.format(reason=reason))
    raise Refusal(_whom_to_ask(work, action, escalation))


def require_owner(work: Work, user_id: str, field: str) -> Person:
    """The person, if they can phone a client for us. Raises Refusal, with the sentence at the form's field too."""
    person = find_person(work, user_id)
    if person is None:
        says = "I can't find that person in Slack. Choose somebody else to phone."
        raise Refusal(says, **{field: says})
    if reason := outside(person):
        says = f"{person.name} is {reason} and can't be the one who phones. Choose a colleague."
        raise Refusal(says, **{field: says})
    return person


def update_person(work: Work, user_id: str, values: dict[str, Any]) -> None:
    """Keep what changed about somebody we know; whom we have not met we need not remember."""
    person = work.first(work.select(Person).where(Person.user_id == user_id), lock=True)
    for name, value in values.items():
        if person is not None:
            setattr(person, name, value)


def _whom_to_ask(work: Work, action: Action, escalation: Escalation | None) -> str:
    owner = find_person(work, escalation.owner) if escalation and escalation.owner else None
    lead = next((found for lead in work.workspace.leads if (found := find_person(work, lead))), None)
    names = [person.name for person in (owner, lead) if person is not None]
    ask = f"Ask {' or '.join(dict.fromkeys(names))}." if names else "Press “I'll take it” first, or ask a lead."
    if escalation and not escalation.owner:
        ask = "Press “I'll take it” first, or ask a lead."
    return f"Only the owner or a lead can {action}. {ask}"


def names_of(work: Work, user_ids: Collection[str | None]) -> dict[str, str]:
    """Names by user id. A name does not ping anybody; a mention would."""
    wanted = {user_id for user_id in user_ids if user_id}
    people = work.all(work.select(Person).where(Person.user_id.in_(wanted)))
    return dict.fromkeys(wanted, "somebody") | {person.user_id: person.name for person in people}


def name_of(work: Work, user_id: str) -> str:
    return names_of(work, [user_id])[user_id]
