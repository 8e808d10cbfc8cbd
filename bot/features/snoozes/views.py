from enum import StrEnum

from bot.db.models import Escalation
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import Act as NudgeAct
from bot.features.snoozes.rules import REASON_MOST
from bot.slack.blocks import Form, View, actions, button, text_field
from bot.slack.sentences import says, verbatim
from bot.slack.text import Bold, Link
from bot.words import t

LATER, MUCH_LATER, AFTER_MEETING, MUTE = (
    NudgeAct.LATER, NudgeAct.MUCH_LATER, NudgeAct.AFTER_MEETING, NudgeAct.MUTE,
)  # fmt: skip


class Act(StrEnum):
    UNMUTE = "snoozes.unmute"


class FormId(StrEnum):
    MUTE = "snoozes.mute_why"


def mute_form(escalation: Escalation) -> Form:
    hint = t("One line is enough. Everybody in the thread reads it, and a lead still hears when it is late.")
    field = text_field("reason", t("Why no more reminders?"), hint=hint, most=REASON_MOST)
    blocks = [verbatim(Bold(client_name(escalation))).block, field]
    return Form(FormId.MUTE, t("No more reminders"), blocks, t("Switch off"), str(escalation.id))


def muted_view(escalation: Escalation, thread: Link) -> View:
    pressed = actions(button(t("Remind me again"), Act.UNMUTE, escalation.id))
    return says(
        "*No more reminders about {client}.* They still wait for your call. See {thread}.",
        client=the_client(escalation), thread=thread, more=[pressed],
    )  # fmt: skip


def muted_line(name: str, reason: str) -> View:
    return says(
        "*{name}* wants no reminders for now: “{reason}”. A lead still hears when it is late.", name=name, reason=reason
    )


def nothing_view() -> View:
    return says("There is nothing left to remind you of. The thread says why.")
