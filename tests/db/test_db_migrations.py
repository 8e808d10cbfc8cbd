"""The tables that the migrations make are the tables that the models speak of, there and back again, with all rows."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import ROOT, Postgres
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    NullPool,
    Numeric,
    Table,
    create_engine,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError, OperationalError

import bot.db.models  # noqa: F401  # fills the metadata
from bot.db.base import Base
from bot.db.engine import open_database
from bot.db.models import Message, Workspace

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ROWS, MANY_ROWS = 3, 1_000
Dump = dict[str, list[dict[str, str]]]
DRAWN = {"history": {"salt", "digest", "seal"}, "chains": {"seal"}}
"""What a migration draws by lot, and what follows from it."""
REFUSES = {"0005": "history"}
"""From then on a row of history is sealed: who knows no seal is told no, and Slack brings the same again."""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.copy("template1") as url:
        yield url


@pytest.fixture
def rows(is_long: bool) -> int:
    """In each table."""
    return MANY_ROWS if is_long else ROWS


@pytest.fixture
def newest(is_long: bool) -> list[str]:
    """The migrations of which there is still something to be seen, oldest first; with `--long` all there ever were."""
    return revisions() if is_long else revisions()[-6:]


def test_the_models_are_what_the_migrations_make(database_url: str) -> None:
    with create_engine(database_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(config_for("sqlite://")).get_heads()) == 1


def test_up_down_and_up_again_ends_with_the_same_tables(empty_url: str) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    first = tables_of(empty_url)
    command.downgrade(config, "base")
    assert set(tables_of(empty_url)) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert tables_of(empty_url) == first
    write_and_read(empty_url)


def test_all_the_way_down_and_up_with_rows_in_every_table_ends_with_the_same_tables(empty_url: str, rows: int) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    first = tables_of(empty_url)
    fill(empty_url, rows)
    command.downgrade(config, "base")
    assert not any(dump(empty_url).values())
    command.upgrade(config, "head")
    assert tables_of(empty_url) == first
    fill(empty_url, rows)  # and they can be used


def test_every_migration_can_be_taken_back_alone(empty_url: str, newest: list[str]) -> None:
    config = config_for(empty_url)
    for revision in newest:
        command.upgrade(config, revision)
        after = tables_of(empty_url)
        command.downgrade(config, "-1")
        command.upgrade(config, revision)
        assert tables_of(empty_url) == after


def test_what_was_stored_before_a_migration_is_there_after_it_and_after_going_back(
    empty_url: str, newest: list[str], rows: int
) -> None:
    """Up, down to the one before, and up again; once for each migration that finds rows."""
    config = config_for(empty_url)
    for before, after in pairwise(newest):
        command.upgrade(config, before)
        fill(empty_url, rows)
        at_first = dump(empty_url)
        command.upgrade(config, after)
        once = dump(empty_url)
        kept, expected = in_common(once, at_first)
        assert kept == expected, f"{after} changed what was there"
        command.downgrade(config, before)
        assert dump(empty_url) == at_first, f"{after} did not go back"
        command.upgrade(config, after)
        assert but_for_lots(dump(empty_url)) == but_for_lots(once), f"{after} did something else the second time"


def test_going_back_with_rows_in_the_newest_tables_too_keeps_those_of_the_older_ones(empty_url: str, rows: int) -> None:
    config = config_for(empty_url)
    *_, before, after = "base", *revisions()
    command.upgrade(config, after)
    fill(empty_url, rows)
    newest = dump(empty_url)
    command.downgrade(config, before)
    oldest = dump(empty_url)
    kept, expected = in_common(oldest, newest)
    assert kept == expected
    command.upgrade(config, after)
    kept, expected = in_common(dump(empty_url), oldest)
    assert kept == expected


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    fill(empty_url, ROWS)
    before = dump(empty_url)
    command.upgrade(config, "head")
    assert dump(empty_url) == before


def test_workers_from_before_go_on_while_a_migration_runs_and_after_it(empty_url: str, newest: list[str]) -> None:
    """A release brings the database up to date while the old processes still serve: they know no new column."""
    config = config_for(empty_url)
    for before, after in pairwise(newest):
        command.upgrade(config, before)
        with OldWorker(empty_url, but_for=REFUSES.get(after, "")) as worker:
            worker.writes_everywhere()
            command.upgrade(config, after)
            worker.writes_everywhere()
        assert not worker.refused, f"{after} stops who is from before: {worker.refused[0]}"
        assert worker.wrote == {table: count for table, count in counts(empty_url).items() if table in worker.wrote}


class OldWorker:
    """Writes into every table it knew when it began, again and again, in a thread of its own."""

    def __init__(self, url: str, but_for: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)
        self._tables = [table for table in found_in(self._engine).sorted_tables if table.name != but_for]
        self.wrote, self.refused = counts(url), list[str]()
        self._rounds, self._stops, self._changed = 0, False, threading.Condition()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stops = True
        self._thread.join()

    def writes_everywhere(self) -> None:
        """From now on at least once."""
        with self._changed:
            wanted = self._rounds + 2
            assert self._changed.wait_for(lambda: self._rounds >= wanted or self.refused, timeout=30)

    def _write(self) -> None:
        while not self._stops and not self.refused:
            for table in self._tables:
                self._write_into(table)
            with self._changed:
                self._rounds += 1
                self._changed.notify_all()

    def _write_into(self, table: Table) -> None:
        try:
            with self._engine.begin() as connection:
                _add(connection, table, self.wrote[table.name] + 1, least=True)
            self.wrote[table.name] += 1
        except OperationalError:
            pass  # a lock: Slack brings it again
        except DBAPIError as error:
            self.refused.append(f"{table.name}: {error.orig}")


def counts(url: str) -> dict[str, int]:
    return {table: len(rows) for table, rows in dump(url).items()}


def config_for(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


def revisions() -> list[str]:
    """Oldest first."""
    scripts = ScriptDirectory.from_config(config_for("sqlite://")).walk_revisions()
    return [script.revision for script in scripts][::-1]


def tables_of(url: str) -> dict[str, Any]:
    """Columns, indexes and keys of each table."""
    engine = create_engine(url, poolclass=NullPool)
    seen = inspect(engine)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            sorted((str(i["name"]), tuple(i["column_names"]), bool(i["unique"])) for i in seen.get_indexes(table)),
            sorted((str(key["name"]), tuple(key["column_names"])) for key in seen.get_unique_constraints(table)),
            sorted((tuple(key["constrained_columns"]), key["referred_table"]) for key in seen.get_foreign_keys(table)),
            seen.get_pk_constraint(table)["constrained_columns"],
        )
        for table in seen.get_table_names()
    }


def fill(url: str, rows: int) -> None:
    """So many more rows in every table there is, whatever its columns: all told, but the last row knows the least."""
    engine = create_engine(url, poolclass=NullPool)
    metadata = found_in(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            there = connection.execute(select(func.count()).select_from(table)).scalar_one()
            for number in range(there + 1, there + rows + 1):
                _add(connection, table, number, least=number == there + rows)
    assert all(len(found) >= rows for found in dump(url).values())


def _add(connection: Connection, table: Table, number: int, *, least: bool) -> None:
    """Each value unlike those of the rows before; what refers to others refers to their newest."""
    values: dict[str, Any] = {}
    for column in table.columns:
        is_numbered = column.primary_key and not column.foreign_keys and isinstance(column.type, Integer)
        if is_numbered or (column.nullable and least):
            continue
        values[column.name] = _newest(connection, column) if column.foreign_keys else _value(column, number)
    connection.execute(table.insert().values(values))


def _newest(connection: Connection, column: Column[Any]) -> Any:
    """None where a table refers to itself and is still empty."""
    target = next(iter(column.foreign_keys)).column
    return connection.execute(select(func.max(target))).scalar_one()


def _value(column: Column[Any], number: int) -> Any:
    match column.type:
        case JSON():
            return {column.name: [number, "“Łódź”", None]}
        case Boolean():
            return bool(number % 2)
        case Integer() | Numeric():
            return number
        case DateTime():
            return (NOW + timedelta(days=number, microseconds=1)).replace(tzinfo=UTC if column.type.timezone else None)
        case _:
            return f"{column.name} {number}: “Łódź”, 'quoted'\n"


def dump(url: str) -> Dump:
    """All rows of all tables, as text, so that a value that changes its type is seen."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = {table.name: connection.execute(select(table)).mappings() for table in found_in(engine).sorted_tables}
        return {
            table: sorted(({name: repr(value) for name, value in row.items()} for row in rows), key=by_name)
            for table, rows in found.items()
        }


