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
