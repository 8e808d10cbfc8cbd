"""How long an owner may be silent: half a goal until they are asked, a whole one until it is offered to others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Silence(StrEnum):
    SHORT = "short"
    LONG = "long"
    TOO_LONG = "too long"


@dataclass(frozen=True)
class Heard:
    """What the clock of an owner's silence finds, and when to look again."""

    silence: Silence
    again_at: datetime | None


def heard(seen_at: datetime, goal: timedelta, now: datetime) -> Heard:
    if now < seen_at + goal / 2:
        return Heard(Silence.SHORT, seen_at + goal / 2)
    if now < seen_at + goal:
        return Heard(Silence.LONG, seen_at + goal)
    return Heard(Silence.TOO_LONG, None)
