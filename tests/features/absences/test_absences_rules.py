"""When somebody is away, in a few words."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.features.absences.rules import absence

WEDNESDAY = date(2026, 12, 2)
SAID = [
    ("until Monday", None, (12, 7)), ("until mon", None, (12, 7)), ("till Friday", None, (12, 4)),
    ("until wednesday", None, (12, 9)), ("until next monday", None, (12, 7)), ("today", None, (12, 3)),
    ("tomorrow", (12, 3), (12, 4)), ("until tomorrow", None, (12, 3)), ("25/12", (12, 25), (12, 26)),
    ("25.12.", (12, 25), (12, 26)), ("12/25", (12, 25), (12, 26)), ("until 28/12", None, (12, 28)),
    ("24/12 to 30/12", (12, 24), (12, 31)), ("from 24/12 until 30/12", (12, 24), (12, 30)),
    ("24 Dec - 30 Dec", (12, 24), (12, 31)), ("until December 28th", None, (12, 28)), ("for 3 days", None, (12, 5)),
    ("for a week", None, (12, 9)), ("until 2026-12-28", None, (12, 28)), ("until 28.12.26", None, (12, 28)),
    ("friday", (12, 4), (12, 5)), ("UNTIL  MONDAY", None, (12, 7)),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "begins", "until"), SAID)
def test_it_is_understood(typed: str, begins: tuple[int, int] | None, until: tuple[int, int]) -> None:
    found = absence(typed, WEDNESDAY)
    assert found.begins == (date(2026, *begins) if begins else None)
    assert found.until == date(2026, *until)


def test_a_date_that_was_this_year_is_next_year_and_so_is_the_end_of_one_over_new_year() -> None:
    assert absence("until 2/1", WEDNESDAY).until == date(2027, 1, 2)
    assert absence("24/12 to 2/1", WEDNESDAY).until == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Until when?"), ("until the cows come home", "I can't read"), ("until 31/2", "There is no day"),
        ("until 2020-01-01", "is over already"), ("until 2031-01-01", "more than a year"), ("for 9999 days", "I can't"),
        ("5/12 until 4/12", "more than a year"), ("until today", "is over already"), ("dr. strange", "I can't read"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_the_way_to_say_it(typed: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        absence(typed, WEDNESDAY)
    assert says in refused.value.says
    assert "/angry-client away until Monday" in refused.value.says


@given(st.text(max_size=30))
def test_whatever_is_typed_it_is_understood_or_refused(typed: str) -> None:
    with suppress(Refusal):
        assert absence(typed, WEDNESDAY).until > WEDNESDAY
