"""Time stands until it is wound, and others can follow it."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.clock import Clock, wall


def test_a_frozen_clock_moves_only_when_wound():
    clock = Clock(datetime(2026, 3, 1, tzinfo=UTC))
    clock.wind(timedelta(minutes=8))
    assert clock.now() == clock.now() == datetime(2026, 3, 1, 0, 8, tzinfo=UTC)
    with pytest.raises(ValueError, match="does not go back"):
        clock.wind_to(datetime(2026, 2, 1, tzinfo=UTC))


def test_a_running_clock_runs_on_from_where_it_was_wound():
    clock = Clock(frozen=False)
    clock.wind(timedelta(days=1))
    first = clock.now()
    assert abs(first - wall() - timedelta(days=1)) < timedelta(seconds=5)
    time.sleep(0.01)
    assert clock.now() > first


def test_what_falls_due_on_the_way_happens_at_its_own_moment():
    clock, seen = Clock(), []
    start = clock.now()
    for minutes in (5, 1):
        clock.at(start + timedelta(minutes=minutes), lambda: seen.append(clock.now() - start))
    clock.wind(timedelta(minutes=10))
    assert seen == [timedelta(minutes=1), timedelta(minutes=5)]
    assert clock.now() - start == timedelta(minutes=10)


def test_the_offset_is_kept_in_a_file_for_other_processes(tmp_path):
    path = tmp_path / "offset"
    with Sandbox.start(frozen=False) as slack:
        slack.clock.offset_file(path)
        assert abs(float(path.read_text())) < 1
        slack.clock.wind(timedelta(hours=2))
        assert abs(float(path.read_text()) - 7200) < 1
