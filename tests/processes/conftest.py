from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Sqlite
from stage import Stage
from whole_story import ACTS, play, told


@pytest.fixture
def stage(tmp_path: Path, database_url: str) -> Iterator[Stage]:
    with Stage(tmp_path, database_url) as stage:
        yield stage


@pytest.fixture(scope="session")
def undisturbed(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The whole story by one process that nobody kills."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with Stage(folder, sqlite.copy(folder)) as stage:
        stage.start("run")
        for act in ACTS:
            play(act, stage)
        return told(stage.slack)
