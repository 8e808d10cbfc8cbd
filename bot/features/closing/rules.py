from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bot.features.escalations.rules import State
from bot.words import later


class Outcome(StrEnum):
    CONTENT = "content"
    ADVOCATE = "advocate"
    PARTED_WELL = "parted_well"
    LOST = "lost"


OUTCOME_WORDS = {
    Outcome.CONTENT: later("Content: they say it is solved"),
    Outcome.ADVOCATE: later("Advocate: they would recommend us"),
    Outcome.PARTED_WELL: later("Parted well"),
    Outcome.LOST: later("We lost them"),
}


class Blocker(StrEnum):
    NOT_REACHED = "not_reached"
    NO_CLIENT = "no_client"
    PROMISE_OPEN = "promise_open"


class Standing(Protocol):
    """An escalation's row, as far as closing goes."""

    state: str
    client_id: int | None


def blockers(escalation: Standing, open_promises: Sequence[object]) -> list[Blocker]:
    """What has to be done before it can be closed."""
    found = {
        Blocker.NO_CLIENT: escalation.client_id is None,
        Blocker.NOT_REACHED: escalation.state == State.WAITING,
        Blocker.PROMISE_OPEN: bool(open_promises),
    }
    return [blocker for blocker, holds in found.items() if holds]
