from datetime import datetime
from enum import StrEnum

from bot.db.models import Colleague, Escalation
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.slack.blocks import Form, View, actions, button, person_field, says, sentence, text_field
from bot.slack.text import Bold, Link, Moment, Part, ended

BRING_IN = CardAct.BRING_IN
NEED_MOST = 200


class Act(StrEnum):
    COMING = "colleagues.coming"
    CANNOT = "colleagues.cannot"


class FormId(StrEnum):
    BRING_IN = "colleagues.form"


def bring_in_form(escalation: Escalation) -> Form:
    blocks = [
        sentence(Bold(client_name(escalation))).block,
        person_field("person", "Who can help?", hint="They may log calls and work through the steps."),
        text_field("need", "What do you need from them?", hint="One line. They read it at once.", most=NEED_MOST),
    ]
    return Form(FormId.BRING_IN, "Bring somebody in", blocks, "Ask them", str(escalation.id))


def needed_view(escalation: Escalation, colleague: Colleague, by: str, thread: Link) -> View:
    """To whoever is brought in: what for, where, and the two answers."""
    pressed = actions(
        button("I'm on it", Act.COMING, colleague.id, style="primary"), button("I can't", Act.CANNOT, colleague.id)
    )
    return says(
        Bold(f"{by} needs you for {the_client(escalation)}: {ended(colleague.need)}"), more=[_where(thread), pressed]
    )  # fmt: skip


def coming_view(escalation: Escalation, colleague: Colleague, thread: Link) -> View:
    """In its place, once they have said yes: what they said yes to."""
    return says(Bold(f"You are on it for {the_client(escalation)}: {ended(colleague.need)}"), more=[_where(thread)])


def brought_in_line(colleague: Colleague, name: str, by: str, held_until: datetime | None) -> View:
    off: list[Part] = [" They are off and hear of it ", Moment(held_until), "."] if held_until else []
    return says(Bold(by), f" brought {name} in: {ended(colleague.need)}", *off)


def coming_line(name: str) -> View:
    return says(Bold(name), " is on it.")


def cannot_line(name: str) -> View:
    return says(Bold(name), " can't help with this one.")


def cannot_view(escalation: Escalation, colleague: Colleague, name: str) -> View:
    """To whoever asked, at once: somebody else is needed."""
    again = actions(button("Bring somebody in", CardAct.BRING_IN, escalation.id))
    return says(
        Bold(f"{name} can't help with {the_client(escalation)}."), f" You needed: {ended(colleague.need)}", more=[again]
    )


def _where(thread: Link) -> dict[str, object]:
    return sentence("Everything is in ", thread, ".").block
