"""Times, days and lists as their reader writes them. Slack's date tokens do that by themselves; this is for the rest.

The reader's locale, as Slack names it ("en-US"), says whether the clock has 12 or 24 hours, whether the day or the
month comes first, and with which day a week begins. The words are those of the language that is spoken. A text that
many read has no reader: then the language alone decides, and English, which stands on both sides of the ocean, is
written as nobody can mistake it: 2 Mar 21:00.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import parse_pattern
from babel.lists import format_list

from bot.words import plural, spoken_language, t
from bot.words.catalogues import ENGLISH

NOBODY = ""
"""As a reader: many, or one whom we do not know."""
FOR_MANY = {ENGLISH: "en_150"}
"""English as it is written in Europe, among others by those whose first language it is not."""
COMMON = (NOBODY, "en-US", "en-GB")
TIME_OF = {12: "hm", 24: "Hm"}
DAY_FIRST, MONTH_FIRST = "d MMM", "MMM d"
"""English is written in both ways; any other language in its own."""
TYPED_TIME = re.compile(
    r"(?P<before>[^\W\d]*)\s*(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2}))?\s*(?P<after>[^\W\d]*)"
)
NOON = 12
DAY = 24 * 60
NO_BREAK = "\u00a0"
"""So that no line begins with "PM"."""


def read_ahead() -> None:
    """The calendars that most will read: from the disk they take a third of a second, which nobody should wait for."""
    for reader in COMMON:
        day_words(date.min, reader)


def time_words(at: time, reader: str = NOBODY) -> str:
    """21:00, or 9:00 PM."""
    own, here = _spoken(), _of(reader)
    pattern = own.datetime_skeletons[TIME_OF[_hours(here)]]
    if own.language == here.language:
        own, pattern = here, here.time_formats["short"]
    return re.sub(r"\s", NO_BREAK, parse_pattern(pattern).apply(at, own))


def day_words(day: date, reader: str = NOBODY) -> str:
    """2 Mar, or Mar 2. Slack shows a year where one is needed."""
    own, here = _spoken(), _of(reader)
    if own.language == here.language:
        return parse_pattern(here.datetime_skeletons["MMMd"]).apply(day, here)
    pattern = DAY_FIRST if _day_comes_first(here) else MONTH_FIRST
    return parse_pattern(pattern if own.language == ENGLISH else own.datetime_skeletons["MMMd"]).apply(day, own)


def moment_words(at: datetime, reader: str = NOBODY) -> str:
    """Without its zone, which only who calls knows."""
    return f"{day_words(at.date(), reader)} {time_words(at.time(), reader)}"


def weekday_words(number: int, *, is_short: bool = False) -> str:
    """Monday is 0."""
    return str(_spoken().days["stand-alone"]["abbreviated" if is_short else "wide"][number])


def week(reader: str = NOBODY) -> list[int]:
    """The days in the order in which the reader's calendar shows them."""
    first = _of(reader).first_week_day
    return [(first + n) % 7 for n in range(7)]


def language_words(language: str) -> str:
    """As its speakers call it."""
    return str(Locale.parse(language).language_name)


def any_of(names: Sequence[str]) -> str:
    """a, b or c"""
    return format_list([*names], style="or", locale=_spoken())


def all_of(names: Sequence[str]) -> str:
    """a, b and c"""
    return format_list([*names], style="standard", locale=_spoken())


def minutes(span: timedelta) -> str:
    """How long somebody waited, as one says it."""
    whole = max(0, round(span.total_seconds() / 60))
    if whole == 0:
        return t("less than a minute")
    if whole < 120:
        return plural("{count} minute", "{count} minutes", whole)
    return plural("{count} hour", "{count} hours", round(whole / 60))


def minutes_words(minutes: int) -> str:
    """15 min, 2 days; below zero it is of working time."""
    works, size = minutes < 0, abs(minutes)
    days, hours = size // DAY, size // 60
    if size % DAY == 0:
        working = plural("{count} working day", "{count} working days", days)
        return working if works else plural("{count} day", "{count} days", days)
    if size % 60 == 0:
        working = plural("{count} working hour", "{count} working hours", hours)
        return working if works else plural("{count} hour", "{count} hours", hours)
    return plural("{count} working minute", "{count} working minutes", size) if works else t("{count} min", count=size)


def read_time(typed: str, reader: str = NOBODY) -> time | None:
    """9am, 21:00, 9.30 pm, 21h30, and what the reader's own language writes for am and pm. None when it is no time."""
    plain = unicodedata.normalize("NFKC", typed).casefold().strip()
    found = TYPED_TIME.fullmatch(re.sub(r"(?<=[ap])\s*\.\s*m\s*\.?$", "m", plain))
    if found is None:
        return None
    mark = found["before"] + found["after"]
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), _half_of_day(mark, reader)
    if half is None or (half and hour > NOON):
        return None
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    elif found["minute"] is None and not mark:  # a bare number may be anything
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _half_of_day(mark: str, reader: str) -> str | None:
    """am or pm; empty where the clock has 24 hours; None for a word that is neither."""
    if mark in ("", "h", "uhr"):
        return ""
    for locale in (_of(reader), _spoken(), Locale(ENGLISH)):
        for half in ("am", "pm"):
            marks = {str(names[half]).casefold() for names in locale.day_periods["format"].values() if half in names}
            if mark in marks | {half}:
                return half
    return None


def _spoken() -> Locale:
    language = spoken_language()
    return _known(FOR_MANY.get(language, language)) or Locale(ENGLISH)


def _of(reader: str) -> Locale:
    return (_known(reader.replace("-", "_")) if reader else None) or _spoken()


@lru_cache(maxsize=64)
def _known(name: str) -> Locale | None:
    """Each is a megabyte: only those in use are loaded, and finding one again costs nothing."""
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _hours(locale: Locale) -> int:
    return 12 if re.search("[hK]", _bare(locale.time_formats["short"].pattern)) else 24


def _day_comes_first(locale: Locale) -> bool:
    pattern = _bare(locale.date_formats["short"].pattern)
    return pattern.index("d") < pattern.index("M")


def _bare(pattern: str) -> str:
    """Without what stands in it between quotes."""
    return re.sub("'[^']*'", "", pattern)
