"""Hours: local times as instants, working time, nights, days off. Instants are UTC; a zone is an IANA name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.days import holidays_of

SATURDAY = 5
DAY = timedelta(days=1)
LOOK_AHEAD = 400
"""Days. Who never works in all of those is spoken to at any time, rather than never."""
ZONES_OF = metadata.version("tzdata")
"""Which year's zones these are."""


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The instant of a local time. One that does not exist is the first valid one after it; of two, the first."""
    wanted = datetime.combine(day, at)
    early = wanted.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    if local(early, zone).replace(tzinfo=None) == wanted:
        return early
    return _end_of_gap(wanted.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC), early, zone)


def _end_of_gap(before: datetime, after: datetime, zone: str) -> datetime:
    """The instant at which the clocks were put on: between the two, to the second."""
    offset = local(before, zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if local(middle, zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def next_weekday(after: datetime, weekday: int, at: time, zone: str) -> datetime:
    """The first instant strictly after `after` that is this weekday (Monday is 0) at this local time."""
    day = local(after, zone).date()
    while True:
        if day.weekday() == weekday and (found := instant_of(day, at, zone)) > after:
            return found
        day += timedelta(days=1)


def working_days_later(start: datetime, days: int, at: time, zone: str) -> datetime:
    """So many working days (Monday to Friday) after the local day of `start`, at a local time."""
    day = local(start, zone).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return instant_of(day, at, zone)


def is_between(now: datetime, begins: datetime | None, ends: datetime | None) -> bool:
    """Away, as somebody told us; without a beginning it has begun."""
    return ends is not None and (begins or now) <= now < ends


@dataclass(frozen=True)
class Quiet:
    """Local times between which nobody is spoken to, over midnight or within a day. Equal ones mean never quiet."""

    begins: time
    ends: time

    @property
    def lasts(self) -> timedelta:
        span = timedelta(hours=self.ends.hour - self.begins.hour, minutes=self.ends.minute - self.begins.minute)
        return span % timedelta(days=1)


NIGHT = Quiet(time(21), time(8))


def quiet_ends(now: datetime, zone: str, quiet: Quiet) -> datetime | None:
    """When the quiet hours that it is there now are over; None outside them."""
    here = local(now, zone)
    for day in (here.date() - timedelta(days=1), here.date()):
        begins = instant_of(day, quiet.begins, zone)
        ends = instant_of(day + timedelta(days=quiet.ends < quiet.begins), quiet.ends, zone)
        if begins <= now < ends:
            return ends
    return None


class House(Protocol):
    """What a workspace says of its hours, as it is kept."""

    work_from: str
    work_until: str
    work_days: list[str]
    holidays: str
    days_off: list[str]
    quiet_from: str
    quiet_until: str


@dataclass(frozen=True)
class Week:
    """When a workspace works, and when nobody is spoken to: for each person in their own zone."""

    begins: time = time(9)
    ends: time = time(18)
    """Not after the beginning: on the day after. The hours of a night belong to the day on which they begin."""
    days: frozenset[int] = frozenset(range(SATURDAY))
    """Monday is 0."""
    country: str = ""
    days_off: frozenset[str] = field(default=frozenset())
    quiet: Quiet = NIGHT

    @property
    def day_lasts(self) -> timedelta:
        """What a working day counts."""
        return Quiet(self.begins, self.ends).lasts

    def is_off(self, day: date) -> bool:
        return (
            day.weekday() not in self.days
            or not self.days_off.isdisjoint((day.isoformat(), f"{day:%m-%d}"))
            or day in holidays_of(self.country, day.year)
        )

    def hours_of(self, day: date, zone: str) -> tuple[datetime, datetime]:
        """The instants between which that day is worked, if it is."""
        over = DAY if self.ends <= self.begins else timedelta()
        return instant_of(day, self.begins, zone), instant_of(day + over, self.ends, zone)

    def is_at_work(self, now: datetime, zone: str) -> bool:
        begins, ends = next(self._worked(now, zone), (now, now))
        return begins <= now < ends

    def off_until(self, now: datetime, zone: str) -> datetime | None:
        """When the quiet hours or days off that it is there now are over; None when one may speak."""
        at = now
        for _ in range(LOOK_AHEAD):
            rested = quiet_ends(at, zone, self.quiet) or self._day_off_ends(at, zone)
            if rested is None:
                return at if at > now else None
            at = rested
        return None

    def later(self, start: datetime, span: timedelta, zone: str) -> datetime:
        """The instant at which so much working time has passed since the start."""
        left, ended = span, start
        for begins, ends in self._worked(start, zone) if span else ():
            works = ends - max(begins, start)
            if left <= works:
                return ends - works + left
            left, ended = left - works, ends
        return ended + left

    def _worked(self, after: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """The hours of the days worked, from those that are not over by then."""
        day = local(after, zone).date() - DAY
        for _ in range(LOOK_AHEAD):
            if not self.is_off(day) and (hours := self.hours_of(day, zone))[1] > after:
                yield hours
            day += DAY

    def _day_off_ends(self, now: datetime, zone: str) -> datetime | None:
        """With that day; None on a day of work, and in the hours of the night before it."""
        day = local(now, zone).date()
        return None if not self.is_off(day) or self.is_at_work(now, zone) else instant_of(day + DAY, time(), zone)


def week_of(house: House) -> Week:
    return Week(
        time.fromisoformat(house.work_from), time.fromisoformat(house.work_until), frozenset(map(int, house.work_days)),
        house.holidays, frozenset(house.days_off), Quiet(*_times(house.quiet_from, house.quiet_until)),
    )  # fmt: skip


def _times(*kept: str) -> Sequence[time]:
    """Empty ones are equal, which is never quiet."""
    return [time.fromisoformat(each or "00:00") for each in kept]


def minutes_between(begins: str, ends: str) -> frozenset[int]:
    """Of the day, from one time to the other, over midnight or not."""
    first = time.fromisoformat(begins)
    lasts = Quiet(first, time.fromisoformat(ends)).lasts // timedelta(minutes=1)
    return frozenset((first.hour * 60 + first.minute + n) % (24 * 60) for n in range(lasts))
