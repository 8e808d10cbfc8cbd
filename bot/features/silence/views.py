from bot.db.models import Escalation
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, is_by_letter, the_client
from bot.features.nudges.views import Act, answer_button, later_menu, take_it_button
from bot.slack.blocks import View, actions, button
from bot.slack.sentences import says, sentence, shows, together
from bot.slack.text import Link
from bot.words import t

ON_IT = Act.ON_IT


def still_on_it_view(escalation: Escalation, thread: Link) -> View:
    pressed = actions(
        answer_button(escalation),
        button(t("Still on it"), ON_IT, escalation.id),
        button(t("Hand over"), CardAct.HAND_OVER, escalation.id),
        later_menu(escalation, can_mute=True),
    )
    return says(
        "*Are you still on it?* {client} waits, and the others can't see how far you are. See {thread}.",
        client=client_name(escalation), thread=thread, more=[pressed],
    )  # fmt: skip


def offered_view(escalation: Escalation, owner: str) -> View:
    """In the thread. Somebody in a meeting is not to blame."""
    who = sentence("*Who can phone {client}?*", client=the_client(escalation))
    if is_by_letter(escalation):
        who = sentence("*Who can write to {client}?*", client=the_client(escalation))
    held_up = sentence("{owner} has it and may be held up.", owner=owner)
    return shows(together(who, held_up), actions(take_it_button(escalation)))


def back_view(owner: str) -> View:
    return says("*{name}* is on it.", name=owner)


def on_it_view(escalation: Escalation) -> View:
    if is_by_letter(escalation):
        return says("*Good.* Press “I've written” when your letter is gone.")
    return says("*Good.* Press “I'm calling” when you dial, and I stay quiet.")
