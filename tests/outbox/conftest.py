from collections.abc import Callable, Iterator
from typing import Any

import pytest
from postroom import Postroom

from bot.sandbox import Sandbox


@pytest.fixture
def another(slack: Sandbox, database_url: str) -> Iterator[Callable[..., Postroom]]:
    """One more process on the same database."""
    rooms: list[Postroom] = []

    def open_one(**how: Any) -> Postroom:
        rooms.append(Postroom(slack, database_url, **how))
        return rooms[-1]

    yield open_one
    for room in rooms:
        room.close()


@pytest.fixture
def room(another: Callable[..., Postroom]) -> Postroom:
    return another()
