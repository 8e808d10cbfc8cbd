from bot.db.models import Escalation
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import Act, later_menu
from bot.slack.blocks import View, actions, button, says
from bot.slack.text import Bold, Link

ON_IT = Act.ON_IT


def still_on_it_view(escalation: Escalation, thread: Link) -> View:
    pressed = actions(
        button("Still on it", ON_IT, escalation.id, style="primary"),
        button("I'm calling", CardAct.CALLING, escalation.id),
        button("Hand over", CardAct.ASSIGN, escalation.id),
        later_menu(escalation, can_mute=True),
    )
    return says(
        Bold("Are you still on it?"), f" {client_name(escalation)} waits, and nobody can see yet that you are at it.",
        " See ", thread, ".", more=[pressed],
    )  # fmt: skip


def offered_view(escalation: Escalation, owner: str) -> View:
    """In the thread. Somebody in a meeting is not to blame."""
    pressed = actions(button("I'll take it", CardAct.CLAIM, escalation.id, style="primary"))
    return says(
        Bold(f"Who can phone {the_client(escalation)}?"), f" {owner} has it and may be held up.", more=[pressed]
    )


def back_view(owner: str) -> View:
    return says(Bold(owner), " is on it.")


def on_it_view() -> View:
    return says(Bold("Good."), " Press “I'm calling” when you dial, and I stay quiet.")
