"""The states of an escalation and the acts that move it, heat, and the next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.days import WORKING_DAY
from bot.errors import Refusal
from bot.hours import Week


class State(StrEnum):
    WAITING = "waiting"
    REACHED = "reached"
    AGREED = "agreed"
    CLOSED = "closed"
    UNDONE = "undone"
    MERGED = "merged"


class Act(StrEnum):
    """What moves an escalation. The same words stand in the history."""

    REACH = "reached"
    MISTAKE = "reached by mistake"
    AGREE = "agreed"
    CLOSE = "closed"
    RELAPSE = "still unhappy"
    REOPEN = "reopened"
    UNDO = "not an angry client"
    FLAG_AGAIN = "is one after all"
    MERGE = "merged"
    THROW_AWAY = "thrown away"


OPEN = (State.WAITING, State.REACHED, State.AGREED)

MOVES: dict[tuple[State, Act], State] = {
    (State.WAITING, Act.REACH): State.REACHED,
    (State.REACHED, Act.MISTAKE): State.WAITING,
    (State.REACHED, Act.AGREE): State.AGREED,
    (State.AGREED, Act.AGREE): State.AGREED,
    (State.REACHED, Act.CLOSE): State.CLOSED,
    (State.AGREED, Act.CLOSE): State.CLOSED,
    (State.AGREED, Act.RELAPSE): State.WAITING,
    (State.CLOSED, Act.RELAPSE): State.WAITING,
    (State.CLOSED, Act.REOPEN): State.WAITING,
    (State.WAITING, Act.UNDO): State.UNDONE,
    (State.UNDONE, Act.FLAG_AGAIN): State.WAITING,
    (State.WAITING, Act.MERGE): State.MERGED,
    (State.REACHED, Act.MERGE): State.MERGED,
    (State.AGREED, Act.MERGE): State.MERGED,
    (State.WAITING, Act.THROW_AWAY): State.UNDONE,
    (State.REACHED, Act.THROW_AWAY): State.UNDONE,
    (State.AGREED, Act.THROW_AWAY): State.UNDONE,
    (State.CLOSED, Act.THROW_AWAY): State.UNDONE,
}

NOT_YET = "Nobody has spoken with the client yet. Phone them first, then log the call."
WHY_NOT: dict[State, str] = {
    State.WAITING: NOT_YET,
    State.REACHED: "Somebody has spoken with them already. Record what was agreed, or close it.",
    State.AGREED: "That can't be done once something is agreed. Close it, or record how the client feels.",
    State.CLOSED: "This one is closed. Reopen it first.",
    State.UNDONE: "This flag was taken back. Press “It is one after all” first.",
    State.MERGED: "This one was merged into another. Go on in that thread.",
}


def moved(state: str, act: Act) -> State:
    """The state after the act. Raises Refusal, with the way out, where the act does not fit."""
    after = MOVES.get((State(state), act))
    if after is None:
        raise Refusal(WHY_NOT[State(state)])
    return after


COOLEST, HOTTEST, DEFAULT_HEAT = 1, 5, 4
HEAT_WORDS = {1: "cool", 2: "uneasy", 3: "upset", 4: "angry", 5: "furious"}


def heat_sign(heat: int) -> str:
    """Told by its shape, not by a colour."""
    return "●" * heat + "○" * (HOTTEST - heat)


class Goals(Protocol):
    """The workspace's minutes by heat; below zero they are of working time."""

    goal_furious: int
    goal_angry: int
    goal_upset: int
    goal_uneasy: int
    goal_cool: int


@dataclass(frozen=True)
class Goal:
    """Within this somebody speaks with a client: so many minutes by the clock, or of working time."""

    minutes: int
    is_working: bool = False

    def moment_at(self, share: float, since: datetime, week: Week, zone: str) -> datetime:
        """The instant at which that share of it has passed. Working time is counted where the zone's clock is."""
        if not self.is_working:
            return since + timedelta(minutes=self.minutes) * share
        days, minutes = divmod(self.minutes, WORKING_DAY)
        return week.later(since, (days * week.day_lasts + timedelta(minutes=minutes)) * share, zone)


def goal_of(goals: Goals, heat: int) -> Goal:
    minutes = getattr(goals, f"goal_{HEAT_WORDS[heat]}")
    return Goal(abs(minutes), is_working=minutes < 0)


ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}


def ordinal(number: int) -> str:
    return ORDINALS.get(number, f"Number {number}")
