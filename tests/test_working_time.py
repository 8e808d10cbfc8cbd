"""Working time and days off against a walk from minute to minute, in zones whose clocks are put on and back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.days import holidays_of, said_day
from bot.hours import Quiet, Week, local, quiet_ends

ZONES = [
    "Africa/Cairo", "America/Havana", "America/New_York", "America/Santiago", "America/St_Johns", "Antarctica/Troll",
    "Asia/Beirut", "Asia/Kathmandu", "Asia/Kolkata", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Lisbon",
    "Europe/London", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "UTC",
]  # fmt: skip
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 400 * 24 * 60).map(lambda minutes: BEGINS + minutes * MINUTE)
NEAR_A_CHANGE = st.sampled_from(["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-25", "2026-11-01"])
STARTS = INSTANTS | st.builds(
    lambda day, minutes: datetime.fromisoformat(f"{day}T00:00+00:00") + minutes * MINUTE, NEAR_A_CHANGE,
    st.integers(-2 * 24 * 60, 24 * 60),
)  # fmt: skip
TIMES = st.integers(4 * 12, 22 * 12).map(lambda fives: time(fives // 12, fives % 12 * 5))
"""No zone here puts its clocks on or back between four and ten in the evening: then a wall clock tells all."""
DAYS_OFF = st.sets(st.integers(0, 400).map(lambda n: (BEGINS + n * DAY).date().isoformat()), max_size=30)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    begins, ends = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    country = draw(st.sampled_from(["", "GB", "NZ-AUK", "JP"]))
    return Week(
        begins, ends, draw(st.frozensets(st.integers(0, 6), min_size=1)), country,
        frozenset(draw(DAYS_OFF)), draw(st.builds(Quiet, TIMES, TIMES)),
    )  # fmt: skip


def walls(start: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Each minute, and what the clock on the wall shows then."""
    there, at = ZoneInfo(zone), start
    while True:
        yield at, at.astimezone(there)
        at += MINUTE


def is_off(week: Week, day: date) -> bool:
    written = day.isoformat() in week.days_off or day.isoformat()[5:] in week.days_off
    return day.weekday() not in week.days or written or day in holidays_of(week.country, day.year)


def works(week: Week, wall: datetime) -> bool:
    return not is_off(week, wall.date()) and week.begins <= wall.time() < week.ends


def is_quiet(quiet: Quiet, at: time) -> bool:
    if quiet.begins <= quiet.ends:
        return quiet.begins <= at < quiet.ends
    return at >= quiet.begins or at < quiet.ends


@settings(max_examples=300, deadline=None)
@given(weeks(), STARTS, st.sampled_from(ZONES))
def test_who_is_at_work_is_told_by_the_clock_on_their_wall(week: Week, now: datetime, zone: str) -> None:
    assert week.is_at_work(now, zone) is works(week, local(now, zone))


@settings(max_examples=120, deadline=None)
@given(weeks(), STARTS, st.integers(0, 900), st.sampled_from(ZONES))
def test_working_time_is_what_one_counts_minute_by_minute(week: Week, start: datetime, span: int, zone: str) -> None:
    found, left = week.later(start, span * MINUTE, zone), span
    for at, wall in walls(start, zone):
        if not left or at - start > 60 * DAY:
            break
        left -= works(week, wall)
    if not left:
        assert found == at
    else:
        assert found > at, "a week with little work in it"


@settings(max_examples=150, deadline=None)
@given(weeks(), STARTS, st.sampled_from(ZONES))
def test_one_is_spoken_to_at_the_first_minute_that_is_neither_quiet_nor_off(
    week: Week, now: datetime, zone: str
) -> None:
    found = week.off_until(now, zone)
    for at, wall in walls(now, zone):
        may = not is_off(week, wall.date()) and not is_quiet(week.quiet, wall.time())
        if may or at - now > 60 * DAY:
            break
    if may:
        assert (found or now) == at
    else:
        assert found is None or found > at


