from bot.db.models import Client
from bot.phones import Phone, read_phone
from bot.slack.sentences import sentence
from bot.slack.text import Dial, Part


def phone_of(client: Client) -> Phone:
    """Their number, read in their own zone, or in ours where theirs is not known."""
    return read_phone(client.phone, client.zone or (client.workspace.zone if client.workspace else ""))


def number_parts(client: Client) -> list[Part]:
    """The number to be pressed, and what was typed where that is more."""
    phone = phone_of(client)
    if not phone.shown:
        return [phone.beside] if phone.beside else []
    number = Dial(phone.dialled, phone.shown)
    if not phone.beside:
        return [number]
    return [*sentence("{number} (typed: {typed})", number=number, typed=phone.beside).parts]
