"""Hours: local times as instants, working days, nights. Instants are UTC; a zone is an IANA name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata
from zoneinfo import ZoneInfo

WORK_BEGINS, WORK_ENDS = time(9), time(18)
SATURDAY = 5
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


def is_at_work(now: datetime, zone: str) -> bool:
    here = local(now, zone)
    return here.weekday() < SATURDAY and WORK_BEGINS <= here.time() < WORK_ENDS


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
