from enum import StrEnum

from bot.slack.blocks import Form, View, context, text_field
from bot.slack.sentences import says
from bot.words import later, plural, said, t

COMMAND = "/angry-client clients"
LIST_MOST = 3_000
"""Slack's limit for a field."""
HINT = later("One client a line; a name we know is changed, another is added. What you leave empty stays as it is.")


class FormId(StrEnum):
    LIST = "client_lists.form"


def list_form(listed: str, header: str, number: int) -> Form:
    """The list, to copy or to change, where Slack has room for it; else only the names of the columns."""
    fits = len(listed) <= LIST_MOST
    told = [plural("{count} client.", "{count} clients.", number) if number else t("No clients.")]
    if not fits:
        told.append(t("That is more than fits here: python app.py clients export writes them all."))
    blocks = [
        context(" ".join(told)),
        text_field(
            "list", t("The list, as CSV"), value=listed if fits else header, many=True, most=LIST_MOST, hint=said(HINT)
        ),
    ]
    return Form(FormId.LIST, t("Clients"), blocks, t("Import"))


def imported_view(added: int, changed: int, same: int) -> View:
    return says(
        "*Imported.* {added} new, {changed} changed, {same} as they were.", added=added, changed=changed, same=same
    )
