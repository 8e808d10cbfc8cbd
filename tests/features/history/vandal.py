"""Somebody with the database in their hands: one change of a sealed history at a time, each of another kind."""

import random
import string
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, text

TEXTS = ("at", "act", "salt", "digest", "seal", "detail", "by", "workspace_id", "erased_at")
Change = Callable[[Connection, random.Random], None]


def rows_of(connection: Connection, where: str = "true") -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT * FROM history WHERE {where} ORDER BY id")))  # noqa: S608  # ours


def some_row(connection: Connection, chance: random.Random, where: str = "true") -> Any:
    return chance.choice(rows_of(connection, where))


def put(connection: Connection, row_id: int, column: str, value: Any, cast: str = ":value") -> None:
    changed = text(f"UPDATE history SET {column} = {cast} WHERE id = :id")  # noqa: S608  # our own names
    assert connection.execute(changed, {"value": value, "id": row_id}).rowcount == 1


def flip_a_byte(column: str) -> Change:
    """Any bit of any byte on SQLite, whether what comes out is text or not; on PostgreSQL what its types let pass."""

    def change(connection: Connection, chance: random.Random) -> None:
        kept = "'', '{}'" if connection.dialect.name == "postgresql" else "''"
        row = some_row(connection, chance, f"cast({column} AS text) NOT IN ({kept})")
        told = text(f"SELECT cast({column} AS text) FROM history WHERE id = :id")  # noqa: S608
        stored = connection.execute(told, {"id": row.id}).scalar_one()
        if connection.dialect.name == "sqlite":
            raw = bytearray(stored.encode())
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            put(connection, row.id, column, bytes(raw), "cast(:value AS text)")
            return
        place = chance.choice([place for place, each in enumerate(stored) if each.isalnum()])
        among = string.digits if stored[place].isdigit() else string.ascii_lowercase
        other = chance.choice([each for each in among if each != stored[place]])
        kind = {"detail": "json", "at": "timestamptz", "erased_at": "timestamptz"}.get(column, "text")
        put(connection, row.id, column, f"{stored[:place]}{other}{stored[place + 1 :]}", f"cast(:value AS {kind})")

    change.__name__ = f"a byte of {column}"
    return change


def another_number(column: str) -> Change:
    def change(connection: Connection, chance: random.Random) -> None:
        row = some_row(connection, chance, f"{column} IS NOT NULL")
        taken = {getattr(each, column) for each in rows_of(connection)} if column == "id" else set()
        old = getattr(row, column)
        put(connection, row.id, column, chance.choice([n for n in range(1, 2_000) if n != old and n not in taken]))

    change.__name__ = f"another {column}"
    return change


def nobody_did_it(connection: Connection, chance: random.Random) -> None:
    put(connection, some_row(connection, chance, "by IS NOT NULL").id, "by", None)


def somebody_did_it(connection: Connection, chance: random.Random) -> None:
    put(connection, some_row(connection, chance, "by IS NULL").id, "by", "U1")


def it_is_the_workspaces_own(connection: Connection, chance: random.Random) -> None:
    put(connection, some_row(connection, chance, "escalation_id IS NOT NULL").id, "escalation_id", None)


def it_was_of_another(connection: Connection, chance: random.Random) -> None:
    row = some_row(connection, chance, "escalation_id IS NOT NULL")
    other = some_row(connection, chance, f"escalation_id IS NOT NULL AND escalation_id <> {row.escalation_id}")
    put(connection, row.id, "escalation_id", other.escalation_id)


def two_change_places(connection: Connection, chance: random.Random) -> None:
    """With their ids, or with their numbers in the chain."""
    one = some_row(connection, chance)
    other = some_row(connection, chance, f"id <> {one.id}")
    column = chance.choice(("id", "number")) if one.number != other.number else "id"
    first, second = getattr(one, column), getattr(other, column)
    put(connection, one.id, column, -1)
    put(connection, other.id, column, first)
    put(connection, -1 if column == "id" else one.id, column, second)


def one_is_gone(connection: Connection, chance: random.Random) -> None:
    row = some_row(connection, chance)
    connection.execute(text("DELETE FROM history WHERE id = :id"), {"id": row.id})


def the_tail_is_cut(connection: Connection, chance: random.Random) -> None:
    row = some_row(connection, chance)
    cut = "workspace_id = :workspace AND escalation_id IS NOT DISTINCT FROM :escalation AND number >= :number"
    told = {"workspace": row.workspace_id, "escalation": row.escalation_id, "number": row.number}
    connection.execute(text(f"DELETE FROM history WHERE {cut}"), told)  # noqa: S608


def one_is_added(connection: Connection, chance: random.Random) -> None:
    """Sealed as any other, but not there."""
    row = some_row(connection, chance)
    names = [name for name in row._fields if name != "id"]
    shown = ", ".join(names)
    number = ", ".join("number + 1" if name == "number" and chance.random() < 0.5 else name for name in names)
    added = text(f"INSERT INTO history (id, {shown}) SELECT 9999, {number} FROM history WHERE id = :id")  # noqa: S608
    connection.execute(added, {"id": row.id})


def it_is_said_to_be_erased(connection: Connection, chance: random.Random) -> None:
    row = some_row(connection, chance, "erased_at IS NULL")
    emptied = "erased_at = at, by = NULL, detail = '{}', salt = ''"
    marked = "erased_at = at" if chance.random() < 0.3 else emptied
    connection.execute(text(f"UPDATE history SET {marked} WHERE id = :id"), {"id": row.id})  # noqa: S608


def it_was_erased_at_another_time(connection: Connection, chance: random.Random) -> None:
    put(connection, some_row(connection, chance, "erased_at IS NOT NULL").id, "erased_at", "2026-03-02 10:00:00.000001")


def it_was_never_erased(connection: Connection, chance: random.Random) -> None:
    put(connection, some_row(connection, chance, "erased_at IS NOT NULL").id, "erased_at", None)


def the_newest_seal(connection: Connection, chance: random.Random) -> None:
    head = chance.choice(list(connection.execute(text("SELECT * FROM chains ORDER BY workspace_id, of"))))
    told = {"workspace": head.workspace_id, "of": head.of}
    one = "WHERE workspace_id = :workspace AND of = :of"
    for change in chance.sample([
        f"UPDATE chains SET seal = 'f' || seal {one}", f"UPDATE chains SET length = length + 1 {one}",  # noqa: S608
        f"UPDATE chains SET of = '998' {one}", f"DELETE FROM chains {one}",  # noqa: S608
    ], 1):  # fmt: skip
        connection.execute(text(change), told)


def all_of_an_escalation(connection: Connection, chance: random.Random) -> None:
    about = some_row(connection, chance, "escalation_id IS NOT NULL").escalation_id
    connection.execute(text("DELETE FROM history WHERE escalation_id = :about"), {"about": about})
    if chance.random() < 0.5:
        connection.execute(text("DELETE FROM chains WHERE of = :about"), {"about": str(about)})


CHANGES: tuple[Change, ...] = (
    *(flip_a_byte(column) for column in TEXTS), *(flip_a_byte(column) for column in ("by", "act", "detail", "at")),
    *(another_number(column) for column in ("id", "number", "escalation_id")),
    nobody_did_it, somebody_did_it, it_is_the_workspaces_own, it_was_of_another, two_change_places, one_is_gone,
    the_tail_is_cut, one_is_added, it_is_said_to_be_erased, it_was_erased_at_another_time, it_was_never_erased,
    the_newest_seal, all_of_an_escalation,
)  # fmt: skip
