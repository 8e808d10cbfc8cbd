"""The tables that the migrations make are the tables that the models speak of, there and back again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import ROOT, Postgres
from sqlalchemy import NullPool, create_engine, inspect

import bot.db.models  # noqa: F401  # fills the metadata
from bot.db.base import Base
from bot.db.engine import open_database
from bot.db.models import Message, Workspace

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.copy("template1") as url:
        yield url


def config_for(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


def tables_of(url: str) -> dict[str, Any]:
    """Columns, indexes and unique keys of each table."""
    engine = create_engine(url, poolclass=NullPool)
    seen = inspect(engine)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            sorted((str(index["name"]), tuple(index["column_names"])) for index in seen.get_indexes(table)),
            sorted((str(key["name"]), tuple(key["column_names"])) for key in seen.get_unique_constraints(table)),
        )
        for table in seen.get_table_names()
    }


def test_the_models_are_what_the_migrations_make(database_url: str) -> None:
    with create_engine(database_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_up_down_and_up_again_ends_with_the_same_tables(empty_url: str) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    first = tables_of(empty_url)
    command.downgrade(config, "base")
    assert set(tables_of(empty_url)) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert tables_of(empty_url) == first
    write_and_read(empty_url)


def test_every_migration_can_be_taken_back_alone(empty_url: str) -> None:
    config = config_for(empty_url)
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    for revision in revisions:
        command.upgrade(config, revision)
        after = tables_of(empty_url)
        command.downgrade(config, "-1")
        command.upgrade(config, revision)
        assert tables_of(empty_url) == after


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    write_and_read(empty_url)
    command.upgrade(config, "head")
    database = open_database(empty_url)
    with database.reading() as session:
        assert session.get_one(Workspace, "T1").name == "Northwind"
    database.close()


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(config_for("sqlite://")).get_heads()) == 1


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
