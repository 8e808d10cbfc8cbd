from bot.db.models import Escalation
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import Act, later_menu, take_it_button
from bot.slack.blocks import View, actions, button
from bot.slack.sentences import says
from bot.slack.text import Link
from bot.words import t

ON_IT = Act.ON_IT


def still_on_it_view(escalation: Escalation, thread: Link) -> View:
    pressed = actions(
        button(t("Still on it"), ON_IT, escalation.id, style="primary"),
        button(t("I'm calling"), CardAct.CALLING, escalation.id),
        button(t("Hand over"), CardAct.HAND_OVER, escalation.id),
        later_menu(escalation, can_mute=True),
    )
    return says(
        "*Are you still on it?* {client} waits, and nobody can see yet that you are at it. See {thread}.",
        client=client_name(escalation), thread=thread, more=[pressed],
    )  # fmt: skip


def offered_view(escalation: Escalation, owner: str) -> View:
    """In the thread. Somebody in a meeting is not to blame."""
    return says(
        "*Who can phone {client}?* {owner} has it and may be held up.",
        client=the_client(escalation), owner=owner, more=[actions(take_it_button(escalation))],
    )  # fmt: skip


def back_view(owner: str) -> View:
    return says("*{name}* is on it.", name=owner)


def on_it_view() -> View:
    return says("*Good.* Press “I'm calling” when you dial, and I stay quiet.")
