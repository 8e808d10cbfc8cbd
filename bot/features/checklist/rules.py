"""Where one stands in the playbook."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from bot.playbook import PLAYBOOK, Phase


class StepRow(Protocol):
    """A step's row, as far as the playbook goes."""

    key: str
    state: str


Row = TypeVar("Row", bound=StepRow)


def current_phase(steps: Sequence[StepRow]) -> Phase | None:
    """The phase of the first step still to do; None when all is done."""
    first = next_step(steps)
    return PLAYBOOK.phase_of(first.key) if first else None


def next_step(steps: Sequence[Row]) -> Row | None:
    return next((step for step in steps if step.state == "todo"), None)


def passed_by(steps: Sequence[Row], proof: Sequence[Row]) -> list[Row]:
    """The steps still to do before a proven one: once the call is made, nobody gets ready for it."""
    last = max((steps.index(step) for step in proof), default=0)
    return [step for step in steps[:last] if step.state == "todo" and step not in proof]


def proved(steps: Sequence[Row], acts: Collection[str]) -> list[Row]:
    """The steps still to do that a logged act proves."""
    return [step for step in steps if step.state == "todo" and PLAYBOOK.step(step.key).proved_by in acts]
