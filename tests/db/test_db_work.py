"""Work: one transaction, one workspace, one moment."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from spoken import says
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.models import Client, Message
from bot.errors import NotFound, Refusal
from bot.work import Doors

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def doors(database: Database, woken: list[str]) -> Doors:
    return Doors(database, lambda: NOW, lambda: woken.append("woken"))


@pytest.fixture
def theirs(doors: Doors) -> int:
    """A row of another workspace."""
    with doors.open("T2") as work:
        return work.add(Client(workspace_id="T2", name="Acme", key="acme")).id


def test_a_row_of_another_workspace_is_not_found(doors: Doors, theirs: int) -> None:
    with doors.open("T1") as work:
        for row_id in (theirs, str(theirs), theirs + 1, -1, "", "1 OR 1=1", "٣", "1e3"):
            with pytest.raises(NotFound):
                work.find(Client, row_id)
        with pytest.raises(NotFound):
            work.one(work.select(Client))
        assert work.all(work.select(Client)) == []
    with doors.look("T2") as work:
        assert work.find(Client, theirs, lock=False).name == "Acme"


def test_not_there_and_not_ours_sound_the_same(doors: Doors, theirs: int) -> None:
    said = []
    with doors.open("T1") as work:
        for row_id in (theirs, theirs + 1000):
            with pytest.raises(Refusal) as refused:
                work.find(Client, row_id)
            said.append(refused.value.says)
    assert said[0] == said[1]


def test_an_id_that_no_row_can_have_is_not_found(doors: Doors) -> None:
    with doors.open("T1") as work, pytest.raises(NotFound):
        work.find(Client, "9" * 30)


def test_a_workspace_that_we_do_not_know_is_not_found(doors: Doors) -> None:
    with pytest.raises(NotFound), doors.open("T9"):
        pass
    with pytest.raises(NotFound), doors.look("T9"):
        pass


def test_work_that_raises_leaves_nothing_behind_and_wakes_nobody(doors: Doors, woken: list[str]) -> None:
    with suppress(ZeroDivisionError), doors.open("T1") as work:
        work.say("C1", says("hello"))
        raise ZeroDivisionError
    with doors.look("T1") as work:
        assert work.all(work.select(Message)) == []
    assert woken == []


def test_the_outbox_is_woken_once_after_the_commit_and_only_for_words(doors: Doors, woken: list[str]) -> None:
    with doors.open("T1") as work:
        work.select(Message)
    assert woken == []
    with doors.open("T1") as work:
        work.say("C1", says("hello"))
        message = work.say("C1", says("hello again"))
        work.change(message, says("good bye"))
        assert woken == []
    assert woken == ["woken"]
    with doors.open("T1") as work:
        work.change(work.find(Message, message.id), says("good bye"))
    assert woken == ["woken"]


def test_looking_writes_nothing(doors: Doors) -> None:
    with doors.look("T1") as work:
        work.session.add(Client(workspace_id="T1", name="Acme", key="acme"))
        assert work.all(work.select(Client)) == []
    with doors.look("T1") as work:
        assert work.session.scalars(select(Client)).all() == []


def test_each_message_has_a_key_of_its_own_that_tells_nothing(doors: Doors) -> None:
    with doors.open("T1") as work:
        keys = [work.say("C1", says("Acme Corp")).key for _ in range(50)]
    assert len(set(keys)) == 50
    assert all(len(key) >= 22 and "Acme" not in key for key in keys)
