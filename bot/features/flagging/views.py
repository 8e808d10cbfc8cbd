from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.clients.rules import CONTACT_MOST, NAME_MOST, PHONE_MOST
from bot.features.escalations.rules import DEFAULT_HEAT, HEAT_WORDS, heat_sign, heat_word
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name
from bot.slack.blocks import Choice, Form, View, actions, button, person_field, select_field, text_field
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Link, Moment, Struck
from bot.words import t

UNDO, FLAG_AGAIN = CardAct.UNDO, CardAct.FLAG_AGAIN
SHORTCUT = "flagging.flag_message"
COMMAND = "/angry-client"
SENTENCE_MOST = 500



class FormId(StrEnum):
    FLAG = "flagging.form"


def heats() -> list[Choice]:
    """The hottest first."""
    return [Choice(f"{heat_sign(heat)} {heat_word(heat)}", str(heat)) for heat in sorted(HEAT_WORDS, reverse=True)]


def flag_form(*, words: str = "", heat: int = DEFAULT_HEAT, about: str = "", client: str = "") -> Form:
    """All but client and one sentence may be left out."""
    blocks = [
        text_field("client", t("Which client?"), value=client, most=NAME_MOST),
        text_field(
            "sentence", t("What happened?"), value=words, hint=t("One sentence will do."), many=True, most=SENTENCE_MOST
        ),
        select_field("heat", t("How angry are they?"), heats(), value=str(heat)),
        person_field("owner", t("Who phones?"), optional=True, hint=t("Leave it empty to ask in the channel.")),
        text_field("contact", t("Who to ask for"), optional=True, most=CONTACT_MOST),
        text_field("phone", t("Their phone number"), optional=True, most=PHONE_MOST),
    ]
    return Form(FormId.FLAG, t("Flag an angry client"), blocks, t("Flag them"), about)


def flagged_view(escalation: Escalation, owner: str | None, held_until: datetime | None, where: Link) -> View:
    """Honest about an owner who sleeps: nobody phones then, unless somebody else is chosen."""
    told = sentence("The channel is asked who phones.")
    if owner:
        told = sentence("{owner} is told to phone now.", owner=owner)
    if owner and held_until:
        told = sentence(
            "{owner} is off and hears of it {at}. Hand it over on the card if somebody else is up.",
            owner=owner, at=Moment(held_until),
        )  # fmt: skip
    return shows(
        together(
            sentence("*{client} is flagged.*", client=client_name(escalation)),
            told,
            sentence("It goes on in {where}.", where=where),
        ),
        actions(button(t("Not an angry client"), UNDO, escalation.id)),
    )


def flagged_unseen_view() -> View:
    """To somebody who is not in the channel it goes on in: no name, not even of who phones, and nothing to press."""
    return says("*They are flagged.* It goes on in a channel you are not in.")


def passed_on_view() -> View:
    """Likewise, when it had begun before. They can say more there only through somebody else."""
    return says("*I passed that on.* It goes on in a channel you are not in: ask somebody who is.")


def joined_view(escalation: Escalation, where: Link) -> View:
    return says("*{client} is open already.* I added this there: {where}.", client=client_name(escalation), where=where)


def already_flagged_view(where: Link) -> View:
    return says("That message is flagged already. It goes on in {where}.", where=where)


def closed_unseen_view() -> View:
    return says("That message was dealt with in a channel you are not in. Are they angry again? Flag them in words.")


def closed_already_view(escalation: Escalation, where: Link) -> View:
    pressed = actions(button(t("Reopen"), CardAct.REOPEN, escalation.id, style="primary"))
    return says(
        "*{client} was closed.* Are they angry again? It is in {where}.",
        client=client_name(escalation), where=where, more=[pressed],
    )  # fmt: skip


def flagged_again_view(escalation: Escalation, by: str, words: str, where: Link) -> View:
    """To the owner, after the call: the client is angry again, and no clock says so."""
    client = client_name(escalation)
    if not words:
        return says("*{client} was flagged again* by {by}. Call them. See {where}.", client=client, by=by, where=where)
    return says(
        "*{client} was flagged again* by {by}: “{words}”. Call them. See {where}.",
        client=client, by=by, words=words, where=where,
    )  # fmt: skip


def joined_line(by: str, words: str, heat_rose_to: int | None, source: Link | None) -> View:
    """In the thread of the one that is open: somebody flagged the client again."""
    again = sentence("{by} flagged them again.", by=by)
    if words:
        again = sentence("{by} flagged them again: “{words}”.", by=by, words=words)
    rose = sentence("They are {heat} now.", heat=heat_word(heat_rose_to)) if heat_rose_to else None
    return shows(together(again, rose, sentence("See {message}.", message=source) if source else None))


def withdrawn_view() -> View:
    asked = verbatim(Struck(t("Who is it, and who phones?")))
    return shows(together(asked, sentence("Nobody needs to answer that any more.")))


def kept_view(says_why: str, typed: str) -> str:
    """A refused command, with what was typed, so that it can be sent again."""
    return f"{says_why} {t('You typed: {command}', command=f'{COMMAND} {typed}')}"
