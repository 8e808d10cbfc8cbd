from bot.features.colleagues.usecases import answer_no, answer_yes, bring_in, open_to_help
from bot.features.colleagues.views import BRING_IN, Act, FormId, bring_in_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(BRING_IN)
def ask_whom_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = bring_in_form(open_to_help(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.BRING_IN)
def bring_in_by_form(heard: Heard) -> View | None:
    heard.meet(heard.fields["person"])
    with heard.open_work() as work:
        bring_in(work, heard.actor, heard.value, heard.fields["person"], heard.fields["need"])
    return None


@on.action(Act.COMING)
def answer_yes_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return answer_yes(work, heard.actor, heard.value)


@on.action(Act.CANNOT)
def answer_no_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return answer_no(work, heard.actor, heard.value)
