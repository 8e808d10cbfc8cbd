from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, HandOver
from bot.features.escalations.rules import State
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import call_whom
from bot.slack.blocks import Form, View, actions, button, person_field, says, sentence
from bot.slack.text import Bold, Link, Moment, Part

LEFT = "not in its channel any more"
CLAIM, ASSIGN = CardAct.CLAIM, CardAct.ASSIGN


class Act(StrEnum):
    TAKE_BACK = "owners.take_back"


class FormId(StrEnum):
    ASSIGN = "owners.choose"


def assign_form(escalation: Escalation) -> Form:
    """Also a lead's, who decides it for the owner."""
    title = "Reassign" if escalation.owner else "Choose an owner"
    hint = "They get a direct message at once, with the number and what to do."
    field = person_field("owner", "Who phones?", hint=hint)
    return Form(FormId.ASSIGN, title, [sentence(Bold(client_name(escalation))).block, field], title, str(escalation.id))


def took_it_view(name: str, before: str | None) -> View:
    return says(Bold(name), f" took it over from {before}." if before else " has it and phones now.")


def given_view(name: str, by: str, before: str | None) -> View:
    return says(f"{by} gave it to " if before else f"{by} asked ", Bold(name), "." if before else " to phone.")


def offered_line(hand_over: HandOver, name: str, by: str, owner: str, held_until: datetime | None) -> View:
    """The fact in the thread: whoever has it keeps it until the other accepts. It can be taken back while it stands."""
    stands = hand_over.state == "offered"
    off: list[Part] = [" They are off and hear of it ", Moment(held_until), "."] if held_until and stands else []
    keeps = f", who hasn't answered yet. {owner} has it until then." if stands else "."
    take_back = [actions(button("Take it back", Act.TAKE_BACK, hand_over.id))] if stands else []
    return says(Bold(by), f" offered it to {name}{keeps}", *off, more=take_back)


def yours_now_view(escalation: Escalation, next_step: str, thread: Link) -> View:
    """For a new owner of a client who has been spoken with already: there is no call to rush to."""
    pressed = actions(button("Hand over", CardAct.HAND_OVER, escalation.id))
    return says(
        Bold(f"{client_name(escalation)} is yours now."), f" Next: {next_step}. See ", thread, ".", more=[pressed]
    )


def who_instead_view(escalation: Escalation, owner: str, why: str) -> View:
    """In the thread, when its owner is one no more."""
    pressed = actions(button("I'll take it", CardAct.CLAIM, escalation.id, style="primary"))
    if escalation.state == State.WAITING:
        return says(f"{owner} is {why}. Who phones ", Bold(call_whom(escalation)), " now?", more=[pressed])
    return says(f"{owner} is {why}. Who looks after ", Bold(the_client(escalation)), " now?", more=[pressed])


def owner_gone_view(escalation: Escalation, owner: str, why: str, thread: Link) -> View:
    """The lead's."""
    pressed = actions(
        button("I'll take it", CardAct.CLAIM, escalation.id, style="primary"),
        button("Choose an owner", CardAct.ASSIGN, escalation.id),
    )
    opening = Bold(f"Nobody has {the_client(escalation)} any more.")
    return says(opening, f" {owner} is {why}. Choose who goes on. See ", thread, ".", more=[pressed])
