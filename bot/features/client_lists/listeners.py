from bot.features.client_lists.rules import people_in
from bot.features.client_lists.usecases import import_by_form, show_list
from bot.features.client_lists.views import COMMAND, FormId
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.command(COMMAND)
def show_list_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        form = show_list(work, heard.actor)
    heard.open_form(form)
    return None


@on.form(FormId.LIST)
def import_by_the_form(heard: Heard) -> View | None:
    heard.meet(*people_in(heard.fields["list"]))
    with heard.open_work() as work:
        return import_by_form(work, heard.actor, heard.fields["list"])
