"""Where one stands in the playbook."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.features.checklist.rules import current_phase, next_step, passed_by, proved
from bot.features.escalations.rules import Act
from bot.playbook import PLAYBOOK

KEYS = [step.key for step in PLAYBOOK.steps]
PHASES = [phase.name for phase in PLAYBOOK.phases]


@dataclass
class Row:
    key: str
    state: str = "todo"


def rows(done: Sequence[str] = (), skipped: Sequence[str] = ()) -> list[Row]:
    return [Row(key, "done" if key in done else "skipped" if key in skipped else "todo") for key in KEYS]


def test_it_begins_with_the_first_step_of_the_first_phase() -> None:
    found = next_step(rows())
    assert found is not None
    assert found.key == KEYS[0]
    assert current_phase(rows()) is PLAYBOOK.phases[0]


@pytest.mark.parametrize("how", ["done", "skipped"])
@pytest.mark.parametrize("number", range(len(PHASES)))
def test_a_phase_is_over_when_all_its_steps_are_done_or_skipped(number: int, how: str) -> None:
    over = [step.key for phase in PLAYBOOK.phases[: number + 1] for step in phase.steps]
    after = [*PLAYBOOK.phases, None][number + 1]
    assert current_phase(rows(**{how: over})) is after
    assert current_phase(rows(**{how: over[:-1]})) is PLAYBOOK.phases[number]


def test_a_step_left_open_is_come_back_to() -> None:
    found = next_step(rows(done=KEYS[1:], skipped=()))
    assert found is not None
    assert found.key == KEYS[0]


def test_when_all_is_done_there_is_no_next_step_and_no_phase() -> None:
    assert next_step(rows(done=KEYS)) is None
    assert current_phase(rows(skipped=KEYS)) is None
    assert next_step([]) is None


@pytest.mark.parametrize("act", Act)
def test_a_logged_act_proves_the_steps_that_say_so_and_no_other(act: Act) -> None:
    wanted = [step.key for step in PLAYBOOK.steps if step.proved_by == act]
    assert [row.key for row in proved(rows(), {act})] == wanted


@pytest.mark.parametrize("act", [Act.REACH, Act.AGREE, Act.CLOSE])
def test_reaching_agreeing_and_closing_prove_something_and_only_once(act: Act) -> None:
    steps = rows()
    assert proved(steps, {act})
    for row in proved(steps, {act}):
        row.state = "done"
    assert proved(steps, {act}) == []


def test_what_was_skipped_is_not_proved() -> None:
    assert proved(rows(skipped=KEYS), set(Act)) == []
    assert proved(rows(), set()) == []


def test_once_the_call_is_made_nobody_gets_ready_for_it() -> None:
    steps = rows(done=KEYS[:1])
    proof = proved(steps, {Act.REACH})
    passed = passed_by(steps, proof)
    last = max(KEYS.index(row.key) for row in proof)
    assert [row.key for row in passed] == [key for key in KEYS[1:last] if key not in {row.key for row in proof}]
    assert passed_by(steps, []) == []


def test_what_was_done_or_skipped_before_is_not_passed_by() -> None:
    steps = rows(done=KEYS[:-1])
    assert passed_by(steps, steps[-1:]) == []
