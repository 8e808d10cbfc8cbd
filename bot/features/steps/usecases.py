from bot.db.models import Escalation, Step
from bot.errors import Refusal
from bot.features.escalations.usecases import concerned, redraw
from bot.features.history.usecases import note
from bot.features.owners.usecases import refuse_if_over
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of, require
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.slack.text import tidy
from bot.words import t
from bot.work import Work

REASON_MOST = 120


def complete_step(work: Work, by: str, step_id: str) -> View | None:
    return _settle(work, by, step_id, "done", "")


def skip_step(work: Work, by: str, step_id: str, reason: str) -> View | None:
    reason = tidy(reason, REASON_MOST)
    if not reason:
        why = t("Say in a word or two why it is skipped.")
        raise Refusal(why, reason=why)
    return _settle(work, by, step_id, "skipped", reason)


def undo_step(work: Work, by: str, step_id: str) -> View | None:
    escalation, step = _step_of(work, by, step_id)
    if step.state == "todo":
        return says("That step is open again already.")
    note(work, escalation, by, "step undone", step=step.key, was=step.state)
    step.state, step.by, step.at, step.reason = "todo", None, None, ""
    redraw(work, escalation)
    return None


def step_to_skip(work: Work, by: str, step_id: str) -> Step:
    return _step_of(work, by, step_id)[1]


def step_to_explain(work: Work, by: str, step_id: str) -> Step:
    """Anybody of the team who sees it may read how."""
    step = work.find(Step, step_id, lock=False)
    require(work, by, Action.READ, work.find(Escalation, step.escalation_id, lock=False))
    return step


def _settle(work: Work, by: str, step_id: str, state: str, reason: str) -> View | None:
    escalation, step = _step_of(work, by, step_id)
    if step.state != "todo":
        who = name_of(work, step.by or "")
        if step.state == "done":
            return says("{who} was quicker: that step is done already.", who=who)
        return says("{who} was quicker: that step is skipped already.", who=who)
    step.state, step.by, step.at, step.reason = state, by, work.now, reason
    note(work, escalation, by, f"step {state}", step=step.key, reason=reason)
    redraw(work, escalation)
    return None


def _step_of(work: Work, by: str, step_id: str) -> tuple[Escalation, Step]:
    """The step and its escalation, which is locked first: whoever changes a step holds the whole."""
    escalation = concerned(work, by, Action.WORK_STEPS, work.find(Step, step_id, lock=False).escalation_id)
    refuse_if_over(escalation)
    return escalation, work.find(Step, step_id)
