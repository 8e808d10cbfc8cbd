from bot.features.owners.usecases import assign, assignable, claim, take_back
from bot.features.owners.views import ASSIGN, CLAIM, Act, FormId, assign_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(CLAIM)
def claim_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return claim(work, heard.actor, heard.value)


@on.action(ASSIGN)
def choose_owner_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = assign_form(assignable(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.ASSIGN)
def assign_by_form(heard: Heard) -> View | None:
    heard.meet(heard.fields["owner"])
    with heard.open_work() as work:
        assign(work, heard.actor, heard.value, heard.fields["owner"])
    return None


@on.action(Act.TAKE_BACK)
def take_back_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return take_back(work, heard.actor, heard.value)
