"""Local times against a walk through every minute, in zones whose clocks are put on and back."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import NIGHT, Week, instant_of, local, next_weekday, quiet_ends, working_days_later

ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
    "America/Adak", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota",
    "America/Chicago", "America/Denver", "America/Halifax", "America/Havana", "America/Los_Angeles",
    "America/Mexico_City", "America/Miquelon", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns", "America/Tijuana", "Antarctica/Troll",
    "Asia/Beirut", "Asia/Dhaka", "Asia/Dubai", "Asia/Famagusta", "Asia/Gaza", "Asia/Hong_Kong", "Asia/Jerusalem",
    "Asia/Kabul", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Nicosia", "Asia/Seoul", "Asia/Singapore", "Asia/Tehran",
    "Asia/Tokyo", "Asia/Yangon", "Atlantic/Azores", "Atlantic/Bermuda", "Atlantic/Reykjavik", "Australia/Adelaide",
    "Australia/Brisbane", "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens",
    "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon",
    "Europe/London", "Europe/Moscow", "Europe/Warsaw", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Easter", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Norfolk", "UTC",
]  # fmt: skip
BEGINS, ENDS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
MINUTE, AROUND = timedelta(minutes=1), timedelta(hours=5)
zones = pytest.mark.parametrize("zone", ZONES)


@cache
def transitions(zone: str) -> list[datetime]:
    """The instants, to the minute, at which the clocks are put on or back."""
    found, day = [], BEGINS
    while day < ENDS:
        after = day + timedelta(days=1)
        if local(day, zone).utcoffset() != local(after, zone).utcoffset():
            before = day
            while after - before > MINUTE:
                middle = before + (after - before) // 2 // MINUTE * MINUTE
                same = local(middle, zone).utcoffset() == local(day, zone).utcoffset()
                before, after = (middle, after) if same else (before, middle)
            found.append(after)
        day += timedelta(days=1)
    return found


def minutes_around(instant: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """(instant, what the clock on the wall shows) of every minute around."""
    at = instant - AROUND
    while at < instant + AROUND:
        yield at, local(at, zone).replace(tzinfo=None)
        at += MINUTE


def test_the_zones_have_enough_to_offer() -> None:
    assert len(ZONES) >= 60
    assert sum(len(transitions(zone)) for zone in ZONES) > 300


@zones
def test_a_local_time_is_the_first_instant_at_which_the_wall_shows_it_or_more(zone: str) -> None:
    for transition in transitions(zone):
        walk = list(minutes_around(transition, zone))
        latest = list(accumulate((wall for _, wall in walk), max))  # where the walk has got to, whatever was put back
        wanted = (transition - timedelta(hours=2)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        for step in range(0, 241, 10):
            wall = wanted + step * MINUTE
            assert instant_of(wall.date(), wall.time(), zone) == walk[bisect_left(latest, wall)][0], (zone, wall)


@zones
def test_every_week_has_its_weekday_once(zone: str) -> None:
    days = {local(transition, zone).weekday() for transition in transitions(zone)} | {0}
    for weekday in days:
        for at in (time(0), time(2, 30), time(9)):
            found, day = BEGINS - timedelta(days=3), date(2025, 1, 1)
            found = next_weekday(found, weekday, at, zone)
            day = local(found, zone).date()
            while found < datetime(2028, 1, 1, tzinfo=UTC):
                assert local(found, zone).date() == day, (zone, day)
                assert day.weekday() == weekday
                found, day = next_weekday(found, weekday, at, zone), day + timedelta(days=7)


ANY_ZONE = st.sampled_from(ZONES)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=2000)).map(lambda later: BEGINS + later)
TIMES = st.times().map(lambda at: at.replace(microsecond=0, fold=0))


@settings(max_examples=400, deadline=None)
@given(INSTANTS, st.integers(0, 6), TIMES, ANY_ZONE)
def test_the_next_weekday_is_later_and_nothing_lies_between(
    after: datetime, weekday: int, at: time, zone: str
) -> None:
    found = next_weekday(after, weekday, at, zone)
    assert after < found <= after + timedelta(days=8)
    days = [local(after, zone).date() + timedelta(days=n) for n in range(9)]
    candidates = [instant_of(day, at, zone) for day in days if day.weekday() == weekday]
    assert found == min(instant for instant in candidates if instant > after)


@settings(max_examples=400, deadline=None)
@given(INSTANTS, st.integers(0, 15), TIMES, ANY_ZONE)
def test_working_days_are_counted_one_by_one(start: datetime, days: int, at: time, zone: str) -> None:
    counted, day = 0, local(start, zone).date()
    while counted < days:
        day += timedelta(days=1)
        counted += day.weekday() not in (5, 6)
    assert working_days_later(start, days, at, zone) == instant_of(day, at, zone)


def test_working_days_from_a_weekend_begin_on_monday() -> None:
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert working_days_later(saturday, 1, time(10), "UTC") == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert working_days_later(saturday - timedelta(days=1), 2, time(10), "UTC") == datetime(2026, 3, 10, 10, tzinfo=UTC)


@settings(max_examples=400, deadline=None)
@given(INSTANTS, ANY_ZONE)
def test_a_night_is_from_nine_to_eight_and_ends_at_eight(now: datetime, zone: str) -> None:
    here, ends = local(now, zone), quiet_ends(now, zone, NIGHT)
    if 8 <= here.hour < 21:
        assert ends is None
        return
    assert ends is not None
    assert now < ends <= now + timedelta(hours=12)  # eleven, and one more when the clocks are put back
    assert local(ends, zone).time() == time(8)
    assert quiet_ends(ends, zone, NIGHT) is None
    assert quiet_ends(ends - timedelta(seconds=1), zone, NIGHT) == ends


@settings(max_examples=300, deadline=None)
@given(INSTANTS, ANY_ZONE)
def test_work_is_from_nine_to_six_on_five_days(now: datetime, zone: str) -> None:
    here = local(now, zone)
    assert Week().is_at_work(now, zone) == (here.isoweekday() <= 5 and 9 <= here.hour < 18)


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        # Midnight that does not exist: APScheduler's own calendar fires nothing on these days.
        (date(2026, 4, 24), time(0), "Africa/Cairo", datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        (date(2026, 9, 6), time(0), "America/Santiago", datetime(2026, 9, 6, 4, 0, tzinfo=UTC)),
        # Put on: half past two becomes three.
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        # Put back: the first of two.
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        # On the edges.
        (date(2026, 3, 29), time(1, 59, 59), "Europe/Berlin", datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), "Europe/Berlin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 7, 1), time(9), "Asia/Kathmandu", datetime(2026, 7, 1, 3, 15, tzinfo=UTC)),
    ],
)
def test_times_that_do_not_exist_and_times_that_exist_twice(
    day: date, at: time, zone: str, instant: datetime
) -> None:
    assert instant_of(day, at, zone) == instant


@pytest.mark.parametrize(
    ("zone", "weekday", "missing"),
    [("Africa/Cairo", 4, date(2026, 4, 24)), ("America/Santiago", 6, date(2026, 9, 6))],
)
def test_what_is_due_at_a_midnight_that_does_not_exist_comes_on_that_day_once(
    zone: str, weekday: int, missing: date
) -> None:
    found = next_weekday(instant_of(missing - timedelta(days=7), time(0), zone), weekday, time(0), zone)
    assert local(found, zone).date() == missing
    assert local(found, zone).time() == time(1)
    assert local(next_weekday(found, weekday, time(0), zone), zone).date() == missing + timedelta(days=7)


def test_fractions_of_a_second_in_a_gap_do_not_hang() -> None:
    for microsecond in range(0, 1_000_000, 98_765):
        found = instant_of(date(2026, 3, 29), time(2, 30, 0, microsecond), "Europe/Berlin")
        assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC), microsecond
