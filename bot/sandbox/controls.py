"""Everything a person can press or choose in what they see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.content import elements_of
from bot.sandbox.interactions import act
from bot.sandbox.platform import Platform
from bot.sandbox.reading import Reader
from bot.sandbox.sight import Seen
from bot.sandbox.things import Json, Member, Message, Values, View
from bot.sandbox.values import HOLDS, value_of

LINK = re.compile(r"<(\w+:[^|>]+)\|([^>]+)>")
CHOICES = {"overflow", "static_select", "radio_buttons", "checkboxes", "multi_static_select"}


@dataclass(frozen=True, eq=False)
class Control:
    """A button, one option of a menu, or a link in a text: that one opens a page and tells the app nothing."""

    seen: Seen
    block: Json
    element: Json
    label: str
    option: Json | None = None


def controls(seen: list[Seen], reader: Reader) -> Iterator[Control]:
    for each in seen:
        for block in each.place.blocks:
            for element in elements_of(block):
                if reader.member.id in element.get("visible_to_user_ids", [reader.member.id]):
                    yield from _of(each, block, element, reader)
            for url, label in _links(block):
                yield Control(each, block, {"type": "link", "url": url}, label)


def named(label: str, among: list[Control]) -> Control | None:
    """The first with that label; signs and emoji around the words do not count."""
    return next((control for control in among if _words(control.label) == _words(label)), None)


def _of(seen: Seen, block: Json, element: Json, reader: Reader) -> Iterator[Control]:
    if element["type"] == "button":
        yield Control(seen, block, element, reader.text(element["text"]))
    elif element["type"] in CHOICES and acts_at_once(block):
        for option in options_of(element):
            yield Control(seen, block, element, reader.text(option["text"]), option)


def options_of(element: Json) -> list[Json]:
    return [
        *element.get("options", []),
        *(option for group in element.get("option_groups", []) for option in group["options"]),
    ]


def acts_at_once(block: Json) -> bool:
    """Outside input blocks the app hears of every choice; inside only when it asked to."""
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def use(platform: Platform, member: Member, control: Control) -> None:
    chosen = None
    if control.element["type"] == "link":
        return
    if control.option:
        chosen = _chosen(control, values_of(control.seen.place, member))
        if control.element["type"] != "overflow":
            enter(control.seen.place, member, control.block, control.element, chosen)
    act(platform, member, control.seen.place, control.block, control.element, chosen)


def values_of(place: Message | View, member: Member) -> Values:
    return place.values if isinstance(place, View) else place.values.setdefault(member.id, {})


def enter(place: Message | View, member: Member, block: Json, element: Json, value: Json) -> None:
    values_of(place, member)[block["block_id"], element["action_id"]] = value


def _chosen(control: Control, entered: Values) -> Json:
    """What the element holds once this option was clicked: of several, a second click takes it back."""
    kind = control.element["type"]
    stands = HOLDS.get(kind, ("selected_option", ""))[0]
    if stands == "selected_option":
        return {"type": kind, stands: control.option}
    before = (value_of(control.block, control.element, entered) or {})[stands]
    after = [option for option in before if option != control.option]
    return {"type": kind, stands: after if len(after) < len(before) else [*before, control.option]}


def _words(label: str) -> str:
    return re.sub(r":[\w+-]+:|^[^\w]+|[^\w?!]+$", "", label.strip()).strip().casefold()


def _links(thing: Any) -> Iterator[tuple[str, str]]:
    """(url, what it says) of the links in the texts of a block."""
    if isinstance(thing, list):
        for each in thing:
            yield from _links(each)
    elif isinstance(thing, dict):
        if thing.get("type") == "mrkdwn":
            yield from LINK.findall(thing["text"])
        elif thing.get("type") == "link":
            yield str(thing["url"]), str(thing.get("text", thing["url"]))
        for each in thing.values():
            yield from _links(each)
