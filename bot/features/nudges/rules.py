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
MORE_TIME = timedelta(minutes=15)
NOBODY_YET_NUMBER, LATE_NUMBER = 1, 4
"""Of the rungs on which a lead first hears that nobody has it, and that it is late."""
OWNERS = (Rung.PHONE_NOW, Rung.HALF, Rung.WARNING)
MomentAt = Callable[[float], datetime]
"""The instant at which that share of the goal has passed, by the clock or in working time; 0 is the start."""


@dataclass(frozen=True)
class Planned:
    rung: Rung
    at: datetime


def ladder(moment_at: MomentAt, lead_hears_at: datetime | None = None) -> tuple[Planned, ...]:
    """A lead who is off when it is late hears of it later: from then on it is said again, as often as to any other."""
    since, late = moment_at(0), moment_at(1)
    heard = max(late, lead_hears_at or late)
    first = (
        Planned(Rung.PHONE_NOW, since),
        Planned(Rung.NOBODY_YET, since + NOBODY_YET_AFTER),
        Planned(Rung.HALF, moment_at(0.5)),
        Planned(Rung.WARNING, moment_at(0.8)),
        Planned(Rung.LATE, late),
    )
    again = (Planned(Rung.STILL_LATE, heard + STILL_LATE_EVERY * n) for n in range(1, STILL_LATE_MOST + 1))
    return (*first, *again)


def applies(rung: Rung, *, owned: bool, calling: bool, off: Collection[str] = ()) -> bool:
    """Whether the rung still has something to ask: the owner's pause while they phone, the lead's do not."""
    if rung in off:
        return False
    if rung in OWNERS:
        return owned and not calling
    return not owned if rung is Rung.NOBODY_YET else True


@dataclass(frozen=True)
class Climb:
    """What the clock finds: the rungs to say now, the newest of each addressee, and where the ladder goes on."""

    now: tuple[int, ...]
    next: int
    next_at: datetime | None


def climb(
    rungs: Sequence[Planned], first: int, now: datetime, *, owned: bool, calling: bool, off: Collection[str] = ()
) -> Climb:
    """After a silence of ours several rungs may be due: of those for one person only the last is still worth saying."""
    due = [n for n in range(first, len(rungs)) if rungs[n].at <= now]
    newest: dict[bool, int] = {}
    for n in due:
        if applies(rungs[n].rung, owned=owned, calling=calling, off=off):
            newest[rungs[n].rung in OWNERS] = n
    after = (due[-1] + 1) if due else first
    return Climb(tuple(sorted(newest.values())), after, rungs[after].at if after < len(rungs) else None)


@dataclass(frozen=True)
class Lead:
    user_id: str
    is_at_work: bool


def leads_to_tell(leads: Sequence[Lead], owner: str | None) -> list[str]:
    """The first who is at work, else all of them. The owner already knows, if there is anybody else."""
    others = [lead for lead in leads if lead.user_id != owner] or list(leads)
    at_work = [lead.user_id for lead in others if lead.is_at_work]
    return at_work[:1] or [lead.user_id for lead in others]
