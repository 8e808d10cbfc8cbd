from collections.abc import Iterator

import pytest
from desk import Desk

from bot.sandbox import Sandbox


@pytest.fixture
def desk(slack: Sandbox, database_url: str) -> Iterator[Desk]:
    desk = Desk(slack, database_url)
    yield desk
    desk.close()
