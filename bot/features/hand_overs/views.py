from datetime import timedelta
from enum import StrEnum

from bot.db.models import Escalation, HandOver
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, is_by_letter, the_client
from bot.features.hand_overs.rules import AVOID_MOST, FACTS_MOST, MOOD_MOST, PROMISES_MOST, REASON_MOST, Brief
from bot.features.nudges.views import answer_button, answer_whom
from bot.slack.blocks import (
    Block,
    Form,
    Sentence,
    View,
    actions,
    button,
    context,
    lines,
    person_field,
    text_field,
)
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Bold, Link, ended
from bot.words import capital, t
from bot.words.local import minutes

HAND_OVER = CardAct.HAND_OVER


class Act(StrEnum):
    ACCEPT = "hand_overs.accept"
    DECLINE = "hand_overs.decline"


class FormId(StrEnum):
    OFFER = "hand_overs.offer"
    DECLINE = "hand_overs.decline_form"


def hand_over_form(escalation: Escalation, brief: Brief, offered_to: str = "") -> Form:
    """Filled in from what is known: a glance, a name, a tap."""
    who, hint = t("Who takes it?"), t("They get this at once. It stays yours until they accept.")
    blocks = [
        verbatim(Bold(client_name(escalation))).block,
        person_field("receiver", who, hint=hint),
        text_field("facts", t("What happened"), value=brief.facts, many=True, most=FACTS_MOST),
        text_field("promises", t("Promised"), value=brief.promises, many=True, optional=True, most=PROMISES_MOST),
        text_field("mood", t("Their mood"), value=brief.mood, optional=True, most=MOOD_MOST),
        text_field("avoid", t("Don't say"), value=brief.avoid, optional=True, most=AVOID_MOST,
                   hint=t("What would make it worse.")),
    ]  # fmt: skip
    if offered_to:
        before = t("{name} hasn't answered yet. A new offer takes the place of that one.", name=offered_to)
        blocks.insert(1, context(before))
    return Form(FormId.OFFER, t("Hand over"), blocks, t("Offer it"), str(escalation.id))


def decline_form(hand_over: HandOver, owner: str) -> Form:
    why = t("Why, for {owner}", owner=owner)
    blocks = [text_field("reason", why, optional=True, hint=t("A word or two."), most=REASON_MOST)]
    return Form(FormId.DECLINE, t("Decline"), blocks, t("Decline"), str(hand_over.id))


def offered_view(
    escalation: Escalation, hand_over: HandOver, by: str, owner: str, thread: Link, *, again: bool
) -> View:
    """To whom it is offered: the brief, and the two answers."""
    opening = sentence("*{by} asks you to take over {client}.*", by=by, client=the_client(escalation))
    if again:
        waits = sentence("*{client} still waits for your answer.*", client=capital(the_client(escalation)))
        opening = together(waits, sentence("*{by} asks you to take over.*", by=by))
    has_it = sentence("{owner} has it until you accept. See {thread}.", owner=owner, thread=thread)
    pressed = actions(
        button(t("Accept"), Act.ACCEPT, hand_over.id, style="primary"), button(t("Decline"), Act.DECLINE, hand_over.id)
    )
    return shows(together(opening, has_it), *_brief(hand_over), pressed)


def accepted_view(escalation: Escalation, hand_over: HandOver, by: str) -> View:
    """In its place, once they have it: the brief stays."""
    client = the_client(escalation)
    return says("*You took over {client}.* This is {by}'s brief.", client=client, by=by, more=_brief(hand_over))


def accepted_line(hand_over: HandOver, name: str, before: str) -> View:
    """The fact in the thread, with the brief: it must not be lost with somebody's messages."""
    brief = _brief(hand_over)
    if before:
        return says("*{name}* took it over from {before}, with this brief.", name=name, before=before, more=brief)
    return says("*{name}* took it over, with this brief.", name=name, more=brief)


def declined_line(name: str, owner: str, reason: str) -> View:
    declined = sentence("*{name}* can't take it over.", name=name)
    if reason:
        declined = sentence("*{name}* can't take it over: {why}", name=name, why=ended(reason))
    return shows(together(declined, sentence("{owner} still has it.", owner=owner)))


def declined_view(escalation: Escalation, name: str, reason: str) -> View:
    """To the owner, at once."""
    client = the_client(escalation)
    declined = sentence("*{name} can't take over {client}.*", name=name, client=client)
    if reason:
        declined = sentence("*{name} can't take over {client}: {why}*", name=name, client=client, why=ended(reason))
    return shows(together(declined, _what_now(escalation)), _still_yours(escalation))


def nobody_accepted_view(escalation: Escalation, name: str, waited: timedelta) -> View:
    """To the owner, who may think that it is off their hands."""
    yours = sentence(
        "*{name} hasn't answered for {waited}, and {client} is still yours.*",
        name=name, waited=minutes(waited), client=the_client(escalation),
    )  # fmt: skip
    return shows(together(yours, _what_now(escalation)), _still_yours(escalation))


def _what_now(escalation: Escalation) -> Sentence:
    if escalation.state != "waiting":
        return sentence("Go on, or offer it to somebody else.")
    return sentence("{do}, or offer it to somebody else.", do=answer_whom(escalation))


def _still_yours(escalation: Escalation) -> Block:
    pressed = [answer_button(escalation)] if escalation.state == "waiting" else []
    if pressed and not is_by_letter(escalation):
        pressed.append(button(t("Couldn't reach"), CardAct.COULD_NOT_REACH, escalation.id))
    return actions(*pressed, button(t("Hand over"), CardAct.HAND_OVER, escalation.id))


def _brief(hand_over: HandOver) -> list[Block]:
    told = (
        (hand_over.facts, sentence("*What happened:* {words}", words=hand_over.facts)),
        (hand_over.promises, sentence("*Promised:* {words}", words=hand_over.promises)),
        (hand_over.mood, sentence("*Their mood:* {words}", words=hand_over.mood)),
        (hand_over.avoid, sentence("*Don't say:* {words}", words=hand_over.avoid)),
    )
    rows = [row for words, row in told if words]
    return [lines(*rows)] if rows else []
