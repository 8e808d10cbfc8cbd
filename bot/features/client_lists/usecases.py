from dataclasses import dataclass

from bot.db.models import Client
from bot.errors import Refusal
from bot.features.address_book.rules import LABELS, Value, differences, values_of
from bot.features.address_book.usecases import put_client, refuse_unknown
from bot.features.client_lists.rules import Line, all_wrong, read_list, values_of_line, written
from bot.features.client_lists.views import imported_view, list_form
from bot.features.clients.usecases import told_of
from bot.features.people.rules import Action
from bot.features.people.usecases import channels_read_by, require
from bot.names import key_of, keys_of
from bot.slack.blocks import Form, View
from bot.slack.text import tidy
from bot.words import t
from bot.work import Work


@dataclass(frozen=True)
class Imported:
    added: int
    changed: int
    same: int


def show_list(work: Work, by: str) -> Form:
    """Of the clients that this lead may know of."""
    person = require(work, by, Action.LIST_CLIENTS)
    clients = work.all(work.select(Client).order_by(Client.key))
    told = told_of(work, [client.id for client in clients], channels_read_by(work, person))
    rows = [values_of(client) for client in clients if client.id in told]
    return list_form(written(rows), written([]), len(rows))


def export_clients(work: Work) -> str:
    """All of them, for whoever has the database in hand anyway."""
    return written(values_of(client) for client in work.all(work.select(Client).order_by(Client.key)))


def import_by_form(work: Work, by: str, text: str) -> View:
    require(work, by, Action.LIST_CLIENTS)
    try:
        done = import_clients(work, by, text)
    except Refusal as refusal:
        raise Refusal(refusal.says, list=refusal.says) from refusal
    return imported_view(done.added, done.changed, done.same)


def import_clients(work: Work, by: str | None, text: str) -> Imported:
    """All of it, or a Refusal that says each line that cannot be, and nothing."""
    work.take_turns()
    lines = read_list(text)
    known, wrong = _found_by(work), list[tuple[int, str]]()
    wanted: list[tuple[Client | None, dict[str, Value]]] = []
    in_list: dict[str, int] = {}
    for line in lines:
        try:
            client_id = _whose(line, known, in_list)
            client = work.find(Client, client_id, lock=False) if client_id else None
            wanted.append((client, _values(work, line, client)))
        except Refusal as refusal:
            wrong.append((line.number, refusal.says))
    if wrong:
        raise Refusal(all_wrong(wrong))
    added = sum(client is None for client, _ in wanted)
    changed = [put_client(work, by, client, values)[1] for client, values in wanted]
    return Imported(added, sum(map(bool, changed)) - added, len(wanted) - sum(map(bool, changed)))


def _found_by(work: Work) -> dict[str, int]:
    """Every line that a client is found by."""
    rows = work.rows(work.select(Client).with_only_columns(Client.id, Client.key, Client.keys))
    return {line: client_id for client_id, key, keys in rows for line in (key, *keys.split("\n"))}


def _whose(line: Line, known: dict[str, int], in_list: dict[str, int]) -> int | None:
    """The client of that name, or None for a new one. Raises Refusal where a name is another's, here or in the list."""
    name = line.typed["name"]
    client_id = known.get(key_of(name)) or known.get(keys_of(name))
    for each in line.names if name else ():
        keys = {key_of(each), keys_of(each)}
        if any(known.get(key, client_id) != client_id for key in keys):
            raise Refusal(t("“{name}” is another client's name already.", name=each))
        if before := next((in_list[key] for key in keys if in_list.get(key, line.number) != line.number), None):
            raise Refusal(t("“{name}” stands in line {number} too.", name=each, number=before))
        in_list.update(dict.fromkeys(keys, line.number))
    return client_id


def _values(work: Work, line: Line, client: Client | None) -> dict[str, Value]:
    cells = {field: _tidy(field, cell) for field, cell in line.typed.items()}
    values = values_of_line(Line(line.number, cells))
    if client is not None and key_of(client.name) != key_of(line.typed["name"]):
        values["name"] = client.name  # it was named by another of its names, and keeps its own
    before = values_of(client) if client else dict.fromkeys(LABELS)
    if wrong := refuse_unknown(work, {field: new for field, (_, new) in differences(before, values).items()}):
        raise Refusal(next(iter(wrong.values())))
    after = before | values
    if after["deputy"] and after["deputy"] == after["account_owner"]:
        raise Refusal(t("deputy and account_owner are the same person."))
    return values


def _tidy(field: str, cell: str) -> str:
    if field in ("notes", "aliases"):
        return "\n".join(tidied for tidied in (tidy(each, len(each) + 1) for each in cell.splitlines()) if tidied)
    return tidy(cell, len(cell) + 1)
