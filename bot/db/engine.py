"""Engines, with the settings without which SQLite loses updates and PostgreSQL waits for ever."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.db.base import Base
from bot.db.seals import seal_noted
from bot.errors import SettingError

BUSY_MS = 800
POOL_SECONDS = 0.8  # and the lock within as long again: a person is still told why, before the door loses patience
DOES_NOT_ANSWER = (OperationalError, InterfaceError, InternalError, PoolTimeout)
"""The database is down, full, locked, or hung up on us (on who slept, as InternalError): it recovers, or somebody mends
it. Anything else is our bug."""
PG_OPTIONS = (
    "-c statement_timeout=5000 -c lock_timeout=800 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
)
ERASES = "secure_delete=ON"
"""What is deleted is overwritten with zeros, not only marked as free."""

DEAD_AFTER = {"keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
"""When a connection on which nothing comes back is given up, sent or waiting: fifteen seconds, not two hours."""


@dataclass(frozen=True)
class Database:
    """Two doors to one database: on SQLite a reader must not take the writer's lock."""

    writing: sessionmaker[Session]
    reading: sessionmaker[Session]
    engines: tuple[Engine, ...]

    def empty_log(self) -> bool:
        """Bring SQLite's write-ahead log into the file and cut it to nothing: what was erased stands in it still.

        False while somebody reads or writes. PostgreSQL recycles its own.
        """
        if self.engines[-1].dialect.name != "sqlite":
            return True
        busy, *_ = self._beside("PRAGMA wal_checkpoint(TRUNCATE)") or (1,)
        return not busy

    def rewrite(self) -> bool:
        """Write SQLite's file anew, without what the rows that moved in it left behind: that is not overwritten.

        False while somebody writes, or where the disk has no room for it twice. PostgreSQL's autovacuum frees what was
        deleted, for other rows to be written over it.
        """
        if self.engines[-1].dialect.name != "sqlite":
            return True
        try:
            self._beside("VACUUM")
        except sqlite3.OperationalError:
            return False
        return True

    def _beside(self, statement: str) -> Any:
        """Outside of any transaction. Returns the first row."""
        connection = self.engines[-1].raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchone()
        finally:
            connection.close()

    def close(self) -> None:
        for engine in self.engines:
            engine.dispose()


@contextmanager
def or_say_why() -> Iterator[None]:
    """At the start, a database that can't be used is a setting to put right: SettingError, one sentence."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).partition("\n")[0]
        raise SettingError(
            f"I can't use the database of DATABASE_URL ({reason}). `alembic upgrade head` makes its tables."
        ) from error


def insert_once(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert unless a row with the same unique key is there, or being written. True when ours is the one."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(model).values(**values).on_conflict_do_nothing()
    done = session.execute(statement, execution_options={"preserve_rowcount": True})  # else -1 on PostgreSQL
    return bool(cast("CursorResult[Any]", done).rowcount)


def put(session: Session, model: type[Base], **values: Any) -> None:
    """Insert, or bring the row with that primary key to these values, whoever else is writing it."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    keys = [column.name for column in model.__table__.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    session.execute(insert(model).values(**values).on_conflict_do_update(index_elements=keys, set_=rest))


def open_database(url: str) -> Database:
    """`hide_parameters`: an error's text goes into the log, and a client's name must not go with it."""
    if url.startswith("sqlite"):
        # Several SQLite writers buy nothing but tails: one connection writes, per process.
        writer, reader = _sqlite(url, "BEGIN IMMEDIATE", pool_size=1), _sqlite(url, "BEGIN", pool_size=4)
        return Database(_sessions(writer), _sessions(reader), (writer, reader))
    engine = create_engine(
        url, pool_size=16, max_overflow=8, pool_timeout=POOL_SECONDS, pool_pre_ping=True, hide_parameters=True,
        connect_args={"connect_timeout": 2, "options": PG_OPTIONS, **DEAD_AFTER},
    )  # fmt: skip
    return Database(_sessions(engine), _sessions(engine), (engine,))


def _sessions(engine: Engine) -> sessionmaker[Session]:
    sessions = sessionmaker(engine, expire_on_commit=False)
    event.listen(sessions, "before_commit", seal_noted)
    return sessions


def _sqlite(url: str, begin: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=pool_size, max_overflow=0, pool_timeout=POOL_SECONDS, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # else the driver begins transactions itself, too late
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", ERASES):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
