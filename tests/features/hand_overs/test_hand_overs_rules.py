"""What a brief is filled in with, and how long an offer may lie."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.features.escalations.rules import HEAT_WORDS
from bot.features.hand_overs.rules import facts_known, lies_until, mood_known, promises_known


@dataclass
class Promised:
    what: str
    due_at: datetime


@pytest.mark.parametrize(
    ("goal", "waits"), [(5, 5), (15, 5), (16, 16 / 3), (30, 10), (60, 20), (240, 80), (1440, 480)]
)
def test_an_offer_lies_for_a_third_of_the_goal_and_five_minutes_at_least(goal: int, waits: float) -> None:
    offered_at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    third_at = offered_at + timedelta(minutes=goal) / 3
    assert lies_until(offered_at, third_at) == offered_at + timedelta(minutes=waits)


@pytest.mark.parametrize(
    ("what", "tries", "is_reached", "notes", "facts"),
    [
        ("invoice wrong", 0, False, "", "invoice wrong"),
        ("invoice wrong", 1, False, "", "invoice wrong\nTried Ann once, and nobody was reached."),
        ("invoice wrong", 3, False, "", "invoice wrong\nTried Ann 3 times, and nobody was reached."),
        ("invoice wrong", 3, True, "", "invoice wrong\nWe have spoken with Ann."),
        ("", 0, False, "Hates Mondays", "Hates Mondays"),
        ("", 0, False, "", ""),
    ],
)
def test_the_facts_are_what_is_known(what: str, tries: int, is_reached: bool, notes: str, facts: str) -> None:
    assert facts_known(what, tries, "Ann", is_reached=is_reached, notes=notes) == facts


def test_promises_are_told_in_the_zone_of_who_writes_which_is_named() -> None:
    due = datetime(2026, 3, 29, 12, 30, tzinfo=UTC)
    told = promises_known([Promised("call back", due), Promised("send it", due + timedelta(days=1))], "Europe/Berlin")
    assert told.splitlines() == [
        "call back, by Sun 29 Mar 14:30 (Europe/Berlin)", "send it, by Mon 30 Mar 14:30 (Europe/Berlin)",
    ]  # fmt: skip
    assert promises_known([], "Europe/Berlin") == ""


def test_every_heat_has_a_mood() -> None:
    assert [mood_known(heat) for heat in HEAT_WORDS] == ["Cool", "Uneasy", "Upset", "Angry", "Furious"]
