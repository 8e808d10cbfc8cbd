from bot.features.closing.usecases import close, closing_form, reopen
from bot.features.closing.views import CLOSE, REOPEN, FormId
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(CLOSE)
def open_closing_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = closing_form(work, heard.actor, heard.value)
    heard.open_form(form)
    return None


@on.form(FormId.CLOSE)
def close_by_form(heard: Heard) -> View | None:
    fields = heard.fields
    with heard.open_work() as work:
        close(work, heard.actor, heard.value, fields["outcome"], fields["cause"], fields["lesson"])
    return None


@on.action(REOPEN)
def reopen_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        reopen(work, heard.actor, heard.value)
    return None
