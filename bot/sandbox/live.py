"""What in a message is alive: mentions, broadcasts, channels and links that Slack would render, wherever they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.reading import MARKED
from bot.sandbox.things import Json, Message, View

BARE_URL = re.compile(r"https?://[^\s<>|]+")
BARE_NAME = re.compile(r"(?<![\w<!])([@#])([\w.-]+)")
BROADCASTS = {"here", "channel", "everyone"}


@dataclass(frozen=True)
class Live:
    kind: str  # user, broadcast, group, channel, link
    target: str


def live(place: Message | View) -> list[Live]:
    if place.blocks:
        return list(_in_blocks(place.blocks))
    return list(_in_text(place.text, place.parse)) if isinstance(place, Message) else []


def _in_blocks(thing: Any) -> Iterator[Live]:
    if isinstance(thing, list):
        for each in thing:
            yield from _in_blocks(each)
    elif isinstance(thing, dict):
        if thing.get("type") == "mrkdwn":
            yield from _in_text(thing["text"], "marked" if thing.get("verbatim") else "full")
        else:
            yield from _in_rich_text(thing)
        for each in thing.values():
            yield from _in_blocks(each)


def _in_rich_text(element: Json) -> Iterator[Live]:
    match element:
        case {"type": "user", "user_id": target}:
            yield Live("user", target)
        case {"type": "channel", "channel_id": target}:
            yield Live("channel", target)
        case {"type": "broadcast", "range": target}:
            yield Live("broadcast", target)
        case {"type": "usergroup", "usergroup_id": target}:
            yield Live("group", target)
        case {"type": "link", "url": target}:
            yield Live("link", target)


def _in_text(text: str, parse: str) -> Iterator[Live]:
    """`parse` marked: only what stands in <…>; none: bare URLs too; names, client, full: bare @names and #names too."""
    for found in MARKED.finditer(text):
        yield from _marked(found[1].split("|")[0])
    bare = MARKED.sub(" ", text)
    if parse != "marked":
        yield from (Live("link", found[0]) for found in BARE_URL.finditer(bare))
    if parse not in {"marked", "none"}:
        for sign, name in BARE_NAME.findall(BARE_URL.sub(" ", bare)):
            yield Live("channel" if sign == "#" else "broadcast" if name in BROADCASTS else "user", name)


def _marked(target: str) -> Iterator[Live]:
    if target.startswith("@"):
        yield Live("user", target[1:])
    elif target.startswith("#"):
        yield Live("channel", target[1:])
    elif target.startswith("!subteam^"):
        yield Live("group", target.removeprefix("!subteam^"))
    elif target.startswith("!") and not target.startswith("!date^"):
        yield Live("broadcast", target[1:])
    elif ":" in target and not target.startswith("!"):
        yield Live("link", target)
