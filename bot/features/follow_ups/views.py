from enum import StrEnum

from bot.db.models import Escalation
from bot.features.escalations.views import client_name, contact_name, the_client
from bot.features.follow_ups.rules import FEELING_WORDS, Feeling
from bot.slack.blocks import Block, View, actions, button, says
from bot.slack.text import Bold, Link


class Act(StrEnum):
    CONTENT = "follow_ups.content"
    ADVOCATE = "follow_ups.advocate"
    UNHAPPY = "follow_ups.unhappy"
    COULD_NOT_REACH = "follow_ups.could_not_reach"


def follow_up_view(escalation: Escalation, follow_up_id: int, thread: Link) -> View:
    phone = escalation.client.phone if escalation.client else ""
    number = f" on {phone}" if phone else ""
    return says(
        Bold(f"How does {contact_name(escalation)} feel today?"),
        f" Call {the_client(escalation)}{number} and ask. Solved is not the same as happy. See ", thread, ".",
        more=[follow_up_buttons(escalation, follow_up_id)],
    )  # fmt: skip


def follow_up_buttons(escalation: Escalation, follow_up_id: int) -> Block:
    sure = f"{client_name(escalation)} goes back to waiting for a call, and the clock starts."
    return actions(
        button("Content", Act.CONTENT, follow_up_id, style="primary"),
        button("Would recommend us", Act.ADVOCATE, follow_up_id),
        button("Still unhappy", Act.UNHAPPY, follow_up_id, sure=sure),
        button("Couldn't reach", Act.COULD_NOT_REACH, follow_up_id),
    )


def answered_line(name: str, escalation: Escalation, feeling: Feeling) -> View:
    return says(Bold(name), f" asked {contact_name(escalation)} how they feel: {FEELING_WORDS[feeling]}.")


def tried_line(name: str, escalation: Escalation) -> View:
    return says(Bold(name), f" could not reach {contact_name(escalation)} for the follow-up. Next working day again.")


def given_up_line(escalation: Escalation) -> View:
    return says(f"The follow-up with {contact_name(escalation)} was not made. Nobody knows how they feel.")


def reopened_view(escalation: Escalation) -> View:
    """To the whole channel: it is back."""
    return says(Bold(f"{client_name(escalation)} is still unhappy."), " It is open again, and they wait for a call.")
