"""The ladder by heat, and what the clock finds when it comes in time, late, or after the act."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.nudges.rules import (
    NOBODY_YET_NUMBER,
    OWNERS,
    Lead,
    Rung,
    applies,
    climb,
    ladder,
    leads_to_tell,
)

GOALS = {heat: timedelta(minutes=minutes) for heat, minutes in {5: 15, 4: 30, 3: 60, 2: 240, 1: 1440}.items()}
SINCE = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
RUNGS = {heat: ladder(lambda share, goal=goal: SINCE + goal * share) for heat, goal in GOALS.items()}
"""By the clock: what is counted in working time is in tests/features/escalations."""
LADDERS = """
    heat  phone_now  nobody_yet  half   warning  late  still_late
    5     0          5           7.5    12       15    45 75 105 135
    4     0          5           15     24       30    60 90 120 150
    3     0          5           30     48       60    90 120 150 180
    2     0          5           120    192      240   270 300 330 360
    1     0          5           720    1152     1440  1470 1500 1530 1560
"""
"""Minutes from the flag: goal by heat, shares 0, 50, 80 and 100 %, then every half hour, four times."""

# (minutes since the flag, first rung not yet said) → what is said now, by name
FURIOUS = """
    owned    0    1 -> -                    next nobody_yet 5
    owned    5    1 -> -                    next half 7.5
    owned    7    2 -> -                    next half 7.5
    owned    7.5  2 -> half                 next warning 12
    owned    12   3 -> warning              next late 15
    owned    13   2 -> warning              next late 15
    owned    15   4 -> late                 next still_late 45
    owned    15   2 -> warning late         next still_late 45
    owned    44   4 -> late                 next still_late 45
    owned    45   5 -> still_late           next still_late 75
    owned    80   5 -> still_late           next still_late 110
    owned    80   2 -> warning still_late   next still_late 110
    owned    135  8 -> still_late           never
    owned    999  1 -> warning still_late   next still_late 1029
    owned    999  9 -> -                    never
    unowned  4    1 -> -                    next nobody_yet 5
    unowned  5    1 -> nobody_yet           next half 7.5
    unowned  7.5  2 -> -                    next warning 12
    unowned  12   3 -> -                    next late 15
    unowned  15   4 -> late                 next still_late 45
    unowned  15   1 -> late                 next still_late 45
    unowned  999  1 -> still_late           next still_late 1029
    calling  7.5  2 -> -                    next warning 12
    calling  12   2 -> -                    next late 15
    calling  15   2 -> late                 next still_late 45
    calling  50   2 -> still_late           next still_late 80
