from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST, can_be_dialled
from bot.features.escalations.rules import HEAT_WORDS
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, minutes, the_client
from bot.features.flagging.views import HEATS
from bot.slack.blocks import Choice, Form, View, says, select_field, sentence, text_field
from bot.slack.text import Bold, Link, cut

CORRECT, MERGE = CardAct.CORRECT, CardAct.MERGE
CHOICES_MOST = 100


class FormId(StrEnum):
    CORRECT = "corrections.form"
    MERGE = "corrections.into"


def correct_form(escalation: Escalation) -> Form:
    client = escalation.client
    blocks = [
        text_field("client", "Client", value=client.name if client else "", most=NAME_MOST),
        select_field("heat", "How angry are they?", HEATS, value=str(escalation.heat)),
        text_field(
            "contact", "Who to ask for", value=client.contact if client else "", optional=True, most=CONTACT_MOST
        ),
        text_field("phone", "Their phone number", value=client.phone if client else "", optional=True, most=PHONE_MOST),
    ]
    return Form(FormId.CORRECT, "Correct it", blocks, "Save", str(escalation.id))


def named_view(escalation: Escalation, by: str) -> View:
    """The answer to "which client is this?", in its place."""
    return says("It is ", Bold(client_name(escalation)), f", says {by}.")


def asked_in_thread_view() -> View:
    return says("That may be one of several. I asked in the thread which one it is.")


def corrected_line(by: str, changes: Sequence[str]) -> View:
    return says(Bold(by), f" corrected: {'; '.join(changes)}.")


def phone_note_view(phone: str) -> View:
    return says("Saved. ", Bold(phone), " doesn't look like a phone number, so it stands as you typed it.")


def changes_between(before: tuple[str, int, str, str], after: tuple[str, int, str, str]) -> list[str]:
    """Client, heat, contact and phone, as the thread says what changed."""
    words = (
        f"the client is {after[0]}",
        f"they are {HEAT_WORDS[after[1]]}",
        f"ask for {after[2]}",
        f"their number is {after[3]}",
    )
    return [word for old, new, word in zip(before, after, words, strict=True) if old != new]


def is_doubtful(phone: str) -> bool:
    return bool(phone) and not can_be_dialled(phone)


def merge_form(escalation: Escalation, others: Sequence[Escalation], now: datetime) -> Form:
    choices = [
        Choice(
            cut(f"{client_name(other)}, flagged {minutes(now - other.flagged_at)} ago", 75),
            str(other.id),
            cut(other.what_happened, 75),
        )
        for other in others[:CHOICES_MOST]
    ]
    blocks = [
        sentence(Bold(client_name(escalation)), " goes on in the thread you choose. Nothing is lost.").block,
        select_field("into", "Which one?", choices),
    ]
    return Form(FormId.MERGE, "Merge with another", blocks, "Merge", str(escalation.id))


def merged_line(by: str, merged: Escalation, source: Link) -> View:
    return says(Bold(by), f" merged another flag of {the_client(merged)} into this one. See ", source, ".")