@settings(max_examples=200, deadline=None)
@given(weeks(), STARTS, st.integers(0, 2_000), st.integers(0, 2_000), st.sampled_from(ZONES))
def test_working_time_adds_up(week: Week, start: datetime, first: int, second: int, zone: str) -> None:
    assume((first + second) * MINUTE <= week.day_lasts * len(week.days) * 20)  # twenty weeks ahead, and no further
    halfway, both = week.later(start, first * MINUTE, zone), week.later(start, (first + second) * MINUTE, zone)
    assert halfway <= both
    assert week.later(halfway, second * MINUTE, zone) == both


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NIGHT_SHIFT = Week(time(22), time(6), quiet=Quiet(time(8), time(20)))


@pytest.mark.parametrize(
    ("now", "works", "told"),
    [
        ("2026-03-02 22:00", True, "2026-03-02 22:00"), ("2026-03-03 05:59", True, "2026-03-03 05:59"),
        ("2026-03-03 06:00", False, "2026-03-03 06:00"), ("2026-03-03 12:00", False, "2026-03-03 20:00"),
        ("2026-03-07 05:00", True, "2026-03-07 05:00"),  # Saturday, in the hours of Friday
        ("2026-03-07 06:00", False, "2026-03-09 00:00"), ("2026-03-09 03:00", False, "2026-03-09 03:00"),
    ],
)  # fmt: skip
def test_the_hours_of_a_night_belong_to_the_day_on_which_they_begin(now: str, works: bool, told: str) -> None:
    assert NIGHT_SHIFT.is_at_work(at(now), "Europe/London") is works
    assert (NIGHT_SHIFT.off_until(at(now), "Europe/London") or at(now)) == at(told)


def test_a_night_shift_in_which_the_clocks_are_put_back_is_an_hour_longer() -> None:
    started = at("2026-10-24 21:00")
    week = Week(time(22), time(6), frozenset(range(7)))
    assert week.later(started, timedelta(hours=9), "Europe/London") == at("2026-10-25 06:00")
    assert week.later(started, timedelta(hours=9, minutes=1), "Europe/London") == at("2026-10-25 22:01")


def test_who_never_works_is_spoken_to_at_any_time_rather_than_never() -> None:
    every_day = frozenset(f"{datetime(2024, 1, 1) + n * DAY:%m-%d}" for n in range(366))  # noqa: DTZ001
    week = Week(days_off=every_day)
    assert week.off_until(at("2026-03-02 12:00"), "Europe/London") is None
    assert week.later(at("2026-03-02 12:00"), timedelta(hours=4), "Europe/London") == at("2026-03-02 16:00")


@pytest.mark.parametrize(
    ("country", "day", "is_holiday"),
    [
        ("GB", "2026-12-25", True), ("GB", "2026-04-06", False), ("GB-ENG", "2026-04-06", True),
        ("GB-SCT", "2026-11-30", True), ("GB-ENG", "2026-11-30", False), ("DE", "2026-10-03", True),
        ("DE-BY", "2026-01-06", True), ("DE-BE", "2026-01-06", False), ("PT", "2026-04-25", True),
        ("NZ", "2026-02-06", True), ("NZ-AUK", "2026-01-26", True), ("US", "2026-11-26", True),
        ("", "2026-12-25", False), ("XX", "2026-12-25", False), ("GB-ZZ", "2026-12-25", False),
    ],
)  # fmt: skip
def test_public_holidays_are_those_of_the_country_and_its_region(country: str, day: str, is_holiday: bool) -> None:
    assert (date.fromisoformat(day) in holidays_of(country, 2026)) is is_holiday
    assert Week(country=country, days=frozenset(range(7))).is_off(date.fromisoformat(day)) is is_holiday


def test_a_day_off_is_said_with_its_year_or_for_every_year() -> None:
    assert (said_day("2026-12-24"), said_day("02-29")) == ("24 Dec 2026", "29 Feb")
    assert Week(days_off=frozenset({"12-24"})).is_off(date(2031, 12, 24))
    assert not Week(days_off=frozenset({"2026-12-24"})).is_off(date(2027, 12, 24))


def test_equal_quiet_hours_are_none() -> None:
    assert quiet_ends(at("2026-03-02 00:00"), "Europe/London", Quiet(time(), time())) is None
