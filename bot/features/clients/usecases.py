from bot.db.models import Client
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST, key_of
from bot.slack.text import tidy
from bot.work import Work


def find_client(work: Work, name: str) -> Client | None:
    return work.first(work.select(Client).where(Client.key == key_of(tidy(name, NAME_MOST))))


def known_client(work: Work, name: str) -> Client | None:
    """The client of that name, remembered from now on if it is new; None for a name that is empty."""
    name = tidy(name, NAME_MOST)
    if not name:
        return None
    return find_client(work, name) or work.add(Client(workspace_id=work.workspace.id, name=name, key=key_of(name)))


def correct_contact(client: Client, contact: str, phone: str) -> None:
    """What is left empty stays as it was."""
    client.contact = tidy(contact, CONTACT_MOST) or client.contact
    client.phone = tidy(phone, PHONE_MOST) or client.phone


def client_at_the_start(work: Work, text: str) -> Client | None:
    """The known client whose name the text begins with; of several the longest."""
    words = key_of(text).split()
    for count in range(min(len(words), 8), 0, -1):
        found = work.first(work.select(Client).where(Client.key == " ".join(words[:count])))
        if found:
            return found
    return None
