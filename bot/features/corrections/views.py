from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST, can_be_dialled
from bot.features.escalations.rules import heat_word
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.features.flagging.views import heats
from bot.slack.blocks import OPTION_MOST, Choice, Form, View, select_field, text_field
from bot.slack.sentences import says, sentence
from bot.slack.text import Link, cut
from bot.words import t
from bot.words.local import minutes

CORRECT, MERGE = CardAct.CORRECT, CardAct.MERGE
CHOICES_MOST = 100


class FormId(StrEnum):
    CORRECT = "corrections.form"
    MERGE = "corrections.into"


def correct_form(escalation: Escalation) -> Form:
    client = escalation.client
    blocks = [
        text_field("client", t("Client"), value=client.name if client else "", most=NAME_MOST),
        select_field("heat", t("How angry are they?"), heats(), value=str(escalation.heat)),
        text_field(
            "contact", t("Who to ask for"), value=client.contact if client else "", optional=True, most=CONTACT_MOST
        ),
        text_field(
            "phone", t("Their phone number"), value=client.phone if client else "", optional=True, most=PHONE_MOST
        ),
    ]
    return Form(FormId.CORRECT, t("Correct it"), blocks, t("Save"), str(escalation.id))


def named_view(escalation: Escalation, by: str) -> View:
    """The answer to "which client is this?", in its place."""
    return says("It is *{client}*, says {by}.", client=client_name(escalation), by=by)


def asked_in_thread_view() -> View:
    return says("That may be one of several. I asked in the thread which one it is.")


def corrected_line(by: str, changes: Sequence[str]) -> View:
    return says("*{by}* corrected: {changes}.", by=by, changes="; ".join(changes))


def phone_note_view(phone: str) -> View:
    return says("Saved. *{phone}* doesn't look like a phone number, so it stands as you typed it.", phone=phone)


def changes_between(before: tuple[str, int, str, str], after: tuple[str, int, str, str]) -> list[str]:
    """Client, heat, contact and phone, as the thread says what changed."""
    words = (
        t("the client is {client}", client=after[0]),
        t("they are {heat}", heat=heat_word(after[1])),
        t("ask for {contact}", contact=after[2]),
        t("their number is {phone}", phone=after[3]),
    )
    return [word for old, new, word in zip(before, after, words, strict=True) if old != new]


def is_doubtful(phone: str) -> bool:
    return bool(phone) and not can_be_dialled(phone)


def merge_form(escalation: Escalation, others: Sequence[Escalation], now: datetime) -> Form:
    choices = [
        Choice(
            cut(_flagged(other, now), OPTION_MOST),
            str(other.id),
            cut(other.what_happened, OPTION_MOST),
        )
        for other in others[:CHOICES_MOST]
    ]
    blocks = [
        sentence(
            "*{client}* goes on in the thread you choose. Nothing is lost.", client=client_name(escalation)
        ).block,
        select_field("into", t("Which one?"), choices),
    ]
    return Form(FormId.MERGE, t("Merge with another"), blocks, t("Merge"), str(escalation.id))


def _flagged(escalation: Escalation, now: datetime) -> str:
    wait = minutes(now - escalation.flagged_at)
    return t("{client}, flagged {wait} ago", client=client_name(escalation), wait=wait)


def merged_line(by: str, merged: Escalation, source: Link) -> View:
    return says(
        "*{by}* merged another flag of {client} into this one. See {thread}.",
        by=by, client=the_client(merged), thread=source,
    )  # fmt: skip