"""


def ladders() -> list[tuple[int, Rung, list[timedelta]]]:
    heading, *rows = [line.split() for line in LADDERS.splitlines() if line.strip()]
    return [
        (int(row[0]), rung, [timedelta(minutes=float(minute)) for minute in at])
        for row in rows for rung, at in zip(map(Rung, heading[1:]), [[each] for each in row[1:6]] + [row[6:]],
                                            strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize(("heat", "rung", "at"), ladders())
def test_each_rung_comes_at_its_share_of_the_goal(heat: int, rung: Rung, at: list[timedelta]) -> None:
    assert [planned.at - SINCE for planned in RUNGS[heat] if planned.rung is rung] == at


@pytest.mark.parametrize("heat", [1, 2, 3, 4, 5])
def test_the_rungs_come_one_after_the_other(heat: int) -> None:
    after = [planned.at for planned in RUNGS[heat]]
    assert after == sorted(after)


def test_the_rung_that_is_known_by_number_is_that_one() -> None:
    assert RUNGS[5][NOBODY_YET_NUMBER].rung is Rung.NOBODY_YET


def test_the_shares_are_of_whatever_time_counts() -> None:
    def moment_at(share: float) -> datetime:  # half of it today, and then tomorrow
        return SINCE + timedelta(hours=share * 4) + (timedelta(days=1) if share > 0.5 else timedelta())

    tomorrow = SINCE + timedelta(days=1)
    assert [(planned.rung, planned.at) for planned in ladder(moment_at)[2:6]] == [
        (Rung.HALF, SINCE + timedelta(hours=2)), (Rung.WARNING, tomorrow + timedelta(hours=3.2)),
        (Rung.LATE, tomorrow + timedelta(hours=4)), (Rung.STILL_LATE, tomorrow + timedelta(hours=4.5)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rung", "owned", "unowned", "paused"),
    [
        (Rung.PHONE_NOW, True, False, False),
        (Rung.HALF, True, False, False),
        (Rung.WARNING, True, False, False),
        (Rung.NOBODY_YET, False, True, False),
        (Rung.LATE, True, True, True),
        (Rung.STILL_LATE, True, True, True),
    ],
)
def test_the_owners_rungs_pause_while_they_phone_and_the_leads_do_not(
    rung: Rung, owned: bool, unowned: bool, paused: bool
) -> None:
    assert applies(rung, owned=True, paused=False) is owned
    assert applies(rung, owned=False, paused=False) is unowned
    assert applies(rung, owned=True, paused=True) is paused


@pytest.mark.parametrize("row", [row.strip() for row in FURIOUS.splitlines() if row.strip()])
def test_what_the_clock_of_a_furious_client_finds(row: str) -> None:
    asked, _, found = row.partition(" -> ")
    who, minute, first = asked.split()
    rungs = RUNGS[5]
    now = SINCE + timedelta(minutes=float(minute))
    climbed = climb(rungs, int(first), now, owned=who != "unowned", paused=who == "calling")
    said = " ".join(rungs[n].rung for n in climbed.now) or "-"
    after = f"next {rungs[climbed.next].rung} {minutes(climbed.next_at)}" if climbed.next_at else "never"
    assert f"{said} {after}" == " ".join(found.split())


def minutes(at: datetime) -> str:
    return f"{(at - SINCE).total_seconds() / 60:g}"


@given(
    heat=st.integers(1, 5), owned=st.booleans(), paused=st.booleans(),
    waits=st.lists(st.floats(0.02, 600), min_size=1, max_size=60),
)  # fmt: skip
def test_however_the_clock_wakes_a_rung_is_said_once_and_never_early(
    heat: int, owned: bool, paused: bool, waits: list[float]
) -> None:
    rungs, first, now, said = RUNGS[heat], 1, SINCE, []
    for wait in waits:
        now += timedelta(minutes=wait)
        found = climb(rungs, first, now, owned=owned, paused=paused)
        assert found.next >= first
        assert found.next_at is None or found.next_at > now
        for number in found.now:
            assert number >= first
            assert rungs[number].at <= now
            assert applies(rungs[number].rung, owned=owned, paused=paused)
        assert len({rungs[number].rung in OWNERS for number in found.now}) == len(found.now), "one word to one person"
        said += found.now
        first = found.next
    assert len(said) == len(set(said))
    if now >= rungs[-1].at:
        assert any(rungs[number].rung in (Rung.LATE, Rung.STILL_LATE) for number in said), "a lead has heard of it"


@pytest.mark.parametrize("heat", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("owned", [True, False])
def test_a_clock_that_always_wakes_in_time_says_every_rung_that_applies(heat: int, owned: bool) -> None:
    rungs, first, now, said = RUNGS[heat], 1, SINCE, []
    while True:
        found = climb(rungs, first, now, owned=owned, paused=False)
        said += [rungs[number].rung for number in found.now]
        first = found.next
        if found.next_at is None:
            break
        now = found.next_at
    climbed = [planned.rung for planned in rungs[1:]]
    assert said == [rung for rung in climbed if applies(rung, owned=owned, paused=False)]


@pytest.mark.parametrize(
    ("leads", "owner", "told"),
    [
        ("A+ B+", None, "A"),
        ("A- B+", None, "B"),
        ("A- B- C+", None, "C"),
        ("A- B-", None, "A B"),
        ("A+", None, "A"),
        ("A-", None, "A"),
        ("", None, ""),
        ("A+ B+", "A", "B"),
        ("A+ B-", "A", "B"),
        ("A+ B- C+", "A", "C"),
        ("A- B- C-", "B", "A C"),
        ("A+", "A", "A"),
        ("A-", "A", "A"),
        ("A+ B+", "Z", "A"),
    ],
)
def test_the_first_lead_at_work_hears_else_all(leads: str, owner: str | None, told: str) -> None:
    known = [Lead(word[0], word.endswith("+")) for word in leads.split()]
    assert leads_to_tell(known, owner) == told.split()
