from datetime import datetime
from enum import StrEnum

from bot.db.models import Colleague, Escalation
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.slack.blocks import Block, Form, View, actions, button, person_field, text_field
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Bold, Link, Moment, ended
from bot.words import t

BRING_IN = CardAct.BRING_IN
NEED_MOST = 200


class Act(StrEnum):
    COMING = "colleagues.coming"
    CANNOT = "colleagues.cannot"


class FormId(StrEnum):
    BRING_IN = "colleagues.form"


def bring_in_form(escalation: Escalation) -> Form:
    blocks = [
        verbatim(Bold(client_name(escalation))).block,
        person_field("person", t("Who can help?"), hint=t("They may log calls and work through the steps.")),
        text_field(
            "need", t("What do you need from them?"), hint=t("One line. They read it at once."), most=NEED_MOST
        ),
    ]
    return Form(FormId.BRING_IN, t("Bring somebody in"), blocks, t("Ask them"), str(escalation.id))


def needed_view(escalation: Escalation, colleague: Colleague, by: str, thread: Link) -> View:
    """To whoever is brought in: what for, where, and the two answers."""
    pressed = actions(
        button(t("I'm on it"), Act.COMING, colleague.id, style="primary"),
        button(t("I can't"), Act.CANNOT, colleague.id),
    )
    return says(
        "*{name} needs you for {client}: {need}*",
        name=by, client=the_client(escalation), need=ended(colleague.need), more=[_where(thread), pressed],
    )  # fmt: skip


def coming_view(escalation: Escalation, colleague: Colleague, thread: Link) -> View:
    """In its place, once they have said yes: what they said yes to."""
    return says(
        "*You are on it for {client}: {need}*",
        client=the_client(escalation), need=ended(colleague.need), more=[_where(thread)],
    )  # fmt: skip


def brought_in_line(colleague: Colleague, name: str, by: str, held_until: datetime | None) -> View:
    brought = sentence("*{by}* brought {name} in: {need}", by=by, name=name, need=ended(colleague.need))
    off = sentence("They are off and hear of it {at}.", at=Moment(held_until)) if held_until else None
    return shows(together(brought, off))


def coming_line(name: str) -> View:
    return says("*{name}* is on it.", name=name)


def cannot_line(name: str) -> View:
    return says("*{name}* can't help with this one.", name=name)


def cannot_view(escalation: Escalation, colleague: Colleague, name: str) -> View:
    """To whoever asked, at once: somebody else is needed."""
    again = actions(button(t("Bring somebody in"), CardAct.BRING_IN, escalation.id))
    return says(
        "*{name} can't help with {client}.* You needed: {need}",
        name=name, client=the_client(escalation), need=ended(colleague.need), more=[again],
    )  # fmt: skip


def _where(thread: Link) -> Block:
    return sentence("Everything is in {thread}.", thread=thread).block
