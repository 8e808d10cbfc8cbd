from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST
from bot.features.escalations.rules import DEFAULT_HEAT, HEAT_WORDS, heat_sign, heat_word
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name
from bot.slack.blocks import Choice, Form, View, actions, button, person_field, says, select_field, text_field
from bot.slack.text import Bold, Link, Moment, Part, Struck

UNDO, FLAG_AGAIN = CardAct.UNDO, CardAct.FLAG_AGAIN
SHORTCUT = "flagging.flag_message"
COMMAND = "/angry-client"
SENTENCE_MOST = 500



class FormId(StrEnum):
    FLAG = "flagging.form"


def heats() -> list[Choice]:
    """The hottest first."""
    return [Choice(f"{heat_sign(heat)} {heat_word(heat)}", str(heat)) for heat in sorted(HEAT_WORDS, reverse=True)]


def flag_form(*, sentence: str = "", heat: int = DEFAULT_HEAT, about: str = "", client: str = "") -> Form:
    """All but client and one sentence may be left out."""
    blocks = [
        text_field("client", "Which client?", value=client, most=NAME_MOST),
        text_field(
            "sentence", "What happened?", value=sentence, hint="One sentence will do.", many=True, most=SENTENCE_MOST
        ),
        select_field("heat", "How angry are they?", heats(), value=str(heat)),
        person_field("owner", "Who phones?", optional=True, hint="Leave it empty to ask in the channel."),
        text_field("contact", "Who to ask for", optional=True, most=CONTACT_MOST),
        text_field("phone", "Their phone number", optional=True, most=PHONE_MOST),
    ]
    return Form(FormId.FLAG, "Flag an angry client", blocks, "Flag them", about)


def flagged_view(escalation: Escalation, owner: str | None, held_until: datetime | None, where: Link) -> View:
    """Honest about an owner who sleeps: nobody phones then, unless somebody else is chosen."""
    told: list[Part] = [f" {owner} is told to phone now." if owner else " The channel is asked who phones."]
    if owner and held_until:
        told = [
            f" {owner} is off and hears of it ",
            Moment(held_until),
            ". Hand it over on the card if somebody else is up.",
        ]
    undo = actions(button("Not an angry client", UNDO, escalation.id))
    return says(Bold(f"{client_name(escalation)} is flagged."), *told, " It goes on in ", where, ".", more=[undo])


def flagged_unseen_view() -> View:
    """To somebody who is not in the channel it goes on in: no name, not even of who phones, and nothing to press."""
    return says(Bold("They are flagged."), " It goes on in a channel you are not in.")


def passed_on_view() -> View:
    """Likewise, when it had begun before. They can say more there only through somebody else."""
    return says(Bold("I passed that on."), " It goes on in a channel you are not in: ask somebody who is.")


def joined_view(escalation: Escalation, where: Link) -> View:
    return says(Bold(f"{client_name(escalation)} is open already."), " I added this there: ", where, ".")


def already_flagged_view(where: Link) -> View:
    return says("That message is flagged already. It goes on in ", where, ".")


def closed_unseen_view() -> View:
    return says("That message was dealt with in a channel you are not in. Are they angry again? Flag them in words.")


def closed_already_view(escalation: Escalation, where: Link) -> View:
    pressed = actions(button("Reopen", CardAct.REOPEN, escalation.id, style="primary"))
    return says(
        Bold(f"{client_name(escalation)} was closed."), " Are they angry again? It is in ", where, ".", more=[pressed]
    )


def flagged_again_view(escalation: Escalation, by: str, sentence: str, where: Link) -> View:
    """To the owner, after the call: the client is angry again, and no clock says so."""
    words = f": “{sentence}”." if sentence else "."
    return says(Bold(f"{client_name(escalation)} was flagged again"), f" by {by}{words} Call them. See ", where, ".")


def joined_line(by: str, sentence: str, heat_rose_to: str | None, source: Link | None) -> View:
    """In the thread of the one that is open: somebody flagged the client again."""
    more = f" They are {heat_rose_to} now." if heat_rose_to else ""
    words = f": “{sentence}”." if sentence else "."
    where: list[Part] = [" See ", source, "."] if source else []
    return says(f"{by} flagged them again{words}{more}", *where)


def withdrawn_view() -> View:
    return says(Struck("Who is it, and who phones?"), " Nobody needs to answer that any more.")


def kept_view(says_why: str, typed: str) -> str:
    """A refused command, with what was typed, so that it can be sent again."""
    return f"{says_why} You typed: {COMMAND} {typed}"
