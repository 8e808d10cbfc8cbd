"""Days: public holidays of a country; days off and spans of time as people write them.

A day off is kept as 2026-12-24, or as 12-24 when it is one every year; a span as minutes, below zero of working time.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays, list_supported_countries

from bot.words import ENGLISH, speaking, t
from bot.words.local import NOBODY, day_words, minutes_words, weekday_words

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = 3
"""Letters of a month, at least."""
DAYS_OFF_MOST = 60
"""So that somebody works some day."""
REGIONS_SHOWN = 6
LEAP = 2024
"""Stands for any year, so that the 29th of February is a day."""
WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?"),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? (?P<name>[a-z]{3,9})\.?(?: (?P<year>\d{4}))?"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?"),
)
SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?")
COMMA_IN_DATE = re.compile(r"([a-z]\.? \d{1,2}(?:st|nd|rd|th)?), *(\d{4})")


WORKING_DAY = 24 * 60
"""So many minutes of working time are a working day, however long that is."""
MINUTES_MOST = 14 * 24 * 60
UNITS = {"": 1, "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60, "d": 1_440,
         "day": 1_440, "days": 1_440}  # fmt: skip
SPAN = re.compile(r"(\d{1,6})\s*([a-z]*)")
WORKING = re.compile(r"\bworking\b|\bwork\b")


class UnreadableError(ValueError):
    """Why it can't be read, and how to write it."""


def read_minutes(typed: str) -> int:
    """ "15", "15 min", "1 h 30", "2 days"; "4 working hours" and "1 working day" are below zero."""
    said = typed.casefold().replace(",", " ").replace("and", " ").strip()
    spans, works = WORKING.subn("", said)
    found = SPAN.findall(spans)
    if not found or SPAN.sub("", spans).strip() or any(unit not in UNITS for _, unit in found):
        raise UnreadableError(t("I can't read that as a time. Write it as 15 min, 4 working hours or 1 day."))
    minutes = sum(int(number) * UNITS[unit] for number, unit in found)
    if not 1 <= minutes <= MINUTES_MOST:
        raise UnreadableError(t("Choose between 1 minute and 14 days."))
    if works and minutes >= WORKING_DAY and minutes % WORKING_DAY:
        raise UnreadableError(t("Write it in whole working days, such as 2 working days, or in fewer working hours."))
    return -minutes if works else minutes


def said_minutes(minutes: int) -> str:
    """As `read_minutes` reads it."""
    with speaking(ENGLISH):
        return minutes_words(minutes)


