from collections.abc import Iterator

import pytest

from bot.db.engine import Database, open_database
from bot.db.models import Workspace


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Two workspaces live in it."""
    database = open_database(database_url)
    with database.writing.begin() as session:
        for team in ("T1", "T2"):
            session.add(Workspace(
                id=team, name=team, url=f"https://{team}.slack.com/", bot_user_id="UBOT", watched_channel="C1",
                digest_channel="C1", leads=["U1"], zone="UTC",
            ))  # fmt: skip
    yield database
    database.close()
