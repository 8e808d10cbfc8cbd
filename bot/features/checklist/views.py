from collections.abc import Callable, Sequence
from enum import StrEnum

from bot.db.models import Step
from bot.features.checklist.rules import current_phase
from bot.playbook import PLAYBOOK, Phase
from bot.slack.blocks import Block, Form, View, actions, button, context, lines, quote, sentence, text_field
from bot.slack.text import Bold, Italic, Moment, Part

Name = Callable[[str | None], str]


class Act(StrEnum):
    DONE = "steps.done"
    SKIP = "steps.skip"
    HOW = "steps.how"
    UNDO = "steps.undo"


class FormId(StrEnum):
    SKIP = "steps.skip_reason"


def checklist_view(steps: Sequence[Step], name: Name, *, live: bool) -> View:
    """The current phase open, finished ones folded to a line, later ones named. Without buttons once it is over."""
    phase = current_phase(steps)
    blocks: list[Block] = []
    if finished := _finished(steps, phase, name):
        blocks.append(lines(*finished))
    if phase is not None:
        blocks += _open_phase(phase, steps, name, live)
        later = [other.name for other in PLAYBOOK.phases[PLAYBOOK.phases.index(phase) + 1 :]]
        blocks += [context("Then: " + " · ".join(later))] if later else []
    last = _last_changed(steps)
    if live and last is not None:
        blocks.append(actions(button("Undo last step", Act.UNDO, last.id)))
    text = f"Checklist. Now: {phase.name}." if phase else "Checklist. Every step is done."
    return View(text, blocks or [sentence(text).block])


def _finished(steps: Sequence[Step], current: Phase | None, name: Name) -> list[list[Part]]:
    rows: list[list[Part]] = []
    for phase in PLAYBOOK.phases:
        if phase is current:
            break
        mine = [step for step in steps if PLAYBOOK.phase_of(step.key) is phase]
        last = max((step for step in mine if step.at), key=lambda step: step.at or step.id, default=None)
        skipped = sum(step.state == "skipped" for step in mine)
        if skipped == len(mine):  # nobody did anything there, so nobody's name and no tick
            rows.append(["– ", Bold(phase.name), ", skipped"])
            continue
        row: list[Part] = ["✓ ", Bold(phase.name)]
        row += [f" ({name(last.by)}), ", Moment(last.at, "{time}")] if last and last.at else []
        rows.append([*row, f" ({skipped} skipped)" if skipped else ""])
    return rows


def _open_phase(phase: Phase, steps: Sequence[Step], name: Name, live: bool) -> list[Block]:
    number = PLAYBOOK.phases.index(phase) + 1
    blocks: list[Block] = [sentence(Bold(f"{number}  {phase.name}")).block]
    for step in steps:
        if PLAYBOOK.phase_of(step.key) is phase:
            blocks += _step(step, name, live)
    return blocks


def _step(step: Step, name: Name, live: bool) -> list[Block]:
    do = PLAYBOOK.step(step.key).do
    if step.state == "done":
        return [sentence("✓ ", do, f" ({name(step.by)})").block]
    if step.state == "skipped":
        return [sentence("– ", do, ", skipped: ", Italic(step.reason)).block]
    pressed = (button("Done", Act.DONE, step.id), button("Skip", Act.SKIP, step.id), button("How?", Act.HOW, step.id))
    return [sentence("○ ", do).block, *([actions(*pressed)] if live else [])]


def _last_changed(steps: Sequence[Step]) -> Step | None:
    changed = [step for step in steps if step.state != "todo" and step.at]
    return max(changed, key=lambda step: (step.at, step.position), default=None)


def how_view(step_key: str) -> View:
    """The tip, a line to say, one to avoid, and whose advice it is."""
    step = PLAYBOOK.step(step_key)
    source = "From: " + ", ".join(PLAYBOOK.sources(step))
    blocks = [
        sentence(Bold(step.do)).block,
        sentence(step.how).block,
        sentence(Bold("Say: ")).block,
        quote(step.say),
        sentence(Bold("Avoid: ")).block,
        quote(step.avoid),
        context(source),
    ]
    return View(f"{step.do}. {step.how} Say: {step.say}", blocks)


def skip_form(step: Step) -> Form:
    field = text_field("reason", "Why skip it?", hint="One line is enough. It stays in the checklist.", most=120)
    return Form(
        FormId.SKIP, "Skip this step", [sentence(Bold(PLAYBOOK.step(step.key).do)).block, field], "Skip", str(step.id)
    )
