from datetime import timedelta
from enum import StrEnum

from bot.db.models import Escalation, HandOver
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, is_by_letter, minutes, the_client
from bot.features.hand_overs.rules import AVOID_MOST, FACTS_MOST, MOOD_MOST, PROMISES_MOST, REASON_MOST, Brief
from bot.features.nudges.views import answer_button, answer_whom
from bot.slack.blocks import (
    Block,
    Form,
    View,
    actions,
    button,
    context,
    lines,
    person_field,
    says,
    sentence,
    text_field,
)
from bot.slack.text import Bold, Link, Part, ended

HAND_OVER = CardAct.HAND_OVER
PARTS = {"facts": "What happened", "promises": "Promised", "mood": "Their mood", "avoid": "Don't say"}


class Act(StrEnum):
    ACCEPT = "hand_overs.accept"
    DECLINE = "hand_overs.decline"


class FormId(StrEnum):
    OFFER = "hand_overs.offer"
    DECLINE = "hand_overs.decline_form"


def hand_over_form(escalation: Escalation, brief: Brief, offered_to: str = "") -> Form:
    """Filled in from what is known: a glance, a name, a tap."""
    blocks = [
        sentence(Bold(client_name(escalation))).block,
        person_field("receiver", "Who takes it?", hint="They get this at once. It stays yours until they accept."),
        text_field("facts", PARTS["facts"], value=brief.facts, many=True, most=FACTS_MOST),
        text_field("promises", PARTS["promises"], value=brief.promises, many=True, optional=True, most=PROMISES_MOST),
        text_field("mood", PARTS["mood"], value=brief.mood, optional=True, most=MOOD_MOST),
        text_field("avoid", PARTS["avoid"], value=brief.avoid, optional=True, most=AVOID_MOST,
                   hint="What would make it worse."),
    ]  # fmt: skip
    if offered_to:
        blocks.insert(1, context(f"{offered_to} hasn't answered yet. A new offer takes the place of that one."))
    return Form(FormId.OFFER, "Hand over", blocks, "Offer it", str(escalation.id))


def decline_form(hand_over: HandOver, owner: str) -> Form:
    blocks = [text_field("reason", f"Why, for {owner}", optional=True, hint="A word or two.", most=REASON_MOST)]
    return Form(FormId.DECLINE, "Decline", blocks, "Decline", str(hand_over.id))


def offered_view(
    escalation: Escalation, hand_over: HandOver, by: str, owner: str, thread: Link, *, again: bool
) -> View:
    """To whom it is offered: the brief, and the two answers."""
    opening = f"{by} asks you to take over {the_client(escalation)}."
    if again:
        opening = f"{the_client(escalation)} still waits for your answer. {by} asks you to take over."
        opening = opening[:1].upper() + opening[1:]
    pressed = actions(
        button("Accept", Act.ACCEPT, hand_over.id, style="primary"), button("Decline", Act.DECLINE, hand_over.id)
    )
    return says(
        Bold(opening), f" {owner} has it until you accept. See ", thread, ".", more=[*_brief(hand_over), pressed]
    )


def accepted_view(escalation: Escalation, hand_over: HandOver, by: str) -> View:
    """In its place, once they have it: the brief stays."""
    return says(Bold(f"You took over {the_client(escalation)}."), f" This is {by}'s brief.", more=_brief(hand_over))


def accepted_line(hand_over: HandOver, name: str, before: str) -> View:
    """The fact in the thread, with the brief: it must not be lost with somebody's messages."""
    whose = f" from {before}" if before else ""
    return says(Bold(name), f" took it over{whose}, with this brief.", more=_brief(hand_over))


def declined_line(name: str, owner: str, reason: str) -> View:
    why = ended(f": {reason}" if reason else "")
    return says(Bold(name), f" can't take it over{why} {owner} still has it.")


def declined_view(escalation: Escalation, name: str, reason: str) -> View:
    """To the owner, at once."""
    why = f": {reason}" if reason else ""
    return says(
        Bold(ended(f"{name} can't take over {the_client(escalation)}{why}")), *_what_now(escalation),
        more=[_still_yours(escalation)],
    )  # fmt: skip


def nobody_accepted_view(escalation: Escalation, name: str, waited: timedelta) -> View:
    """To the owner, who may think that it is off their hands."""
    return says(
        Bold(f"{name} hasn't answered for {minutes(waited)}, and {the_client(escalation)} is still yours."),
        *_what_now(escalation), more=[_still_yours(escalation)],
    )  # fmt: skip


def _what_now(escalation: Escalation) -> list[Part]:
    if escalation.state != "waiting":
        return [" Go on, or offer it to somebody else."]
    return [f" {answer_whom(escalation)}, or offer it to somebody else."]


def _still_yours(escalation: Escalation) -> Block:
    pressed = [answer_button(escalation)] if escalation.state == "waiting" else []
    if pressed and not is_by_letter(escalation):
        pressed.append(button("Couldn't reach", CardAct.COULD_NOT_REACH, escalation.id))
    return actions(
        *pressed,
        button("Hand over", CardAct.HAND_OVER, escalation.id),
    )


def _brief(hand_over: HandOver) -> list[Block]:
    told = ((label, getattr(hand_over, part)) for part, label in PARTS.items())
    rows: list[list[Part]] = [[Bold(f"{label}: "), words] for label, words in told if words]
    return [lines(*rows)] if rows else []
