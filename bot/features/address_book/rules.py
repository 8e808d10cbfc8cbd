"""What may be set down of a client: what was typed on one side, the value or a sentence on the other."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.days import UnreadableError
from bot.errors import Refusal
from bot.features.clients.rules import (
    ALIASES_MOST,
    CONTACT_MOST,
    LANGUAGE_MOST,
    NAME_MOST,
    NOTES_MOST,
    PHONE_MOST,
    VALUE_MOST,
)
from bot.features.preferences.rules import read_zone
from bot.words import Later, later, said, t

Value = str | bool | list[str] | None
LABELS: dict[str, Later] = {
    "name": later("name"), "aliases": later("other names"), "contact": later("who to ask for"),
    "phone": later("their phone number"), "zone": later("time zone"), "value_at_risk": later("value at risk"),
    "prefers_writing": later("prefers writing"), "do_not_call": later("do not call"),
    "hard_of_hearing": later("hard of hearing"), "language": later("language"), "notes": later("notes"),
    "account_owner": later("account owner"), "deputy": later("deputy"),
}  # fmt: skip
"""As they stand within a sentence."""
MOST = {
    "name": NAME_MOST, "contact": CONTACT_MOST, "phone": PHONE_MOST, "value_at_risk": VALUE_MOST,
    "language": LANGUAGE_MOST, "notes": NOTES_MOST,
}  # fmt: skip
FLAGS = ("prefers_writing", "do_not_call", "hard_of_hearing")
PEOPLE = ("account_owner", "deputy")
BETWEEN = re.compile(r"[;\n]")
NO_NAME = later("Name the client, as you would say it.")
INTO = re.compile(r"\s+into\s+|\s*(?:→|->|=>)\s*", re.IGNORECASE)


class Known(Protocol):
    """A client's row, as far as it is set down here."""

    name: str
    aliases: list[str]


def read_values(typed: Mapping[str, str]) -> dict[str, Value]:
    """What was given, as it is kept. Raises Refusal, with a sentence at each field that cannot be."""
    values: dict[str, Value] = {**typed}
    wrong: dict[str, str] = {}
    values |= {field: bool(typed[field]) for field in FLAGS if field in typed}
    values |= {field: typed[field] or None for field in PEOPLE if field in typed}
    if "aliases" in typed:
        values["aliases"] = read_aliases(typed["aliases"])
    if "name" in typed and not typed["name"]:
        wrong["name"] = said(NO_NAME)
    if typed.get("zone"):
        try:
            values["zone"] = read_zone(typed["zone"])
        except UnreadableError as error:
            wrong["zone"] = str(error)
    if isinstance(aliases := values.get("aliases"), list) and len(aliases) > ALIASES_MOST:
        wrong["aliases"] = t("At most {most} other names.", most=ALIASES_MOST)
    if typed.get("deputy") and typed.get("deputy") == typed.get("account_owner"):
        wrong["deputy"] = t("That is the account owner already. Choose somebody else, or nobody.")
    if wrong:
        raise Refusal(next(iter(wrong.values())), **wrong)
    return values


def read_aliases(text: str) -> list[str]:
    """One a line, or with semicolons between them: a name may have a comma."""
    names = (" ".join(name.split())[:NAME_MOST] for name in BETWEEN.split(text))
    return list(dict.fromkeys(name for name in names if name))


def values_of(client: object) -> dict[str, Value]:
    return {field: getattr(client, field) for field in LABELS}


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, list[Value]]:
    """What changes, from what to what."""
    return {field: [before[field], value] for field, value in after.items() if before[field] != value}


def both_of(kept: Mapping[str, Value], gone: Mapping[str, Value]) -> dict[str, Value]:
    """Of two clients made one: what is empty is filled in, and who goes is remembered by name."""
    filled = {field: value or gone[field] for field, value in kept.items()}
    names = [*_names(kept), str(gone["name"]), *_names(gone)]
    filled["aliases"] = [name for name in dict.fromkeys(names) if name != kept["name"]]
    if filled["deputy"] == filled["account_owner"]:
        filled["deputy"] = kept["deputy"]
    return filled


def two_names(typed: str) -> Sequence[str]:
    """ "Acme Ltd into Acme": both, or nothing."""
    parts = INTO.split(typed.strip(), maxsplit=1)
    return parts if len(parts) == 2 and all(parts) else ()


def _names(values: Mapping[str, Value]) -> list[str]:
    found = values["aliases"]
    return found if isinstance(found, list) else []
