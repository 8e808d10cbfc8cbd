from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, HandOver
from bot.features.escalations.rules import State
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, the_client
from bot.features.nudges.views import call_whom, choose_buttons, take_it_button
from bot.slack.blocks import Form, View, actions, button, person_field
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Bold, Link, Moment
from bot.words import later, t

LEFT = later("not in its channel any more")
CLAIM, ASSIGN = CardAct.CLAIM, CardAct.ASSIGN


class Act(StrEnum):
    TAKE_BACK = "owners.take_back"


class FormId(StrEnum):
    ASSIGN = "owners.choose"


def assign_form(escalation: Escalation) -> Form:
    """Also a lead's, who decides it for the owner."""
    title = t("Reassign") if escalation.owner else t("Choose an owner")
    hint = t("They get a direct message at once, with the number and what to do.")
    field = person_field("owner", t("Who phones?"), hint=hint)
    return Form(FormId.ASSIGN, title, [verbatim(Bold(client_name(escalation))).block, field], title, str(escalation.id))


def took_it_view(name: str, before: str | None) -> View:
    if before:
        return says("*{name}* took it over from {before}.", name=name, before=before)
    return says("*{name}* has it and phones now.", name=name)


def given_view(name: str, by: str, before: str | None) -> View:
    if before:
        return says("{by} gave it to *{name}*.", by=by, name=name)
    return says("{by} asked *{name}* to phone.", by=by, name=name)


def offered_line(hand_over: HandOver, name: str, by: str, owner: str, held_until: datetime | None) -> View:
    """The fact in the thread: whoever has it keeps it until the other accepts. It can be taken back while it stands."""
    if hand_over.state != "offered":
        return says("*{by}* offered it to {name}.", by=by, name=name)
    words = together(
        sentence("*{by}* offered it to {name}, who hasn't answered yet.", by=by, name=name),
        sentence("{owner} has it until then.", owner=owner),
        sentence("They are off and hear of it {at}.", at=Moment(held_until)) if held_until else None,
    )
    return shows(words, actions(button(t("Take it back"), Act.TAKE_BACK, hand_over.id)))


def yours_now_view(escalation: Escalation, next_step: str, thread: Link) -> View:
    """For a new owner of a client who has been spoken with already: there is no call to rush to."""
    return says(
        "*{client} is yours now.* Next: {step}. See {thread}.", client=client_name(escalation), step=next_step,
        thread=thread, more=[actions(button(t("Hand over"), CardAct.HAND_OVER, escalation.id))],
    )  # fmt: skip


def who_instead_view(escalation: Escalation, owner: str, why: str) -> View:
    """In the thread, when its owner is one no more."""
    who = sentence("Who looks after *{client}* now?", client=the_client(escalation))
    if escalation.state == State.WAITING:
        who = sentence("Who phones *{whom}* now?", whom=call_whom(escalation))
    return shows(together(sentence("{name} is {why}.", name=owner, why=why), who), actions(take_it_button(escalation)))


def owner_gone_view(escalation: Escalation, owner: str, why: str, thread: Link) -> View:
    """The lead's."""
    words = together(
        sentence("*Nobody has {client} any more.*", client=the_client(escalation)),
        sentence("{name} is {why}.", name=owner, why=why),
        sentence("Choose who goes on. See {thread}.", thread=thread),
    )
    return shows(words, actions(*choose_buttons(escalation)))
