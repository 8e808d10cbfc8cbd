from enum import StrEnum

from bot.db.models import Escalation
from bot.features.escalations.views import client_name, contact_name, the_client
from bot.features.follow_ups.rules import FEELING_WORDS, Feeling
from bot.slack.blocks import Block, View, actions, button
from bot.slack.sentences import says, sentence, shows, together
from bot.slack.text import Link
from bot.words import said, t


class Act(StrEnum):
    CONTENT = "follow_ups.content"
    ADVOCATE = "follow_ups.advocate"
    UNHAPPY = "follow_ups.unhappy"
    COULD_NOT_REACH = "follow_ups.could_not_reach"


def follow_up_view(escalation: Escalation, follow_up_id: int, thread: Link) -> View:
    phone = escalation.client.phone if escalation.client else ""
    client = the_client(escalation)
    call = sentence("Call {client} and ask.", client=client)
    if phone:
        call = sentence("Call {client} on {phone} and ask.", client=client, phone=phone)
    words = together(
        sentence("*How does {who} feel today?*", who=contact_name(escalation)), call,
        sentence("Solved is not the same as happy. See {thread}.", thread=thread),
    )  # fmt: skip
    return shows(words, follow_up_buttons(escalation, follow_up_id))


def follow_up_buttons(escalation: Escalation, follow_up_id: int) -> Block:
    sure = t("{client} goes back to waiting for a call, and the clock starts.", client=client_name(escalation))
    return actions(
        button(t("Content"), Act.CONTENT, follow_up_id, style="primary"),
        button(t("Would recommend us"), Act.ADVOCATE, follow_up_id),
        button(t("Still unhappy"), Act.UNHAPPY, follow_up_id, sure=sure),
        button(t("Couldn't reach"), Act.COULD_NOT_REACH, follow_up_id),
    )


def answered_line(name: str, escalation: Escalation, feeling: Feeling) -> View:
    return says(
        "*{name}* asked {who} how they feel: {feeling}.",
        name=name, who=contact_name(escalation), feeling=said(FEELING_WORDS[feeling]),
    )  # fmt: skip


def tried_line(name: str, escalation: Escalation) -> View:
    return says(
        "*{name}* could not reach {who} for the follow-up. Next working day again.",
        name=name, who=contact_name(escalation),
    )  # fmt: skip


def given_up_line(escalation: Escalation) -> View:
    return says(
        "The follow-up with {who} was not made. Nobody knows how they feel.", who=contact_name(escalation)
    )


def reopened_view(escalation: Escalation) -> View:
    """To the whole channel: it is back."""
    return says(
        "*{client} is still unhappy.* It is open again, and they wait for a call.", client=client_name(escalation)
    )
