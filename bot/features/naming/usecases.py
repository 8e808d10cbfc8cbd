from bot.db.models import Client, Escalation, Message
from bot.features.clients.rules import CONTACT_MOST, PHONE_MOST
from bot.features.clients.usecases import Named, client_at_the_start, known_client, whose_name
from bot.features.escalations.rules import OPEN
from bot.features.escalations.usecases import tell_thread
from bot.features.naming.views import which_client_view
from bot.features.people.usecases import channels_for_readers_of
from bot.names import key_of
from bot.slack.text import tidy
from bot.work import Work


def whom_they_mean(work: Work, guess: str, begins: str = "") -> Named:
    """By a name that was typed or guessed, or by what the sentence begins with. A name nobody has is remembered."""
    if begins:
        known, length = client_at_the_start(work, begins)
        if known and length >= len(key_of(guess)):
            return Named(known.name, known)
    named = whose_name(work, guess, channels_for_readers_of(work, work.workspace.watched_channel))
    return named if named.client or named.choices else Named(named.typed, known_client(work, guess))


def ask_whom_they_mean(work: Work, escalation: Escalation, named: Named, contact: str = "", phone: str = "") -> None:
    """The clock runs; the thread is asked which of them it is, or who at all. Whom to ask for is kept until then."""
    if escalation.client is None:
        escalation.client_typed = named.typed
        escalation.contact_typed = tidy(contact, CONTACT_MOST) or escalation.contact_typed
        escalation.phone_typed = tidy(phone, PHONE_MOST) or escalation.phone_typed
        escalation.client_choices = [client.id for client in named.choices]
        ask_which_client(work, escalation)


def ask_which_client(work: Work, escalation: Escalation) -> None:
    if escalation.client is None and escalation.state in OPEN:
        known = [work.session.get(Client, client_id) for client_id in escalation.client_choices]
        words = which_client_view(escalation, [client.name for client in known if client])
        if escalation.client_question_id:
            work.change(work.find(Message, escalation.client_question_id), words)
        else:
            escalation.client_question_id = tell_thread(work, escalation, words).id
