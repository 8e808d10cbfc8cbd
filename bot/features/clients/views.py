from bot.db.models import Client
from bot.phones import Phone, read_phone
from bot.words import t


def phone_of(client: Client) -> Phone:
    """Their number, read in their own zone, or in ours where theirs is not known."""
    return read_phone(client.phone, client.zone or (client.workspace.zone if client.workspace else ""))


def number_words(client: Client) -> str:
    """All of it, to be read."""
    phone = phone_of(client)
    if phone.shown and phone.beside:
        return t("{number} (typed: {typed})", number=phone.shown, typed=phone.beside)
    return phone.shown or phone.beside