def but_for_lots(dumped: Dump) -> Dump:
    return {
        table: sorted(({name: row[name] for name in row.keys() - DRAWN.get(table, set())} for row in rows), key=by_name)
        for table, rows in dumped.items()
    }


def in_common(one: Dump, other: Dump) -> tuple[Dump, Dump]:
    """Both, without what only one of them has a table or a column for."""
    return _only(one, other), _only(other, one)


def _only(dumped: Dump, known: Dump) -> Dump:
    columns = {table: rows[0].keys() for table, rows in known.items() if rows}
    return {
        table: sorted(({name: row[name] for name in row.keys() & columns[table]} for row in dumped[table]), key=by_name)
        for table in columns.keys() & dumped.keys()
    }


def by_name(row: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(row.items())


def found_in(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine)
    if "alembic_version" in metadata.tables:
        metadata.remove(metadata.tables["alembic_version"])
    return metadata


def write_and_read(url: str) -> None:
    database = open_database(url)
    with database.writing.begin() as session:
        session.add(Workspace(
            id="T1", name="Northwind", url="https://n.slack.com/", bot_user_id="U1", watched_channel="C1",
            digest_channel="C1", leads=["U1"], zone="UTC",
        ))  # fmt: skip
        session.flush()
        session.add(Message(
            workspace_id="T1", channel="C1", key="k", text="hello", blocks=[{"type": "divider"}], line="C1:*",
            due_at=NOW, changed_at=NOW,
        ))  # fmt: skip
    with database.reading() as session:
        assert session.get_one(Message, 1).blocks == [{"type": "divider"}]
    database.close()
