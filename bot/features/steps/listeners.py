from bot.features.checklist.views import Act, FormId, how_view, skip_form
from bot.features.steps.usecases import complete_step, skip_step, step_to_explain, step_to_skip, undo_step
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(Act.DONE)
def complete_step_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return complete_step(work, heard.actor, heard.value)


@on.action(Act.SKIP)
def ask_reason_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = skip_form(step_to_skip(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.SKIP)
def skip_step_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return skip_step(work, heard.actor, heard.value, heard.fields["reason"])


@on.action(Act.HOW)
def explain_step_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        return how_view(step_to_explain(work, heard.actor, heard.value).key)


@on.action(Act.UNDO)
def undo_step_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return undo_step(work, heard.actor, heard.value)
