"""When the owner is asked about a promise: before it is due, when it is, and daily while it is late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.promises.rules import Asked, Fate, asked, first_ask, next_ask, suggested_due

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = 60
SPANS = st.integers(1, 60 * 24 * 3650)

FIRST = [
    # minutes from the promise to its time, and to the first word about it
    (8 * HOUR, 6 * HOUR), (4 * HOUR, 3 * HOUR), (2 * HOUR, 90), (HOUR, 45),
    (40, 25), (30, 15), (20, 5), (16, 1),
    (15, 15), (10, 10), (1, 1),  # no room before: when it is due
    (14 * 24 * HOUR, 10.5 * 24 * HOUR),
]  # fmt: skip


@pytest.mark.parametrize(("due", "asked"), FIRST)
def test_a_quarter_of_the_time_before_it_is_due_at_least_fifteen_minutes(due: float, asked: float) -> None:
    assert first_ask(NOON, NOON + timedelta(minutes=due)) == NOON + timedelta(minutes=asked)


@given(SPANS)
def test_the_first_word_comes_after_the_promise_and_not_after_its_time(minutes: int) -> None:
    due = NOON + timedelta(minutes=minutes)
    assert NOON < first_ask(NOON, due) <= due


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (timedelta(hours=-3), timedelta()),
        (timedelta(seconds=-1), timedelta()),
        (timedelta(), timedelta(days=1)),
        (timedelta(hours=1), timedelta(days=1, hours=1)),
        (timedelta(days=9), timedelta(days=10)),
    ],
)
def test_then_it_is_asked_when_due_and_once_a_day_while_late(now: timedelta, asked: timedelta) -> None:
    assert next_ask(NOON, NOON + now) == NOON + asked


@given(SPANS)
def test_one_before_one_when_due_and_one_a_day_after(minutes: int) -> None:
    due = NOON + timedelta(minutes=minutes)
    first = first_ask(NOON, due)
    second = next_ask(due, first)
    assert second == (due if first < due else due + timedelta(days=1))
    assert next_ask(due, max(second, due)) - max(second, due) == timedelta(days=1)


@pytest.mark.parametrize(
    ("seconds", "how"),
    [(-3600, Asked.SOON), (-1, Asked.SOON), (0, Asked.NOW), (59, Asked.NOW), (60, Asked.LATE), (86_400, Asked.LATE)],
)
def test_a_minute_is_not_late_yet(seconds: int, how: Asked) -> None:
    assert asked(NOON, NOON + timedelta(seconds=seconds)) is how


@given(st.timedeltas(timedelta(), timedelta(days=730)))
def test_the_form_suggests_a_full_hour_about_this_time_tomorrow(after: timedelta) -> None:
    now = NOON + after
    suggested = suggested_due(now)
    assert (suggested.minute, suggested.second, suggested.microsecond) == (0, 0, 0)
    assert timedelta(hours=23) < suggested - now <= timedelta(hours=25)


def test_a_promise_ends_kept_moved_or_broken() -> None:
    assert [*Fate] == ["kept", "moved", "broken"]
