"""Filling in: a form's fields found by what is written beside them, and values turned into what Slack sends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.sandbox.content import elements_of
from bot.sandbox.controls import acts_at_once, options_of
from bot.sandbox.outline import outline, said
from bot.sandbox.reading import Reader
from bot.sandbox.state import State
from bot.sandbox.things import Json, Message, View
from bot.sandbox.values import HOLDS, value_of


@dataclass(frozen=True, eq=False)
class Form:
    """An open modal as its reader sees it."""

    view: View
    reader: Reader

    @property
    def title(self) -> str:
        return self.view.title

    @property
    def text(self) -> str:
        return outline(self.view, self.reader)

    @property
    def fields(self) -> dict[str, str]:
        """Label → what is entered, in words."""
        return {
            label: said(value_of(block, element, self.view.values) or {}, self.reader)
            for label, block, element in self._inputs()
        }

    @property
    def errors(self) -> dict[str, str]:
        """Label → what is wrong."""
        errors = self.view.errors
        return {label: errors[block["block_id"]] for label, block, _ in self._inputs() if block["block_id"] in errors}

    def _inputs(self) -> Iterator[tuple[str, Json, Json]]:
        for block in self.view.blocks:
            if block["type"] == "input":
                yield self.reader.text(block["label"]), block, block["element"]


def field_named(name: str, place: Message | View, reader: Reader) -> tuple[Json, Json]:
    """By label, block_id, action_id or placeholder: (block, element)."""
    known: list[str] = []
    for block in place.blocks:
        for element in elements_of(block):
            if element["type"] in HOLDS:
                shown = (reader.text(block.get("label")), reader.text(element.get("placeholder")))
                names = [each for each in (*shown, block["block_id"], element["action_id"]) if each]
                if name in names:
                    return block, element
                known.append(names[0])
    raise AssertionError(f"there is no field {name!r}; there are {known}")


def tells_at_once(block: Json, element: Json) -> bool:
    return acts_at_once(block) and element["type"] in HOLDS


def entered(element: Json, given: Any, state: State) -> Json:
    """The value as Slack sends it. Raises AssertionError when nobody could enter that."""
    kind = element["type"]
    stands = HOLDS[kind][0]
    return {
        "type": kind,
        stands: ([] if stands.endswith("s") else None) if given is None else _value(element, given, state),
    }


def _value(element: Json, given: Any, state: State) -> Any:
    stands = HOLDS[element["type"]][0]
    if stands in ONE:
        return ONE[stands](element, given, state)
    if stands.removesuffix("s") in ONE:
        several = [given] if isinstance(given, str) else given
        return [ONE[stands.removesuffix("s")](element, each, state) for each in several]
    return _typed(element, str(given))


def _option(element: Json, given: str, _: State) -> Json:
    for option in options_of(element):
        if given in {option["text"]["text"], option["value"]}:
            return option
    raise AssertionError(
        f"there is no option {given!r}; there are {[each['text']['text'] for each in options_of(element)]}"
    )


def _rich_text(_: Json, given: str, __: State) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": given}]}
    return {"type": "rich_text", "elements": [section]}


# Where the value stands → how to make it of what a test gives.
ONE: dict[str, Callable[[Json, Any, State], Any]] = {
    "selected_option": _option,
    "selected_user": lambda _, given, state: state.member(given).id,
    "selected_channel": lambda _, given, state: state.channel(given).id,
    "selected_conversation": lambda _, given, state: state.channel(given).id,
    "selected_date_time": lambda _, given, __: int(given.timestamp()) if isinstance(given, datetime) else int(given),
    "selected_date": lambda _, given, __: str(given),
    "selected_time": lambda _, given, __: given.strftime("%H:%M") if isinstance(given, time) else given,
    "rich_text_value": _rich_text,
}


def _typed(element: Json, words: str) -> str:
    most = element.get("max_length", 3000)
    if len(words) > most:
        raise AssertionError(f"the field takes {most} characters, not {len(words)}")
    if element["type"] == "plain_text_input" and not element.get("multiline") and "\n" in words:
        raise AssertionError("the field takes one line")
    return words
