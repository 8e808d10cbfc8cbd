"""Mondays at nine in the workspace's zone, and what the week's figures say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.digest.rules import WEEK, Figures, Lesson, Rhythm

LONDON, NEW_YORK, AUCKLAND = "Europe/London", "America/New_York", "Pacific/Auckland"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ZONES = [LONDON, NEW_YORK, AUCKLAND, "Asia/Kathmandu", "America/St_Johns", "Africa/Casablanca", "Etc/UTC"]
INSTANTS = st.timedeltas(timedelta(), timedelta(days=1_000)).map(lambda after: datetime(2026, 1, 1, tzinfo=UTC) + after)

MONDAYS = [
    # now, in UTC → the digest, in UTC
    ("2026-03-02 08:59", LONDON, "2026-03-02 09:00"),
    ("2026-03-02 09:00", LONDON, "2026-03-09 09:00"),  # this one is being said
    ("2026-03-02 09:01", LONDON, "2026-03-09 09:00"),
    ("2026-03-08 23:59", LONDON, "2026-03-09 09:00"),
    ("2026-03-23 09:00", LONDON, "2026-03-30 08:00"),  # the clocks were put on
    ("2026-03-29 01:30", LONDON, "2026-03-30 08:00"),
    ("2026-10-19 08:00", LONDON, "2026-10-26 09:00"),  # and back
    ("2026-03-02 12:00", NEW_YORK, "2026-03-02 14:00"),
    ("2026-03-08 12:00", NEW_YORK, "2026-03-09 13:00"),
    ("2026-03-01 12:00", AUCKLAND, "2026-03-01 20:00"),  # where it is Monday already
    ("2026-03-01 20:00", AUCKLAND, "2026-03-08 20:00"),
    ("2026-12-28 10:00", LONDON, "2027-01-04 09:00"),
]


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def figures(**values: Any) -> Figures:
    nothing: dict[str, Any] = {
        "since": NOON - WEEK, "until": NOON, "opened": 0, "closed": 0, "open_now": 0, "waits": [], "kept": 0,
        "moved": 0, "late_or_broken": 0, "relapses": 0, "lessons": [],
    }  # fmt: skip
    return Figures(**(nothing | values))


@pytest.mark.parametrize(("now", "zone", "digest"), MONDAYS)
def test_the_next_digest_is_the_next_monday_at_nine(now: str, zone: str, digest: str) -> None:
    assert Rhythm(zone).next(utc(now)) == utc(digest)


def test_a_workspace_that_moves_west_gets_its_monday_still_and_east_the_next() -> None:
    said = utc("2026-03-02 09:00")
    assert Rhythm(NEW_YORK).next(said) == utc("2026-03-02 14:00")
    assert Rhythm(AUCKLAND).next(said) == utc("2026-03-08 20:00")


@given(INSTANTS, st.sampled_from(ZONES))
def test_it_is_always_monday_at_nine_and_within_a_week(now: datetime, zone: str) -> None:
    digest = Rhythm(zone).next(now)
    here = digest.astimezone(ZoneInfo(zone))
    assert (here.weekday(), here.hour, here.minute) == (0, 9, 0)
    assert now < digest <= now + WEEK + timedelta(hours=1)


@given(INSTANTS, st.sampled_from(ZONES))
def test_there_is_one_in_every_week_and_none_is_left_out(now: datetime, zone: str) -> None:
    first = Rhythm(zone).next(now)
    second = Rhythm(zone).next(first)
    weeks = [digest.astimezone(ZoneInfo(zone)).isocalendar()[:2] for digest in (first, second)]
    assert weeks[0] != weeks[1]
    assert abs(second - first - WEEK) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("waits", "minutes"),
    [
        ([], None), ([10], 10), ([10, 20], 15), ([60, 10, 20], 20), ([5, 10, 20, 1_000], 15), ([0], 0),
        ([7.2, 8.4, 12.9], 8), ([90 / 60], 2),
    ],
)  # fmt: skip
def test_the_median_of_the_minutes_to_the_first_word(waits: list[float], minutes: int | None) -> None:
    assert figures(waits=[timedelta(minutes=wait) for wait in waits]).minutes_to_first_word == minutes


@pytest.mark.parametrize(
    ("values", "quiet"),
    [
        ({}, True),
        ({"open_now": 3}, True),  # they wait for nothing of this week's
        ({"opened": 1}, False), ({"closed": 1}, False), ({"kept": 1}, False), ({"moved": 1}, False),
        ({"late_or_broken": 1}, False), ({"relapses": 1}, False),
        ({"waits": [timedelta(minutes=9)], "open_now": 1}, False),  # flagged last week, called in this one
        ({"lessons": [Lesson(client="Acme", words="Ask first", cause=None)], "closed": 1}, False),
    ],
)  # fmt: skip
def test_a_week_in_which_nothing_happened_is_quiet(values: dict[str, Any], quiet: bool) -> None:
    assert figures(**values).is_quiet is quiet
