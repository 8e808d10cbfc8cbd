from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.db.models import Client, Escalation
from bot.features.address_book.rules import FLAGS, LABELS, MOST
from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.clients.rules import can_be_dialled
from bot.features.clients.views import phone_of
from bot.features.escalations.rules import OPEN, OUTCOMES, State, heat_word
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    Sentence,
    View,
    actions,
    button,
    checks_field,
    lines,
    person_field,
    text_field,
)
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Moment, cut
from bot.words import capital, plural, said, t
from bot.words.local import any_of, minutes

FORM, MERGE, PAST = "/angry-client client …", "/angry-client merge …", "/angry-client history …"
SHOWN_MOST = 12
DAY = "{date_short_pretty}"


class Act(StrEnum):
    OPEN = "address_book.open"


class FormId(StrEnum):
    CLIENT = "address_book.client"
    MERGE = "address_book.merge"


@dataclass(frozen=True, kw_only=True)
class Before:
    """One escalation of a client, with what became of what was promised."""

    escalation: Escalation
    kept: int
    broken: int


def client_form(client: Client | None, name: str = "") -> Form:
    """Everything that is set down of them. What is emptied is gone."""
    known = client or Client(workspace_id="", name=name, key="")
    zone = known.workspace.zone if known.workspace else ""
    flags = [Choice(_label(flag), flag) for flag in FLAGS]
    blocks = [
        text_field("name", _label("name"), value=known.name, most=MOST["name"]),
        text_field("aliases", _label("aliases"), value="\n".join(known.aliases), many=True, optional=True,
                   hint=t("What else people call them, one a line.")),
        text_field("contact", _label("contact"), value=known.contact, optional=True, most=MOST["contact"]),
        text_field("phone", _label("phone"), value=known.phone, optional=True, most=MOST["phone"],
                   hint=_phone_hint(known)),
        person_field("account_owner", _label("account_owner"), value=known.account_owner, optional=True,
                     hint=t("Phones when nobody is named.")),
        person_field("deputy", _label("deputy"), value=known.deputy, optional=True,
                     hint=t("Phones while the account owner is away.")),
        checks_field("flags", t("How they like it"), flags, value=[flag for flag in FLAGS if getattr(known, flag)]),
        text_field("language", _label("language"), value=known.language, optional=True, most=MOST["language"]),
        text_field("zone", _label("zone"), value=known.zone, optional=True, hint=_zone_hint(zone)),
        text_field("value_at_risk", _label("value_at_risk"), value=known.value_at_risk, optional=True,
                   most=MOST["value_at_risk"], hint=t("What we stand to lose, such as 120,000 euros a year.")),
        text_field("notes", _label("notes"), value=known.notes, many=True, optional=True, most=MOST["notes"]),
    ]  # fmt: skip
    return Form(FormId.CLIENT, t("Client"), blocks, t("Save"), str(client.id) if client else "")


def _label(field: str) -> str:
    return capital(said(LABELS[field]))


def _phone_hint(known: Client) -> str:
    phone = phone_of(known)
    if phone.shown and phone.beside:
        return t("Understood as {number}.", number=phone.shown)
    return t("With the country, if it is another.")


def _zone_hint(ours: str) -> str:
    if not ours:
        return t("Such as Europe/London. Empty is ours.")
    return t("Such as Europe/London. Empty is ours: {zone}.", zone=ours)


def which_view(names: Mapping[int, str], typed: str, command: str) -> View:
    """Several may be meant. Buttons only where a form can be opened by one."""
    asked = sentence("*Do you mean {name}?*", name=any_of([*names.values()]))
    if len(names) > 1:
        asked = sentence("*Which one: {names}?*", names=any_of([*names.values()]))
    if command != FORM:
        return shows(together(asked, sentence("Type the name as it stands here.")))
    pressed = [actions(button(name, Act.OPEN, client_id)) for client_id, name in names.items()]
    new = sentence("For a new one type /angry-client client new {name}.", name=typed)
    return shows(together(asked, new), *pressed)


