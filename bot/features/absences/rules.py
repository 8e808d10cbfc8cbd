"""When somebody is away, understood from a few words. Days are local; `until` is the first day they are back."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.errors import Refusal
from bot.hours import is_between
from bot.words import later, said, t

MOST = timedelta(days=366)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
SPANS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]?(\d{4}|\d{2})?")
TH = "(?:st|nd|rd|th)?"
NAMED = re.compile(rf"(?:(\d{{1,2}}){TH}\.?\s+)?([a-z]{{3,9}})\.?(?:\s+(\d{{1,2}}){TH})?(?:,?\s+(\d{{4}}))?")
LAST = re.compile(r"\s+(?:to|through|-|–)\s+|\s*–\s*")
BACK = re.compile(r"\s+(?:until|till|til)\s+")
HOW = later(
    "Say it like: /angry-client away until Monday, /angry-client away 25/12, or /angry-client away 24/12 to 2/1."
)


@dataclass(frozen=True)
class Absence:
    """`begins` is None where it begins now."""

    begins: date | None
    until: date


class Absent(Protocol):
    """A person's row, as far as their absence goes."""

    away_from: datetime | None
    away_until: datetime | None


def is_away(person: Absent, now: datetime) -> bool:
    """As they told us."""
    return is_between(now, person.away_from, person.away_until)


def absence(typed: str, today: date) -> Absence:
    """Raises Refusal, with what can be said instead."""
    words = " ".join(typed.casefold().split()).removeprefix("from ")
    if words in ("", "until", "from", "for"):
        raise _refused(t("Until when?"))
    found = _absence(words, today)
    if found.until <= today or (found.begins and found.begins >= found.until):
        raise _refused(t("“{typed}” is over already.", typed=typed))
    if found.until - today > MOST:
        raise _refused(t("That is more than a year."))
    return found


def _absence(words: str, today: date) -> Absence:
    if words.startswith(("until ", "till ", "til ")):
        return Absence(None, _day(words.partition(" ")[2], today))
    if words.startswith("for "):
        count, _, span = words.removeprefix("for ").partition(" ")
        number = int(count) if count.isdecimal() else COUNTS.get(count, 0)
        if span not in SPANS or not 0 < number <= MOST.days:
            raise _refused(t("I can't read “{words}”.", words=words))
        return Absence(None, today + timedelta(days=number * SPANS[span]))
    for between, more in ((BACK, 0), (LAST, 1)):
        parts = between.split(words, maxsplit=1)
        if len(parts) == 2:
            begins = _day(parts[0], today)
            return Absence(begins, _day(parts[1], begins) + timedelta(days=more))
    day = _day(words, today)
    return Absence(None if day == today else day, day + timedelta(days=1))


def _day(words: str, today: date) -> date:
    """The next such day: of a date without its year, of a weekday that is not today."""
    words = words.removeprefix("on ").removeprefix("next ").strip()
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    weekday = next((number for number, name in enumerate(DAYS) if len(words) > 2 and name.startswith(words)), None)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := ISO.fullmatch(words):
        return _date(int(found[1]), int(found[2]), int(found[3]), words)
    if found := NUMBERS.fullmatch(words):
        day, month = int(found[1]), int(found[2])
        if month > 12 >= day:  # as it is written in America
            day, month = month, day
        return _next(day, month, found[3], today, words)
    if (found := NAMED.fullmatch(words)) and (found[1] or found[3]):
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(found[2])), 0)
        return _next(int(found[1] or found[3]), month, found[4], today, words)
    raise _refused(t("I can't read “{words}” as a day.", words=words))


def _next(day: int, month: int, year: str | None, today: date, words: str) -> date:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day, words)
    this = _date(today.year, month, day, words)
    return this if this >= today else _date(today.year + 1, month, day, words)


def _date(year: int, month: int, day: int, words: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _refused(t("There is no day “{words}”.", words=words)) from error


def _refused(why: str) -> Refusal:
    return Refusal(f"{why} {said(HOW)}")
