from bot.features.address_book.usecases import (
    ask_to_merge,
    form_of,
    merge_clients,
    open_form,
    save_client,
    show_past,
)
from bot.features.address_book.views import FORM, MERGE, PAST, Act, FormId
from bot.slack.blocks import View
from bot.slack.ids import as_typed
from bot.slack.listening import Heard, Listening

on = Listening()


@on.command(FORM)
def open_client_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        found = open_form(work, heard.actor, as_typed(heard.rest))
    if isinstance(found, View):
        return found
    heard.open_form(found)
    return None


@on.action(Act.OPEN)
def open_client_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = form_of(work, heard.actor, heard.value)
    heard.open_form(form)
    return None


@on.form(FormId.CLIENT)
def save_client_by_form(heard: Heard) -> View | None:
    heard.meet(heard.fields["account_owner"], heard.fields["deputy"])
    with heard.open_work() as work:
        return save_client(work, heard.actor, heard.value, heard.fields)


@on.command(MERGE)
def ask_to_merge_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        found = ask_to_merge(work, heard.actor, as_typed(heard.rest))
    if isinstance(found, View):
        return found
    heard.open_form(found)
    return None


@on.form(FormId.MERGE)
def merge_clients_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return merge_clients(work, heard.actor, heard.value)


@on.command(PAST)
def show_past_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return show_past(work, heard.actor, as_typed(heard.rest))
