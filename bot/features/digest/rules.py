"""When the digest comes, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from bot.hours import instant_of, local, next_weekday

WEEK = timedelta(days=7)
BULLET = "• "
"""Before each lesson."""
Json = dict[str, Any]
THURSDAY = 3
"""Far enough from both ends of a week to be in the same one in every zone."""


@dataclass(frozen=True)
class Rhythm:
    """When a workspace reads its digest: a weekday (Monday is 0) and a local time."""

    zone: str
    weekday: int = 0
    at: time = time(9)

    def next(self, after: datetime) -> datetime:
        """The next one after that instant."""
        return next_weekday(after, self.weekday, self.at, self.zone)

    def newest(self, until: datetime) -> datetime:
        """The last one that has come by then."""
        found = self.same_week(until)
        return found if found <= until else self.same_week(until - WEEK)

    def moved(self, due_at: datetime) -> datetime:
        """The one of the week for which `due_at` stood in another zone: they differ by 26 hours at most."""
        return self.same_week(due_at + timedelta(days=THURSDAY - self.weekday))

    def same_week(self, within: datetime) -> datetime:
        """The one of the week (Monday to Sunday) in which that instant lies."""
        day = local(within, self.zone).date()
        return instant_of(day + timedelta(days=self.weekday - day.weekday()), self.at, self.zone)


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
