"""Two and ten working days after the agreement, at ten in the morning where the owner is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.follow_ups.rules import (
    FEELING_WORDS,
    TRIES_MOST,
    Feeling,
    follow_up_dates,
    next_working_morning,
)

LONDON = "Europe/London"
ZONES = [LONDON, "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Asia/Kathmandu"]
INSTANTS = st.timedeltas(timedelta(), timedelta(days=1_000)).map(lambda after: datetime(2026, 1, 1, tzinfo=UTC) + after)

DATES = [
    # agreed, in London → the two days
    ("2026-03-02 12:00", "2026-03-04", "2026-03-16"),  # Monday → Wednesday, Monday in two weeks
    ("2026-03-03 12:00", "2026-03-05", "2026-03-17"),
    ("2026-03-04 12:00", "2026-03-06", "2026-03-18"),
    ("2026-03-05 12:00", "2026-03-09", "2026-03-19"),  # Thursday → Monday
    ("2026-03-06 12:00", "2026-03-10", "2026-03-20"),  # Friday → Tuesday
    ("2026-03-07 12:00", "2026-03-10", "2026-03-20"),  # Saturday counts as no day
    ("2026-03-08 12:00", "2026-03-10", "2026-03-20"),  # nor does Sunday
    ("2026-03-02 00:00", "2026-03-04", "2026-03-16"),
    ("2026-03-02 23:59", "2026-03-04", "2026-03-16"),
    ("2026-03-26 12:00", "2026-03-30", "2026-04-09"),  # over the night the clocks are put on
    ("2026-10-22 12:00", "2026-10-26", "2026-11-05"),  # and back
    ("2026-12-31 12:00", "2027-01-04", "2027-01-14"),
    ("2028-02-28 12:00", "2028-03-01", "2028-03-13"),  # the 29th is a working day
]

MORNINGS = [
    ("2026-03-02 12:00", "2026-03-03"), ("2026-03-02 08:00", "2026-03-03"), ("2026-03-05 12:00", "2026-03-06"),
    ("2026-03-06 12:00", "2026-03-09"), ("2026-03-07 12:00", "2026-03-09"), ("2026-03-08 23:00", "2026-03-09"),
    ("2026-03-27 18:00", "2026-03-30"),
]  # fmt: skip


def here(text: str, zone: str = LONDON) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(("agreed", "first", "second"), DATES)
def test_weekends_are_no_working_days(agreed: str, first: str, second: str) -> None:
    assert follow_up_dates(here(agreed), LONDON) == [here(f"{first} 10:00"), here(f"{second} 10:00")]


@pytest.mark.parametrize(("now", "morning"), MORNINGS)
def test_whom_nobody_reached_is_tried_again_on_the_next_working_morning(now: str, morning: str) -> None:
    assert next_working_morning(here(now), LONDON) == here(f"{morning} 10:00")


def test_the_day_is_the_owners_day() -> None:
    late_on_monday = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert follow_up_dates(late_on_monday, LONDON)[0] == here("2026-03-04 10:00")
    assert follow_up_dates(late_on_monday, "Asia/Tokyo")[0] == here("2026-03-05 10:00", "Asia/Tokyo")


@given(INSTANTS, st.sampled_from(ZONES))
def test_it_is_always_ten_on_a_working_day_and_the_second_comes_eight_working_days_later(
    agreed: datetime, zone: str
) -> None:
    first, second = (date.astimezone(ZoneInfo(zone)) for date in follow_up_dates(agreed, zone))
    assert [(date.hour, date.minute, date.weekday() < 5) for date in (first, second)] == [(10, 0, True)] * 2
    days = (first.date() + timedelta(days=n) for n in range(1, (second.date() - first.date()).days + 1))
    assert sum(day.weekday() < 5 for day in days) == 8
    assert first > agreed


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_next_working_morning_is_another_day_and_soon(now: datetime, zone: str) -> None:
    morning = next_working_morning(now, zone)
    assert morning > now
    assert morning.astimezone(ZoneInfo(zone)).date() > now.astimezone(ZoneInfo(zone)).date()
    assert morning - now < timedelta(days=4)


def test_every_feeling_has_its_words() -> None:
    assert set(FEELING_WORDS) == set(Feeling)
    assert TRIES_MOST >= 1
