"""Every state with every act: where it leads, or the sentence that says what to do instead."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.days import WORKING_DAY
from bot.db.models import Workspace
from bot.errors import Refusal
from bot.features.escalations.rules import (
    DEFAULT_HEAT,
    HEAT_WORDS,
    MOVES,
    OPEN,
    Act,
    Goal,
    State,
    goal_of,
    heat_sign,
    moved,
    ordinal,
)
from bot.hours import Week

LISBON = ZoneInfo("Europe/Lisbon")
NORTHWIND = Workspace(
    id="T1", name="Northwind", url="", bot_user_id="", watched_channel="", digest_channel="", leads=[], zone="UTC"
)
MATRIX = """
                         waiting   reached   agreed    closed    undone    merged
    reached              reached   -         -         -         -         -
    reached by mistake   -         waiting   -         -         -         -
    agreed               -         agreed    agreed    -         -         -
    closed               -         closed    closed    -         -         -
    still unhappy        -         -         waiting   waiting   -         -
    reopened             -         -         -         waiting   -         -
    not an angry client  undone    -         -         -         -         -
    is one after all     -         -         -         -         waiting   -
    merged               merged    merged    merged    -         -         -
    thrown away          undone    undone    undone    undone    -         -
"""
WAY_OUT = {
    State.WAITING: "Phone them first",
    State.REACHED: "Record what was agreed",
    State.AGREED: "Close it",
    State.CLOSED: "Reopen it first",
    State.UNDONE: "It is one after all",
    State.MERGED: "Go on in that thread",
}


def cells() -> list[tuple[State, Act, State | None]]:
    heading, *rows = [line for line in MATRIX.splitlines() if line.strip()]
    states = [State(name) for name in heading.split()]
    found = []
    for row in rows:
        words = row.split()
        act, after = Act(" ".join(words[: -len(states)])), words[-len(states) :]
        found += [(state, act, None if to == "-" else State(to)) for state, to in zip(states, after, strict=True)]
    return found


@pytest.mark.parametrize(("state", "act", "after"), [cell for cell in cells() if cell[2]])
def test_an_act_that_fits_moves_it(state: State, act: Act, after: State) -> None:
    assert moved(state, act) is after
    assert moved(str(state), act) is after


@pytest.mark.parametrize(("state", "act"), [cell[:2] for cell in cells() if cell[2] is None])
def test_an_act_that_does_not_fit_is_refused_with_the_way_out(state: State, act: Act) -> None:
    with pytest.raises(Refusal) as refused:
        moved(state, act)
    assert refused.value.says.endswith(".")
    if (state, act) not in [(State.REACHED, Act.UNDO), (State.REACHED, Act.REACH)]:
        assert WAY_OUT[state] in refused.value.says


def test_a_flag_is_not_taken_back_once_somebody_has_spoken_with_them() -> None:
    """The button stands in the answer to the flag for as long as Slack shows it."""
    with pytest.raises(Refusal) as refused:
        moved(State.REACHED, Act.UNDO)
    assert "after an agreement" not in refused.value.says, "there need not be any agreement: closing it is the way out"
    assert "lose it" in refused.value.says


def test_the_matrix_names_every_state_and_every_act() -> None:
    assert {cell[:2] for cell in cells()} == {(state, act) for state in State for act in Act}
    assert {cell[:2]: cell[2] for cell in cells() if cell[2]} == MOVES


def test_a_state_nobody_knows_is_our_bug_and_no_refusal() -> None:
    with pytest.raises(ValueError, match="lost"):
        moved("lost", Act.REACH)


@given(st.lists(st.sampled_from(Act), max_size=40))
def test_nothing_is_agreed_or_closed_before_a_human_voice(acts: list[Act]) -> None:
    state, spoken = State.WAITING, False
    for act in acts:
        try:
            state = moved(state, act)
        except Refusal:
            continue
        spoken = act is Act.REACH or (spoken and state is not State.WAITING)
        assert spoken or state not in (State.REACHED, State.AGREED, State.CLOSED)
        assert state is not State.MERGED or not any((state, act) in MOVES for act in Act), "merged is for good"


def test_open_are_those_that_still_ask_something_of_us() -> None:
    assert set(State) - set(OPEN) == {State.CLOSED, State.UNDONE, State.MERGED}


@pytest.mark.parametrize(
    ("heat", "word", "sign", "goal"),
    [
        (1, "cool", "●○○○○", Goal(WORKING_DAY, is_working=True)),
        (2, "uneasy", "●●○○○", Goal(4 * 60, is_working=True)),
        (3, "upset", "●●●○○", Goal(60)),
        (4, "angry", "●●●●○", Goal(30)),
        (5, "furious", "●●●●●", Goal(15)),
    ],
)
def test_heat_has_a_word_a_sign_and_a_goal(heat: int, word: str, sign: str, goal: Goal) -> None:
    assert (HEAT_WORDS[heat], heat_sign(heat), goal_of(NORTHWIND, heat)) == (word, sign, goal)


# goal, since (local, Lisbon), share, the moment
MOMENTS = [
    (15, "03-02 10:00", 1, "03-02 10:15"), (60, "03-07 23:00", 0.5, "03-07 23:30"),
    (-240, "03-02 10:00", 1, "03-02 14:00"), (-240, "03-02 10:00", 0.5, "03-02 12:00"),
    (-240, "03-02 16:00", 0.5, "03-02 18:00"), (-240, "03-02 16:00", 0.8, "03-03 10:12"),
    (-240, "03-06 16:00", 1, "03-09 11:00"), (-240, "03-07 12:00", 0, "03-07 12:00"),
    (-240, "03-07 12:00", 1, "03-09 13:00"), (-240, "03-02 07:00", 1, "03-02 13:00"),
    (-1440, "03-02 10:00", 1, "03-03 10:00"), (-1440, "03-06 17:00", 1, "03-09 17:00"),
    (-1440, "03-07 12:00", 1, "03-09 18:00"), (-2880, "03-02 10:00", 1, "03-04 10:00"),
    (-1440, "03-27 12:00", 1, "03-30 12:00"),  # over the night in which the clocks are put on
]  # fmt: skip


@pytest.mark.parametrize(("minutes", "since", "share", "moment"), MOMENTS)
def test_a_share_of_a_goal_is_counted_by_the_clock_or_in_working_time(
    minutes: int, since: str, share: float, moment: str
) -> None:
    goal = Goal(abs(minutes), is_working=minutes < 0)
    begins, reached = (datetime.strptime(f"2026-{at}", "%Y-%m-%d %H:%M").replace(tzinfo=LISBON)
                       for at in (since, moment))  # fmt: skip
    assert goal.moment_at(share, begins.astimezone(UTC), Week(), LISBON.key) == reached


def test_who_is_flagged_without_a_word_of_heat_is_angry() -> None:
    assert HEAT_WORDS[DEFAULT_HEAT] == "angry"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "First"), (2, "Second"), (3, "Third"), (6, "Sixth"), (7, "Number 7"), (21, "Number 21")]
)
def test_which_one_it_is_in_words(number: int, word: str) -> None:
    assert ordinal(number) == word
