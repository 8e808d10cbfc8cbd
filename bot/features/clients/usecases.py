from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.db.models import Client, Escalation
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST
from bot.names import find_name, key_of, keys_of
from bot.slack.text import tidy
from bot.work import Work

WORDS_OF_A_NAME = 8


@dataclass(frozen=True)
class Named:
    """Whom a name means: one client, or one of a few; neither for a name that nobody has."""

    typed: str
    client: Client | None = None
    choices: Sequence[Client] = ()


def find_client(work: Work, name: str) -> Client | None:
    """The one whose very name it is."""
    return work.first(work.select(Client).where(Client.key == key_of(tidy(name, NAME_MOST))))


def whose_name(work: Work, typed: str, channels: Collection[str]) -> Named:
    """Whom they mean, as people type. A guess never gives away a client who is known only from other channels."""
    typed = tidy(typed, NAME_MOST)
    if not typed:
        return Named(typed)
    if client := find_client(work, typed):
        return Named(typed, client)
    found = find_name(typed, _known(work))
    if found.sure is not None and (not found.is_slip or found.sure in told_of(work, [found.sure], channels)):
        return Named(typed, work.find(Client, found.sure))
    told = told_of(work, found.doubt, channels)
    return Named(typed, choices=[work.find(Client, each, lock=False) for each in found.doubt if each in told])


def told_of(work: Work, client_ids: Collection[int], channels: Collection[str]) -> set[int]:
    """Those of whom everybody who reads these channels may know: on the list, flagged there, or never flagged."""
    about = work.select(Escalation).where(Escalation.client_id.in_(client_ids))
    places = work.rows(about.with_only_columns(Escalation.client_id, Escalation.channel).distinct())
    listed = work.select(Client).where(Client.id.in_(client_ids), Client.is_listed.is_(True))
    shown = {client_id for (client_id,) in work.rows(listed.with_only_columns(Client.id))}
    shown |= {client_id for client_id, channel in places if channel in channels}
    return shown | ({*client_ids} - {client_id for client_id, _ in places})


def known_client(work: Work, name: str) -> Client | None:
    """The client of that very name, remembered from now on if it is new; None for a name that is empty."""
    name = tidy(name, NAME_MOST)
    if not name:
        return None
    return find_client(work, name) or work.add(
        Client(workspace_id=work.workspace.id, name=name, key=key_of(name), keys=keys_of(name))
    )


def correct_contact(client: Client, contact: str, phone: str) -> None:
    """What is left empty stays as it was."""
    client.contact = tidy(contact, CONTACT_MOST) or client.contact
    client.phone = tidy(phone, PHONE_MOST) or client.phone


def client_at_the_start(work: Work, text: str) -> tuple[Client | None, int]:
    """The known client by one of whose names the text begins, and how long that name is; of several the longest."""
    words = key_of(text).split()[:WORDS_OF_A_NAME]
    begins = {" ".join(words[:count]): count for count in range(1, len(words) + 1)}
    found: dict[str, set[int]] = {}
    for client_id, keys in _known(work):
        for line in keys.split("\n"):
            if line in begins:
                found.setdefault(line, set()).add(client_id)
    longest = max(found, key=len, default="")
    if len(found.get(longest, ())) != 1:
        return None, 0
    return work.find(Client, found[longest].pop()), len(longest)


def _known(work: Work) -> Sequence[tuple[int, str]]:
    """Two columns only: there may be ten thousand of them."""
    rows = work.rows(work.select(Client).with_only_columns(Client.id, Client.keys).order_by(Client.id))
    return [(client_id, keys) for client_id, keys in rows]
