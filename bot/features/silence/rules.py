"""How long an owner may be silent: half a goal until they are asked, a whole one until it is offered to others."""

from datetime import datetime
from enum import StrEnum


class Silence(StrEnum):
    SHORT = "short"
    LONG = "long"
    TOO_LONG = "too long"


def silence_at(due_at: datetime, half_at: datetime, whole_at: datetime) -> Silence:
    """By when the clock was due, not by when we got to it: nobody is passed over who was never asked."""
    if due_at < half_at:
        return Silence.SHORT
    return Silence.LONG if due_at < whole_at else Silence.TOO_LONG
