"""The ladder: who hears what, at which share of the goal."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Rung(StrEnum):
    PHONE_NOW = "phone_now"
    NOBODY_YET = "nobody_yet"
    HALF = "half"
    WARNING = "warning"
    LATE = "late"
    STILL_LATE = "still_late"


NOBODY_YET_AFTER = timedelta(minutes=5)
STILL_LATE_EVERY, STILL_LATE_MOST = timedelta(minutes=30), 4
SHORT_GOAL = timedelta(minutes=30)
"""Within such a goal no rung waits for another."""
MORE_TIME = timedelta(minutes=15)
NOBODY_YET_NUMBER = 1
"""Of the rung on which a lead first hears that nobody has it."""
OWNERS = (Rung.PHONE_NOW, Rung.HALF, Rung.WARNING)
MomentAt = Callable[[float], datetime]
"""The instant at which that share of the goal has passed, by the clock or in working time; 0 is the start."""


@dataclass(frozen=True)
class Planned:
    rung: Rung
    at: datetime


def ladder(moment_at: MomentAt) -> tuple[Planned, ...]:
    since, late = moment_at(0), moment_at(1)
    first = (
        Planned(Rung.PHONE_NOW, since),
        Planned(Rung.NOBODY_YET, min(since + NOBODY_YET_AFTER, moment_at(0.5))),
        Planned(Rung.HALF, moment_at(0.5)),
        Planned(Rung.WARNING, moment_at(0.8)),
        Planned(Rung.LATE, late),
    )
    again = (Planned(Rung.STILL_LATE, late + STILL_LATE_EVERY * n) for n in range(1, STILL_LATE_MOST + 1))
    return (*first, *again)


def applies(rung: Rung, *, owned: bool, paused: bool, off: Collection[str] = ()) -> bool:
    """Whether the rung still has something to ask: the owner's pause while they phone, the lead's do not."""
    if rung in off:
        return False
    if rung in OWNERS:
        return owned and not paused
    return not owned if rung is Rung.NOBODY_YET else True


@dataclass(frozen=True)
class Climb:
    """What the clock finds: the rungs to say now, the newest of each addressee, and where the ladder goes on."""

    now: tuple[int, ...]
    next: int
    next_at: datetime | None


def climb(
    rungs: Sequence[Planned], first: int, now: datetime, *, owned: bool, paused: bool, off: Collection[str] = ()
) -> Climb:
    """After a silence of ours several rungs may be due: of those for one person only the last is still worth saying.

    The lead's reminders are counted as they are said: none is used up while nobody could hear it.
    """
    due = [n for n in range(first, len(rungs)) if rungs[n].at <= now]
    reminders = [n for n in due if rungs[n].rung is Rung.STILL_LATE]
    due = [n for n in due if n not in reminders[1:]]
    newest: dict[bool, int] = {}
    for n in due:
        if applies(rungs[n].rung, owned=owned, paused=paused, off=off):
            newest[rungs[n].rung in OWNERS] = n
    after = (due[-1] + 1) if due else first
    next_at = rungs[after].at if after < len(rungs) else None
    if next_at and reminders:
        next_at = max(next_at, now + STILL_LATE_EVERY)
    return Climb(tuple(sorted(newest.values())), after, next_at)


@dataclass(frozen=True)
class Lead:
    user_id: str
    is_at_work: bool


def leads_to_tell(leads: Sequence[Lead], owner: str | None) -> list[str]:
    """The first who is at work, else all of them. The owner already knows, if there is anybody else."""
    others = [lead for lead in leads if lead.user_id != owner] or list(leads)
    at_work = [lead.user_id for lead in others if lead.is_at_work]
    return at_work[:1] or [lead.user_id for lead in others]
