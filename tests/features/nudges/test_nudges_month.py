"""Whatever a team does in a month, nobody is told twice, after the act, twice within minutes, or in their night."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from databases import Sqlite
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from month import ACTS, DND, LEADS, ZONES, Deed, Month, Said, hasty

MINUTE, SPACE, AWAKE = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)
SHORT = 4
"""The heat from which on a goal is thirty minutes or less."""
FROM_A_CLICK = ("phone_now", "yours", "again")
WISHED = ("try", "snoozed")

people = st.sampled_from(sorted(ZONES))
flags = st.builds(Deed, st.integers(0, 900), people, st.sampled_from(["flag", "flag for Olivia", "flag for Sam"]),
                  st.integers(0, 4))  # fmt: skip
acts = st.builds(Deed, st.integers(0, 240), people, st.sampled_from(sorted(ACTS)), st.integers(0, 2))
months = st.lists(st.one_of(flags, acts, acts), min_size=15, max_size=40)


@pytest.fixture
def month(sqlite: Sqlite, tmp_path: Path) -> Iterator[Callable[[], Month]]:
    database, teams = hasty(sqlite.copy(tmp_path)), count()
    yield lambda: Month(database, f"T{next(teams)}")
    database.close()


def kind(said: Said) -> str:
    return said.ask.key.partition(":")[0]


def may_be_told(person: str, at: datetime) -> bool:
    """In their own night, on their Saturday or Sunday, or while they rest, they may not."""
    here = at.astimezone(ZoneInfo(ZONES[person]))
    begins, ends = DND.get(person, (at + MINUTE, at + MINUTE))
    return 8 <= here.hour < 21 and here.weekday() < 5 and not begins <= at < ends


def first_allowed(person: str, at: datetime) -> datetime:
    """Walked to, minute by minute."""
    while not may_be_told(person, at):
        at = at.replace(second=0, microsecond=0) + MINUTE
    return at


def check(month: Month) -> None:
    everything = month.said()
    told = [said for said in everything if said.ask.said_at]
    each_rung_once(told)
    never_after_the_act(told, month)
    with_space_between(told)
    never_in_their_night(told, month)
    at_the_first_allowed_minute(everything, month)


def each_rung_once(told: list[Said]) -> None:
    """To the owner each rung once in a wait; to each lead at most: nobody has it, late, and four times still late."""
    rungs = Counter((said.ask.key, said.ask.person) for said in told if kind(said) == "rung")
    assert all(count == 1 for count in rungs.values()), rungs
    to_leads = Counter(
        (*said.ask.key.split(":")[1:3], said.ask.person)
        for said in told if kind(said) == "rung" and said.ask.topic.startswith("lead:")
    )  # fmt: skip
    assert all(count <= 6 for count in to_leads.values()), to_leads


def never_after_the_act(told: list[Said], month: Month) -> None:
    waits = month.waits()
    for said in told:
        if said.ask.topic.partition(":")[0] in ("response", "lead") and said.ask.said_at:
            spans, at = waits[said.ask.escalation_id or 0], said.ask.said_at
            in_time = any(begins <= at and (ends is None or at <= ends) for begins, ends in spans)
            assert in_time, (said.ask.key, at, spans)


def with_space_between(told: list[Said]) -> None:
    for person in ZONES:
        moments: dict[datetime, list[Said]] = {}
        for said in told:
            if said.ask.person == person and said.ask.said_at:
                moments.setdefault(said.ask.said_at, []).append(said)
        for before, after in pairwise(sorted(moments)):
            excused = any(kind(said) in (*FROM_A_CLICK, *WISHED) or said.heat >= SHORT for said in moments[after])
            assert after - before >= SPACE or excused, (person, before, [said.ask.key for said in moments[after]])


def never_in_their_night(told: list[Said], month: Month) -> None:
    for said in told:
        person, at = said.ask.person, said.ask.said_at
        if at is None or kind(said) in WISHED:
            continue
        is_up = any(timedelta() <= at - active < AWAKE for active in month.active[person])
        assert is_up or may_be_told(person, at), (said.ask.key, person, at)


def at_the_first_allowed_minute(everything: list[Said], month: Month) -> None:
    """Or before, when they were up by choice; or five minutes later, when they had just been told something else."""
    for said in everything:
        due = said.ask.due_at if kind(said) in WISHED else first_allowed(said.ask.person, said.ask.due_at)
        if said.ask.said_at:
            assert said.ask.said_at - due <= SPACE + MINUTE, (said.ask.key, said.ask.person, due, said.ask.said_at)
        elif said.ask.state == "waiting":
            assert month.now <= due + SPACE, (said.ask.key, due, month.now)


def test_whatever_a_team_does_in_a_month(month: Callable[[], Month], *, is_long: bool) -> None:
    @settings(max_examples=400 if is_long else 4, deadline=None, suppress_health_check=list(HealthCheck),
              phases=(Phase.generate,))  # fmt: skip  # a month takes seconds: what is found is not made smaller
    @given(months)
    def lives(deeds: list[Deed]) -> None:
        lived = month()
        lived.live(deeds, timedelta(days=3))
        check(lived)

    lives()


def test_the_leads_of_this_month_sleep_at_different_hours() -> None:
    """Else the property above would never see one told and the other held."""
    moments = [datetime(2026, 3, 4, hour, tzinfo=UTC) for hour in range(24)]
    assert len({tuple(may_be_told(lead, moment) for moment in moments) for lead in LEADS}) == len(LEADS)
