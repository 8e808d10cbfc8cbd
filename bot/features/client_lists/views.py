from enum import StrEnum

from bot.slack.blocks import Form, View, context, says, text_field
from bot.slack.text import Bold

COMMAND = "/angry-client clients"
LIST_MOST = 3_000
"""Slack's limit for a field."""
HINT = "One client a line; a name we know is changed, another is added. What you leave empty stays as it is."


class FormId(StrEnum):
    LIST = "client_lists.form"


def list_form(listed: str, header: str, number: int) -> Form:
    """The list, to copy or to change, where Slack has room for it; else only the names of the columns."""
    fits = len(listed) <= LIST_MOST
    told = f"{number or 'No'} client{'' if number == 1 else 's'}."
    if not fits:
        told += " That is more than fits here: python app.py clients export writes them all."
    blocks = [
        context(told),
        text_field("list", "The list, as CSV", value=listed if fits else header, many=True, most=LIST_MOST, hint=HINT),
    ]
    return Form(FormId.LIST, "Clients", blocks, "Import")


def imported_view(added: int, changed: int, same: int) -> View:
    return says(Bold("Imported."), f" {added} new, {changed} changed, {same} as they were.")
