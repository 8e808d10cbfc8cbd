from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.db.models import Client, Escalation
from bot.features.address_book.rules import FLAGS, LABELS, MOST
from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.clients.rules import can_be_dialled
from bot.features.clients.views import phone_of
from bot.features.escalations.rules import HEAT_WORDS, OPEN, State
from bot.features.escalations.views import minutes
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    View,
    actions,
    button,
    checks_field,
    lines,
    person_field,
    says,
    sentence,
    text_field,
)
from bot.slack.text import Bold, Moment, Part, cut
from bot.words.local import any_of

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
    phone = phone_of(known)
    zone = known.workspace.zone if known.workspace else ""
    flags = [Choice(LABELS[flag], flag) for flag in FLAGS]
    read_as = f"Understood as {phone.shown}." if phone.shown and phone.beside else "With the country, if it is another."
    blocks = [
        text_field("name", LABELS["name"], value=known.name, most=MOST["name"]),
        text_field("aliases", LABELS["aliases"], value="\n".join(known.aliases), many=True, optional=True,
                   hint="What else people call them, one a line."),
        text_field("contact", LABELS["contact"], value=known.contact, optional=True, most=MOST["contact"]),
        text_field("phone", LABELS["phone"], value=known.phone, optional=True, most=MOST["phone"], hint=read_as),
        person_field("account_owner", LABELS["account_owner"], value=known.account_owner, optional=True,
                     hint="Phones when nobody is named."),
        person_field("deputy", LABELS["deputy"], value=known.deputy, optional=True,
                     hint="Phones while the account owner is away."),
        checks_field("flags", "How they like it", flags, value=[flag for flag in FLAGS if getattr(known, flag)]),
        text_field("language", LABELS["language"], value=known.language, optional=True, most=MOST["language"]),
        text_field("zone", LABELS["zone"], value=known.zone, optional=True,
                   hint=f"Such as Europe/London. Empty is ours{f': {zone}' if zone else ''}."),
        text_field("value_at_risk", LABELS["value_at_risk"], value=known.value_at_risk, optional=True,
                   most=MOST["value_at_risk"], hint="What we stand to lose, such as 120,000 euros a year."),
        text_field("notes", LABELS["notes"], value=known.notes, many=True, optional=True, most=MOST["notes"]),
    ]  # fmt: skip
    return Form(FormId.CLIENT, "Client", blocks, "Save", str(client.id) if client else "")


def which_view(names: Mapping[int, str], typed: str, command: str) -> View:
    """Several may be meant. Buttons only where a form can be opened by one."""
    asked = f"{'Which one:' if len(names) > 1 else 'Do you mean'} {any_of([*names.values()])}?"
    if command != FORM:
        return says(Bold(asked), " Type the name as it stands here.")
    pressed = [actions(button(name, Act.OPEN, client_id)) for client_id, name in names.items()]
    return says(Bold(asked), f" For a new one type /angry-client client new {typed}.", more=pressed)


def saved_view(client: Client, changed: Sequence[str], people: Mapping[str, str]) -> View:
    """What changed, and how the number was read."""
    if not changed:
        return says("Nothing was changed.")
    phone, more = phone_of(client), ""
    if "phone" in changed and phone.shown and phone.beside:
        more = f" I read the number as {phone.shown}, and keep what you typed beside it."
    elif "phone" in changed and client.phone and not phone.shown and not can_be_dialled(client.phone):
        more = " That doesn't look like a phone number, so it stands as you typed it."
    if client.account_owner and "account_owner" in changed:
        more += f" {people.get(client.account_owner, 'Somebody')} phones when nobody is named."
    what = ", ".join(LABELS[field].lower() for field in changed)
    return says("Saved: ", Bold(client.name), f". Changed: {what}.{more}")


def merge_form(gone: Client, kept: Client, moves: int, filled: Sequence[str]) -> Form:
    """What would happen, before it does."""
    rows: list[list[Part]] = [
        [f"• {moves or 'No'} escalation{'' if moves == 1 else 's'} of ", Bold(gone.name), " move."],
        [f"• “{gone.name}” is found as another name of ", Bold(kept.name), "."],
    ]
    if filled:
        rows.append([f"• Filled in: {', '.join(LABELS[field].lower() for field in filled)}."])
    rows.append(["• This can't be undone."])
    blocks: list[Block] = [sentence(Bold(gone.name), " becomes ", Bold(kept.name), ":").block, lines(*rows)]
    return Form(FormId.MERGE, "Merge two clients", blocks, "Merge", f"{gone.id}:{kept.id}")


def merged_view(gone: str, kept: str) -> View:
    return says(Bold(gone), " is ", Bold(kept), " now. Both names find them.")


def past_view(client: Client, before: Sequence[Before], total: int) -> View:
    """Newest first. Of more than can be read, how many more there are."""
    if not before:
        return says(Bold(client.name), ": nothing that you can see. No escalation is kept, or not in your channels.")
    times = "once" if total == 1 else f"{total} times"
    opening = sentence(Bold(client.name), f" was flagged {times}. The newest first:")
    rows = [_row(each) for each in before[:SHOWN_MOST]]
    more = [[f"And {total - SHOWN_MOST} before that."]] if total > SHOWN_MOST else []
    return View(opening.text.rstrip(":") + ".", [opening.block, lines(*rows, *more)])


def _row(before: Before) -> list[Part]:
    escalation = before.escalation
    told = [HEAT_WORDS[escalation.heat]]
    if escalation.cause and escalation.cause != Cause.UNKNOWN:
        told.append(f"cause: {CAUSE_WORDS[Cause(escalation.cause)]}")
    if escalation.reached_at:
        told.append(f"called after {minutes(escalation.reached_at - escalation.waiting_since)}")
    if before.kept or before.broken:
        told.append(f"promises: {before.kept} kept, {before.broken} broken")
    told.append(_ending(escalation))
    what = f" “{cut(escalation.what_happened, 80)}”" if escalation.what_happened else ""
    return ["• ", Moment(escalation.flagged_at, DAY), f"  {'; '.join(told)}.{what}"]


def _ending(escalation: Escalation) -> str:
    if escalation.state in OPEN:
        return "open"
    if escalation.state == State.CLOSED and escalation.outcome:
        return escalation.outcome.replace("_", " ")
    return str(escalation.state)
