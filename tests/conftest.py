import gc
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Postgres, Sqlite
from story import Story, settings_for

from bot.sandbox import Sandbox

BEGINS = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning in London."""
LETS_GO_WITHIN = 3.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="tests/chaos in its full length: make chaos")
    parser.addoption("--seed", type=int, help="tell the story of this seed again")


def pytest_collection_finish() -> None:
    """Sixteen thousand tests are a heap through which no collection of garbage should go again, for half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Hours instead of minutes: `make chaos`, never CI."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def seed(request: pytest.FixtureRequest, is_long: bool) -> int:
    """The same in every short run, another in every long one. Printed, so that a failure shows it."""
    chosen = request.config.getoption("--seed")
    if chosen is None:
        chosen = random.randrange(1_000_000) if is_long else 2026  # noqa: S311  # a test
    print(f"--seed={chosen}")  # noqa: T201
    return int(chosen)


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """A thread that outlives its test holds a connection, a socket or a lock that nobody will close."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + LETS_GO_WITHIN
    while left := [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]:
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite").copy(tmp_path)
        return
    with request.getfixturevalue("postgres").copy() as url:
        yield url


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox.start(begins=BEGINS) as sandbox:
        yield sandbox


@pytest.fixture
def tell(slack: Sandbox, database_url: str) -> Iterator[Callable[..., Story]]:
    """Begin a story, with other leads or settings than usual. What nobody expected in it fails the test."""
    told: list[Story] = []

    def begin(**settings: Any) -> Story:
        told.append(Story(slack, settings_for(slack, database_url, **settings)))
        return told[-1]

    yield begin
    for story in told:
        story.end()
    for story in told:
        story.check()


@pytest.fixture
def story(tell: Callable[..., Story]) -> Story:
    return tell()

