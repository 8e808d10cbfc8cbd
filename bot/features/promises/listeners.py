from bot.features.promises.rules import Fate
from bot.features.promises.usecases import agree, can_agree, move_promise, promise_of, settle_promise
from bot.features.promises.views import AGREE, Act, FormId, agree_form, new_date_form, settled_sheet
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(AGREE)
def open_agreement_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = agree_form(can_agree(work, heard.actor, heard.value), work.now)
    heard.open_form(form)
    return None


@on.form(FormId.AGREE)
def agree_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        agree(work, heard.actor, heard.value, heard.fields["what"], heard.fields["due"])
    return None


@on.action(Act.KEPT)
def keep_promise_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        said = settle_promise(work, heard.actor, heard.value, Fate.KEPT)
    return said or (settled_sheet() if heard.is_in_form else None)


@on.action(Act.BROKEN)
def break_promise_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        said = settle_promise(work, heard.actor, heard.value, Fate.BROKEN)
    return said or (settled_sheet() if heard.is_in_form else None)


@on.action(Act.NEW_DATE)
def open_new_date_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = new_date_form(promise_of(work, heard.actor, heard.value)[1], work.now)
    heard.open_form(form)
    return None


@on.form(FormId.NEW_DATE)
def move_promise_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return move_promise(work, heard.actor, heard.value, heard.fields["due"])
