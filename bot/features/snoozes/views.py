from enum import StrEnum

from bot.db.models import Escalation
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import Act as NudgeAct
from bot.features.snoozes.rules import REASON_MOST
from bot.slack.blocks import Form, View, actions, button, says, sentence, text_field
from bot.slack.text import Bold, Link

LATER, MUCH_LATER, AFTER_MEETING, MUTE = (
    NudgeAct.LATER, NudgeAct.MUCH_LATER, NudgeAct.AFTER_MEETING, NudgeAct.MUTE,
)  # fmt: skip


class Act(StrEnum):
    UNMUTE = "snoozes.unmute"


class FormId(StrEnum):
    MUTE = "snoozes.mute_why"


def mute_form(escalation: Escalation) -> Form:
    hint = "One line is enough. Everybody in the thread reads it, and a lead still hears when it is late."
    field = text_field("reason", "Why no more reminders?", hint=hint, most=REASON_MOST)
    return Form(FormId.MUTE, "No more reminders", [sentence(Bold(client_name(escalation))).block, field], "Switch off",
                str(escalation.id))  # fmt: skip


def muted_view(escalation: Escalation, thread: Link) -> View:
    pressed = actions(button("Remind me again", Act.UNMUTE, escalation.id))
    return says(
        Bold(f"No more reminders about {the_client(escalation)}."), " They still wait for your call. See ", thread, ".",
        more=[pressed],
    )  # fmt: skip


def muted_line(name: str, reason: str) -> View:
    return says(Bold(name), f" wants no reminders for now: “{reason}”. A lead still hears when it is late.")


def nothing_view() -> View:
    return says("There is nothing left to remind you of. The thread says why.")