def read_country(typed: str) -> str:
    """ "GB", "de-by", "US CA", as the code that `holidays_of` knows; empty for none. Raises UnreadableError."""
    code, _, region = re.sub(r"[\s_/]+", "-", typed.strip().upper()).partition("-")
    if not code:
        return ""
    regions = list_supported_countries().get(code)
    if regions is None:
        raise UnreadableError(
            t("I know no holidays of {code}. Write a country's code, such as GB, or DE-BY.", code=code[:20])
        )
    wanted = region.replace("-", " ").casefold()
    if not wanted:
        return code
    if found := next((known for known in regions if known.casefold() == wanted), None):
        return f"{code}-{found}"
    such = ", ".join(f"{code}-{known}" for known in regions[:REGIONS_SHOWN])
    raise UnreadableError(t("I know no such region of {code}. Write {such}.", code=code, such=such or code))


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Cached: the first of a country costs up to a tenth of a second."""
    if not country:
        return frozenset()
    code, _, region = country.partition("-")
    try:
        return frozenset(country_holidays(code, subdiv=region or None, years=year))
    except NotImplementedError:  # a later release may know it no more
        return frozenset()


def read_days_off(typed: str) -> list[str]:
    """ "24 Dec 2026, 31.12.; 2 to 5 January 2027". Without a year it is every year. Raises UnreadableError."""
    said = COMMA_IN_DATE.sub(r"\1 \2", re.sub(r"[^\S\n]+", " ", typed.casefold()))
    found: set[str] = set()
    for part in re.split(r"[,;\n]+| and ", said):
        if part.strip():
            found.update(_days_of(part.strip()))
    if len(found) > DAYS_OFF_MOST:
        raise UnreadableError(
            t("That is more than {most} days, as many as I keep. Leave out what is over.", most=DAYS_OFF_MOST)
        )
    return sorted(found, key=lambda day: (len(day), day))


def said_day(kept: str) -> str:
    """24 Dec 2026, or 24 Dec for one every year."""
    *year, month, day = kept.split("-")
    return " ".join([str(int(day)), MONTHS[int(month) - 1][:SHORT].title(), *year])


def day_off_words(kept: str, reader: str = NOBODY) -> str:
    """A day off as its reader writes it, without a year where it is one every year."""
    *years, month, day = map(int, kept.split("-"))
    words = day_words(date(years[0] if years else LEAP, month, day), reader)
    return t("{day} {year}", day=words, year=years[0]) if years else words


def read_weekday(typed: str) -> int:
    wanted = typed.strip().casefold()
    if wanted in map(str, range(7)):
        return int(wanted)
    names = [(day, weekday_words(number).casefold()) for number, day in enumerate(WEEKDAYS)]
    found = [number for number, both in enumerate(names) if wanted and any(name.startswith(wanted) for name in both)]
    if len(found) != 1:
        raise UnreadableError(t("Choose a day of the week, such as {day}.", day=weekday_words(0)))
    return found[0]


def read_work_days(typed: str) -> list[str]:
    """Monday is 0. "0 1 2", or "Mon Tue Wed"."""
    chosen = {str(read_weekday(word)) for word in typed.replace(",", " ").split()}
    if not chosen:
        raise UnreadableError(t("Choose a day: in a week without one nobody would ever be told."))
    return sorted(chosen)


def _days_of(part: str) -> Iterator[str]:
    first, last = _ends_of(part)
    (from_year, begins), (to_year, ends) = _day_of(first, part), _day_of(last, part)
    if from_year != to_year:
        raise UnreadableError(t("Write the year at both ends of “{typed}”, or at neither.", typed=part[:40]))
    if not to_year and ends < begins:  # over New Year, every year
        ends = ends.replace(year=LEAP + 1)
    if ends < begins:
        raise UnreadableError(t("“{typed}” ends before it begins.", typed=part[:40]))
    for n in range(min((ends - begins).days, DAYS_OFF_MOST) + 1):
        day = begins + timedelta(days=n)
        yield day.isoformat() if to_year else f"{day:%m-%d}"


def _ends_of(part: str) -> tuple[str, str]:
    """Of "24 dec 2026 – 2 jan 2027", or "24-31 dec 2026", where the first lacks what the last says."""
    if short := re.fullmatch(r"(\d{1,2})\.? ?(?:-|–|to|until) ?(\d{1,2}\.? [a-z]+\.?(?: \d{4})?)", part):
        return re.sub(r"^\d{1,2}", short[1], short[2]), short[2]
    ends = re.split(r" ?– ?| - | to | until ", part)
    return ends[0], ends[-1] if len(ends) == 2 else ends[0] if len(ends) == 1 else ""


def _day_of(said: str, part: str) -> tuple[bool, date]:
    """Whether a year was said, and the day."""
    unreadable = UnreadableError(
        t("I can't read “{typed}” as a day. Write it as 24 Dec 2026, or 2026-12-24.", typed=part[:40])
    )
    found = next((found for form in WRITTEN if (found := form.fullmatch(said))), None) or _slashed(said, part)
    if found is None:
        raise unreadable
    told = found.groupdict()
    month = told.get("month") or _month_of(told.get("name") or "")
    try:
        return bool(told.get("year")), date(int(told.get("year") or LEAP), int(month), int(told["day"]))
    except ValueError:
        raise unreadable from None


def _slashed(said: str, part: str) -> re.Match[str] | None:
    """Which of two numbers is the month is not known, unless it makes no difference."""
    found = SLASHED.fullmatch(said)
    if found and found["day"] != found["month"] and int(found["day"]) <= len(MONTHS):
        raise UnreadableError(
            t("I can't tell day from month in “{typed}”. Write it as 24 Dec 2026.", typed=part[:40])
        )
    return found


def _month_of(name: str) -> int:
    """0 for none."""
    fits = [n for n, full in enumerate(MONTHS, 1) if full.startswith(name) and len(name) >= SHORT]
    return fits[0] if len(fits) == 1 else 0
