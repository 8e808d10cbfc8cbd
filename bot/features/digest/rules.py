"""When the digest comes, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from bot.hours import instant_of, local, next_weekday

MONDAY, AT = 0, time(9)
WEEK = timedelta(days=7)
BULLET = "• "
"""Before each lesson."""
Json = dict[str, Any]


def next_digest(after: datetime, zone: str) -> datetime:
    """The next Monday, nine in the morning in the workspace's zone."""
    return next_weekday(after, MONDAY, AT, zone)


def newest_digest(until: datetime, zone: str) -> datetime:
    """The last Monday, nine in the morning, that has come by then."""
    found = _nine(until, zone)
    return found if found <= until else _nine(until - WEEK, zone)


def moved_digest(at: datetime, zone: str) -> datetime:
    """The same Monday in the zone of now: zones differ by 26 hours at most, and a day on it is that week in each."""
    return _nine(at + timedelta(days=1), zone)


def _nine(within: datetime, zone: str) -> datetime:
    """Monday, nine in the morning, of the week in which that instant lies."""
    day = local(within, zone).date()
    return instant_of(day - timedelta(days=day.weekday()), AT, zone)


@dataclass(frozen=True, kw_only=True)
class Lesson:
    client: str
    words: str
    cause: str | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a period amounts to. It is half-open: from its first instant up to, not including, its last."""

    since: datetime
    until: datetime
    opened: int
    closed: int
    open_now: int
    waits: Sequence[timedelta]
    """From the flag to the first word, of those first reached in the period."""
    kept: int
    moved: int
    late_or_broken: int
    relapses: int
    lessons: Sequence[Lesson]

    @property
    def minutes_to_first_word(self) -> int | None:
        """The median, in whole minutes."""
        return round(median(wait.total_seconds() for wait in self.waits) / 60) if self.waits else None

    @property
    def is_quiet(self) -> bool:
        happened = self.opened, self.closed, self.waits, self.kept, self.moved, self.late_or_broken, self.relapses
        return not any(happened)


def without_lessons(blocks: Sequence[Json], client: str, lesson: str) -> list[Json]:
    """The digest as it was told, without the lines of this client, or of this lesson under another's name."""
    kept: list[Json] = []
    for block in blocks:
        elements = block["elements"][0].get("elements", []) if block["type"] == "rich_text" else []
        gone = {
            place for start in range(2, len(elements) - 1)
            if elements[start - 1].get("text") == BULLET and _is_of(elements[start : start + 2], client, lesson)
            for place in range(start - 2, start + 2)
        }  # fmt: skip
        left = [element for place, element in enumerate(elements) if place not in gone]
        if gone and len(left) > 1:
            kept.append({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": left}]})
        elif not gone:
            kept.append(block)
    return kept


def _is_of(line: Sequence[Json], client: str, lesson: str) -> bool:
    name, words = line[0].get("text"), str(line[1].get("text"))
    return name == client or bool(lesson and words.startswith(f": {lesson}"))
