from collections.abc import Callable, Sequence
from enum import StrEnum

from bot.db.models import Step
from bot.features.checklist.rules import current_phase
from bot.playbook import PLAYBOOK, Phase
from bot.slack.blocks import Block, Form, Sentence, View, actions, button, context, lines, quote, text_field
from bot.slack.sentences import sentence, together, verbatim
from bot.slack.text import Bold, Italic, Moment
from bot.words import t

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
        blocks += [context(t("Then: {phases}", phases=" · ".join(later)))] if later else []
    last = _last_changed(steps)
    if live and last is not None:
        blocks.append(actions(button(t("Undo last step"), Act.UNDO, last.id)))
    text = t("Checklist. Now: {phase}.", phase=phase.name) if phase else t("Checklist. Every step is done.")
    return View(text, blocks or [verbatim(text).block])


def _finished(steps: Sequence[Step], current: Phase | None, name: Name) -> list[Sentence]:
    rows: list[Sentence] = []
    for phase in PLAYBOOK.phases:
        if phase is current:
            break
        mine = [step for step in steps if PLAYBOOK.phase_of(step.key) is phase]
        last = max((step for step in mine if step.at), key=lambda step: step.at or step.id, default=None)
        skipped = sum(step.state == "skipped" for step in mine)
        if skipped == len(mine):  # nobody did anything there, so nobody's name and no tick
            rows.append(sentence("– *{phase}*, skipped", phase=phase.name))
            continue
        row = sentence("✓ *{phase}*", phase=phase.name)
        if last and last.at:
            at = Moment(last.at, "{time}")
            row = sentence("✓ *{phase}* ({who}), {at}", phase=phase.name, who=name(last.by), at=at)
        rows.append(together(row, sentence("({count} skipped)", count=skipped) if skipped else None))
    return rows


def _open_phase(phase: Phase, steps: Sequence[Step], name: Name, live: bool) -> list[Block]:
    number = PLAYBOOK.phases.index(phase) + 1
    blocks: list[Block] = [verbatim(Bold(f"{number}  {phase.name}")).block]
    for step in steps:
        if PLAYBOOK.phase_of(step.key) is phase:
            blocks += _step(step, name, live)
    return blocks


def _step(step: Step, name: Name, live: bool) -> list[Block]:
    do = PLAYBOOK.step(step.key).do
    if step.state == "done":
        return [sentence("✓ {step} ({who})", step=do, who=name(step.by)).block]
    if step.state == "skipped":
        return [sentence("– {step}, skipped: {why}", step=do, why=Italic(step.reason)).block]
    pressed = (
        button(t("Done"), Act.DONE, step.id),
        button(t("Skip"), Act.SKIP, step.id),
        button(t("How?"), Act.HOW, step.id),
    )
    return [verbatim("○ ", do).block, *([actions(*pressed)] if live else [])]


def _last_changed(steps: Sequence[Step]) -> Step | None:
    changed = [step for step in steps if step.state != "todo" and step.at]
    return max(changed, key=lambda step: (step.at, step.position), default=None)


def how_view(step_key: str) -> View:
    """The tip, a line to say, one to avoid, and whose advice it is."""
    step = PLAYBOOK.step(step_key)
    source = t("From: {articles}", articles=", ".join(PLAYBOOK.sources(step)))
    blocks = [
        verbatim(Bold(step.do)).block,
        verbatim(step.how).block,
        verbatim(Bold(t("Say: "))).block,
        quote(step.say),
        verbatim(Bold(t("Avoid: "))).block,
        quote(step.avoid),
        context(source),
    ]
    text = t("{do}. {how} Say: {say}", do=step.do, how=step.how, say=step.say)
    return View(text, blocks)


def skip_form(step: Step) -> Form:
    hint = t("One line is enough. It stays in the checklist.")
    field = text_field("reason", t("Why skip it?"), hint=hint, most=120)
    do = verbatim(Bold(PLAYBOOK.step(step.key).do)).block
    return Form(FormId.SKIP, t("Skip this step"), [do, field], t("Skip"), str(step.id))
