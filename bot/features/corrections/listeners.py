from bot.features.corrections.usecases import correct, correctable, merge, mergeable, pick_client
from bot.features.corrections.views import CORRECT, MERGE, FormId, correct_form, merge_form
from bot.features.escalations.views import Act as CardAct
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()
PLACES = (CardAct.FIRST, CardAct.SECOND, CardAct.THIRD, CardAct.FOURTH)


@on.action(CORRECT)
def open_correction_by_menu(heard: Heard) -> View | None:
    with heard.look() as work:
        form = correct_form(correctable(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.CORRECT)
def correct_by_form(heard: Heard) -> View | None:
    fields = heard.fields
    with heard.open_work() as work:
        return correct(
            work, heard.actor, heard.value, fields["client"], int(fields["heat"]), fields["contact"], fields["phone"]
        )


@on.action(MERGE)
def open_merge_by_menu(heard: Heard) -> View | None:
    with heard.look() as work:
        form = merge_form(*mergeable(work, heard.actor, heard.value), work.now)
    heard.open_form(form)
    return None


@on.form(FormId.MERGE)
def merge_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        merge(work, heard.actor, heard.value, heard.fields["into"])
    return None


@on.action(CardAct.FIRST)
@on.action(CardAct.SECOND)
@on.action(CardAct.THIRD)
@on.action(CardAct.FOURTH)
def pick_client_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        pick_client(work, heard.actor, heard.value, PLACES.index(CardAct(heard.name)))
    return None


@on.action(CardAct.NEW_CLIENT)
def pick_new_client_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        pick_client(work, heard.actor, heard.value, None)
    return None
