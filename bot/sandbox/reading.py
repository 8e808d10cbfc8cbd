"""What one person reads: markup resolved, dates in their own zone, people by their first names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.state import State
from bot.sandbox.things import Json, Member

MARKED = re.compile(r"<([^<>\n]+)>")
EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w*_~`])")


@dataclass(frozen=True, eq=False)
class Reader:
    state: State
    member: Member

    def mrkdwn(self, text: str) -> str:
        # Innermost emphasis last: *_both_* needs two passes.
        plain = EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", text))
        return unescape(MARKED.sub(lambda found: self._marked(found[1]), plain))

    def text(self, thing: Any) -> str:
        """A text object, or nothing."""
        if not thing:
            return ""
        return self.mrkdwn(thing["text"]) if thing["type"] == "mrkdwn" else str(thing["text"])

    def inline(self, elements: list[Json]) -> str:
        """The elements of a rich text section."""
        return "".join(self._element(each) for each in elements)

    def person(self, id_: str) -> str:
        member = self.state.members.get(id_)
        return f"@{member.first_name if member else id_}"

    def channel(self, id_: str) -> str:
        channel = self.state.channels.get(id_)
        hidden = channel is None or (channel.kind != "channels" and self.member.id not in channel.members)
        return "#private" if hidden or channel is None else f"#{channel.name}"

    def date(self, seconds: int, pattern: str) -> str:
        """https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""
        zone = ZoneInfo(self.member.zone)
        return dated(datetime.fromtimestamp(seconds, zone), self.state.clock.now().astimezone(zone), pattern)

    def _marked(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            return self.person(target[1:])
        if target.startswith("#"):
            return self.channel(target[1:])
        if target.startswith("!date^"):
            _, seconds, pattern, *_ = [*target.split("^"), "", ""]
            return self.date(int(seconds), pattern) if seconds.isdigit() and int(seconds) else label
        if target.startswith("!"):
            return label or f"@{target[1:].split('^')[0]}"
        return label or target

    def _element(self, element: Json) -> str:
        match element["type"]:
            case "text":
                return str(element["text"])
            case "link":
                return str(element.get("text") or element["url"])
            case "user":
                return self.person(element["user_id"])
            case "channel":
                return self.channel(element["channel_id"])
            case "emoji":
                return f":{element['name']}:"
            case "broadcast":
                return f"@{element['range']}"
            case "date":
                return self.date(element["timestamp"], element["format"])
            case "usergroup":
                return f"@{element['usergroup_id']}"
        return str(element.get("value", ""))


def dated(moment: datetime, now: datetime, pattern: str) -> str:
    """Slack's date tokens in words; the times are on a 24-hour clock."""
    day = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((moment.date() - now.date()).days, "")
    number = moment.day
    spoken = f"{moment:%B} {number}{_ordinal(number)}, {moment.year}"
    short, long = f"{moment:%b} {number}, {moment.year}", f"{moment:%A}, {spoken}"
    tokens: dict[str, Callable[[], str]] = {
        "date_num": lambda: f"{moment:%Y-%m-%d}",
        "date_slash": lambda: f"{moment:%m/%d/%Y}",
        "date": lambda: spoken,
        "date_short": lambda: short,
        "date_long": lambda: long,
        "date_pretty": lambda: day or spoken,
        "date_short_pretty": lambda: day or short,
        "date_long_pretty": lambda: day or long,
        "day_divider_pretty": lambda: day or f"{moment:%A}, {moment:%B} {number}{_ordinal(number)}",
        "time": lambda: f"{moment:%H:%M}",
        "time_secs": lambda: f"{moment:%H:%M:%S}",
        "ago": lambda: _ago(moment - now),
    }
    return re.sub(r"\{(\w+)\}", lambda found: tokens[found[1]]() if found[1] in tokens else found[0], pattern)


def _ordinal(number: int) -> str:
    return "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _ago(distance: timedelta) -> str:
    seconds = abs(int(distance.total_seconds()))
    if seconds < 60:
        return "now"
    amount, unit = next(
        (seconds // size, unit) for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")) if seconds >= size
    )
    words = f"{amount} {unit}{'s' if amount > 1 else ''}"
    return f"{words} ago" if distance < timedelta() else f"in {words}"
