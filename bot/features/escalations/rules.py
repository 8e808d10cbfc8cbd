"""The states of an escalation and the acts that move it, heat, and the next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.days import WORKING_DAY
from bot.errors import Refusal
from bot.hours import Week
from bot.words import Later, later, said, t


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

NOT_YET = later("Nobody has spoken with the client yet. Phone them first, then log the call.")
WHY_NOT: dict[State, Later] = {
    State.WAITING: NOT_YET,
    State.REACHED: later("Somebody has spoken with them already. Record what was agreed, or close it."),
    State.AGREED: later("That can't be done once something is agreed. Close it, or record how the client feels."),
    State.CLOSED: later("This one is closed. Reopen it first."),
    State.UNDONE: later("This flag was taken back. Press “It is one after all” first."),
    State.MERGED: later("This one was merged into another. Go on in that thread."),
}


OUTCOMES = {
    "content": later("content"), "advocate": later("advocate"), "parted_well": later("parted well"),
    "lost": later("lost"),
}  # fmt: skip
"""How it ended, as the end of a sentence."""
PROMISES = {"kept": later("kept"), "broken": later("broken")}
SPOKEN = {
    State.REACHED: later("{client}: somebody has spoken with them. Next: agree what happens."),
    State.AGREED: later("{client}: agreed. Keep the promise, then ask how they feel."),
    State.CLOSED: later("{client}: closed."),
    State.UNDONE: later("{client}: not an angry client."),
    State.MERGED: later("{client}: merged into another thread."),
}
"""For the lock screen, once they wait no more."""


def moved(state: str, act: Act) -> State:
    """The state after the act. Raises Refusal, with the way out, where the act does not fit."""
    after = MOVES.get((State(state), act))
    if after is None:
        raise Refusal(said(WHY_NOT[State(state)]))
    return after


COOLEST, HOTTEST, DEFAULT_HEAT = 1, 5, 4
HEAT_WORDS: dict[int, str] = {
    1: later("cool"), 2: later("uneasy"), 3: later("upset"), 4: later("angry"), 5: later("furious"),
}  # fmt: skip
"""As they stand here they name the columns of the goals; `heat_word` says them."""


def heat_word(heat: int) -> str:
    return said(Later(HEAT_WORDS[heat]))


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


ORDINALS = {
    1: later("First"), 2: later("Second"), 3: later("Third"), 4: later("Fourth"), 5: later("Fifth"), 6: later("Sixth"),
}  # fmt: skip


def ordinal(number: int) -> str:
    return said(ORDINALS[number]) if number in ORDINALS else t("Number {number}", number=number)
