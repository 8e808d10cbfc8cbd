"""Typed builders for the few blocks we use. They return dictionaries: the SDK's classes cost thirty times as much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.text import Part, cut, rich, spoken
from bot.words import t

Block = dict[str, Any]
TEXT_MOST = 3_000  # chat.update refuses more than 4,000
HALF_TOKEN = re.compile(r"(<[^<>]*|&[a-z]*)\Z")
BUTTON_MOST, VALUE_MOST, TITLE_MOST, OPTION_MOST, LABEL_MOST = 75, 2_000, 24, 75, 2_000


@dataclass(frozen=True)
class View:
    """What a message says: one whole sentence for the lock screen, and the blocks that show it."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True)
class Form:
    """A modal. `about` is the row it speaks of; without `submit` it only shows."""

    id: str
    title: str
    blocks: list[Block]
    submit: str | None = None
    about: str = ""
    close: str = ""

    def view(self) -> Block:
        view: Block = {
            "type": "modal", "callback_id": self.id, "title": plain(self.title, TITLE_MOST), "blocks": self.blocks,
            "private_metadata": self.about, "close": plain(self.close or t("Cancel"), TITLE_MOST),
        }  # fmt: skip
        return view | ({"submit": plain(self.submit, TITLE_MOST)} if self.submit else {})


@dataclass(frozen=True)
class Choice:
    """One option of a menu or a select."""

    label: str
    value: str
    hint: str = ""

    def option(self) -> Block:
        option = {"text": plain(self.label, OPTION_MOST), "value": self.value}
        return option | ({"description": plain(self.hint, OPTION_MOST)} if self.hint else {})


@dataclass(frozen=True)
class Sentence:
    """A sentence in both its shapes."""

    parts: Sequence[Part]

    @property
    def text(self) -> str:
        return cut_spoken(spoken(self.parts))

    @property
    def block(self) -> Block:
        return {"type": "rich_text", "elements": [rich(self.parts)]}


def lines(*rows: Sequence[Part] | Sentence) -> Block:
    """Several sentences under each other in one block."""
    elements: list[Block] = []
    for row in (row.parts if isinstance(row, Sentence) else row for row in rows):
        joined = [*row] if not elements else ["\n", *row]
        elements += rich(joined)["elements"]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def quote(*parts: Part) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": rich(parts)["elements"]}]}


def plain(text: str, limit: int = TEXT_MOST) -> Block:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def button(label: str, act: str, value: object, *, style: str = "", sure: str = "") -> Block:
    """`value` is the row's id. `sure` asks that question before it is sent."""
    made: Block = {"type": "button", "text": plain(label, BUTTON_MOST), "action_id": act, "value": str(value)}
    if style:
        made["style"] = style
    if sure:
        made["confirm"] = {
            "title": plain(t("Are you sure?")),
            "text": plain(sure, 300),
            "confirm": plain(t("Yes"), 30),
            "deny": plain(t("No"), 30),
        }
    return made


def menu(act: str, choices: Sequence[Choice]) -> Block:
    """The small menu of what is pressed rarely: at most five. The value of a choice is "act:row"."""
    return {"type": "overflow", "action_id": act, "options": [choice.option() for choice in choices]}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block:
    """Small print in our own words; what was typed by somebody is plain text here too."""
    return {"type": "context", "elements": [plain(text) for text in texts]}


DIVIDER: Block = {"type": "divider"}


def text_field(name: str, label: str, *, value: str = "", hint: str = "", many: bool = False, optional: bool = False,
               most: int = 500) -> Block:  # fmt: skip
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": many, "max_length": most}
    if value:
        element["initial_value"] = value[:most]
    return _input(name, label, element, hint, optional)


def select_field(name: str, label: str, choices: Sequence[Choice], *, value: str = "", optional: bool = False,
                 hint: str = "") -> Block:  # fmt: skip
    options = [choice.option() for choice in choices]
    element: Block = {"type": "static_select", "action_id": name, "options": options}
    chosen = [option for option in options if option["value"] == value]
    return _input(name, label, element | ({"initial_option": chosen[0]} if chosen else {}), hint, optional)


def radio_field(name: str, label: str, choices: Sequence[Choice], *, value: str) -> Block:
    options = [choice.option() for choice in choices]
    chosen = next(option for option in options if option["value"] == value)
    return _input(
        name,
        label,
        {"type": "radio_buttons", "action_id": name, "options": options, "initial_option": chosen},
        "",
        False,
    )


def person_field(name: str, label: str, *, value: str | None = None, optional: bool = False, hint: str = "") -> Block:
    element: Block = {"type": "users_select", "action_id": name}
    return _input(name, label, element | ({"initial_user": value} if value else {}), hint, optional)


def moment_field(name: str, label: str, *, value: int | None = None, hint: str = "", optional: bool = False) -> Block:
    """`value` and what comes back are Unix seconds; Slack shows the reader's own zone."""
    element: Block = {"type": "datetimepicker", "action_id": name}
    return _input(name, label, element | ({"initial_date_time": value} if value else {}), hint, optional)


def time_field(name: str, label: str, *, value: str = "", hint: str = "", optional: bool = False) -> Block:
    """`value` is a local time, as 09:00."""
    element: Block = {"type": "timepicker", "action_id": name}
    return _input(name, label, element | ({"initial_time": value} if value else {}), hint, optional)


def channel_field(name: str, label: str, *, value: str = "", hint: str = "") -> Block:
    """Channels of this company alone, public and private."""
    seen = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    element: Block = {"type": "conversations_select", "action_id": name, "filter": seen}
    return _input(name, label, element | ({"initial_conversation": value} if value else {}), hint, False)


def people_field(name: str, label: str, *, value: Sequence[str] = (), hint: str = "", most: int = 20) -> Block:
    element: Block = {"type": "multi_users_select", "action_id": name, "max_selected_items": most}
    return _input(name, label, element | ({"initial_users": [*value]} if value else {}), hint, False)


def checks_field(name: str, label: str, choices: Sequence[Choice], *, value: Sequence[str], hint: str = "") -> Block:
    """Any of them, or none."""
    options = [choice.option() for choice in choices]
    element: Block = {"type": "checkboxes", "action_id": name, "options": options}
    if chosen := [option for option in options if option["value"] in value]:
        element["initial_options"] = chosen
    return _input(name, label, element, hint, True)


def _input(name: str, label: str, element: Block, hint: str, optional: bool) -> Block:
    said = plain(label, LABEL_MOST)
    made: Block = {"type": "input", "block_id": name, "label": said, "element": element, "optional": optional}
    return made | ({"hint": plain(hint, LABEL_MOST)} if hint else {})


def cut_spoken(text: str) -> str:
    """Cut without leaving half a token open: what remains must not be parsed as something else."""
    if len(text) <= TEXT_MOST:
        return text
    return HALF_TOKEN.sub("", text[: TEXT_MOST - 1]) + "…"