def saved_view(client: Client, changed: Sequence[str], people: Mapping[str, str]) -> View:
    """What changed, and how the number was read."""
    if not changed:
        return says("Nothing was changed.")
    phone, number = phone_of(client), None
    if "phone" in changed and phone.shown and phone.beside:
        number = sentence("I read the number as {number}, and keep what you typed beside it.", number=phone.shown)
    elif "phone" in changed and client.phone and not phone.shown and not can_be_dialled(client.phone):
        number = sentence("That doesn't look like a phone number, so it stands as you typed it.")
    phones = None
    if client.account_owner and "account_owner" in changed:
        name = people.get(client.account_owner) or t("Somebody")
        phones = sentence("{name} phones when nobody is named.", name=name)
    saved = sentence("Saved: *{client}*. Changed: {what}.", client=client.name, what=_listed(changed))
    return shows(together(saved, number, phones))


def _listed(fields: Sequence[str]) -> str:
    return ", ".join(said(LABELS[field]) for field in fields)


def merge_form(gone: Client, kept: Client, moves: int, filled: Sequence[str]) -> Form:
    """What would happen, before it does."""
    opening = sentence("*{gone}* becomes *{kept}*:", gone=gone.name, kept=kept.name)
    rows = [_moves(gone, moves)]
    rows.append(sentence("• “{gone}” is found as another name of *{kept}*.", gone=gone.name, kept=kept.name))
    if filled:
        rows.append(sentence("• Filled in: {what}.", what=_listed(filled)))
    rows.append(sentence("• This can't be undone."))
    blocks: list[Block] = [opening.block, lines(*rows)]
    return Form(FormId.MERGE, t("Merge two clients"), blocks, t("Merge"), f"{gone.id}:{kept.id}")


def _moves(gone: Client, moves: int) -> Sentence:
    if not moves:
        return sentence("• No escalations of *{client}* move.", client=gone.name)
    return verbatim(
        plural(
            "• {count} escalation of {client} moves.", "• {count} escalations of {client} move.", moves,
            client=gone.name,
        )
    )  # fmt: skip


def merged_view(gone: str, kept: str) -> View:
    return says("*{gone}* is *{kept}* now. Both names find them.", gone=gone, kept=kept)


def past_view(client: Client, before: Sequence[Before], total: int) -> View:
    """Newest first. Of more than can be read, how many more there are."""
    if not before:
        return says(
            "*{client}*: nothing that you can see. No escalation is kept, or not in your channels.", client=client.name
        )
    flagged = sentence("*{client}* was flagged {times}.", client=client.name,
                       times=plural("once", "{count} times", total))  # fmt: skip
    rows = [_row(each) for each in before[:SHOWN_MOST]]
    if total > SHOWN_MOST:
        rows.append(sentence("And {count} before that.", count=total - SHOWN_MOST))
    return View(flagged.text, [together(flagged, sentence("The newest first:")).block, lines(*rows)])


def _row(before: Before) -> Sentence:
    escalation, told = before.escalation, [heat_word(before.escalation.heat)]
    if escalation.cause and escalation.cause != Cause.UNKNOWN:
        told.append(t("cause: {cause}", cause=said(CAUSE_WORDS[Cause(escalation.cause)])))
    if escalation.reached_at:
        told.append(t("called after {wait}", wait=minutes(escalation.reached_at - escalation.waiting_since)))
    if before.kept or before.broken:
        told.append(t("promises: {kept} kept, {broken} broken", kept=before.kept, broken=before.broken))
    facts, day = "; ".join([*told, _ending(escalation)]), Moment(escalation.flagged_at, DAY)
    if not escalation.what_happened:
        return sentence("• {day}  {facts}.", day=day, facts=facts)
    words = cut(escalation.what_happened, 80)
    return sentence("• {day}  {facts}. “{words}”", day=day, facts=facts, words=words)


def _ending(escalation: Escalation) -> str:
    if escalation.state in OPEN:
        return t("open")
    if escalation.state == State.CLOSED and escalation.outcome:
        return said(OUTCOMES[escalation.outcome])
    return t("closed")
