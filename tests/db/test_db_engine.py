"""The databases as we set them: no update is lost in silence, no reader waits for a writer, no time loses its zone."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.db.engine import BUSY_MS, Database, insert_once, open_database, put
from bot.db.models import Beat, Client, HeardOnce, Message, Workspace

NOW = datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=UTC)
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THREADS, TIMES = 4, 200


def together(act: Callable[[int], None], threads: int = THREADS) -> None:
    broken: list[Exception] = []
    start = threading.Barrier(threads)

    def run(number: int) -> None:
        try:
            start.wait(10)
            act(number)
        except Exception as error:  # noqa: BLE001  # told below, in the test's thread
            broken.append(error)

    running = [threading.Thread(target=run, args=[number]) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not broken, broken


@sqlite_only
def test_sqlite_is_set_as_we_say_in_every_connection(database: Database) -> None:
    for door in (database.writing, database.reading):
        with door() as session:
            asked = {name: session.scalar(text(f"PRAGMA {name}")) for name in
                     ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS}


@sqlite_only
def test_a_sqlite_writer_takes_the_lock_when_it_begins_not_when_it_writes(
    database: Database, database_url: str
) -> None:
    beside = open_database(database_url)
    with database.writing() as session:
        session.scalar(select(Workspace.name))
        with beside.engines[0].connect() as other:
            other.rollback()
            with pytest.raises(Exception, match="locked"):
                other.connection.cursor().execute("PRAGMA busy_timeout=1").connection.execute("BEGIN IMMEDIATE")
    beside.close()


def test_no_increment_is_lost(database: Database, database_url: str) -> None:
    if database_url.startswith("postgresql"):
        add_up(database, database_url, TIMES // 4)
    else:
        add_up(database, database_url, TIMES)


def add_up(database: Database, database_url: str, times: int) -> None:
    """Read, add one, write: each thread with engines of its own, as processes have them. A refusal is no loss."""
    with database.writing.begin() as session:
        session.add(Client(workspace_id="T1", name="0", key="counter"))
    doors = [open_database(database_url) for _ in range(THREADS)]

    def count(number: int) -> None:
        done = 0
        while done < times:
            with suppress(OperationalError), doors[number].writing.begin() as session:
                client = session.scalars(select(Client).with_for_update()).one()
                client.name = str(int(client.name) + 1)
                session.flush()
                session.commit()
                done += 1

    together(count)
    with database.reading() as session:
        assert session.scalars(select(Client.name)).one() == str(THREADS * times)
    for door in doors:
        door.close()


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_before(database: Database) -> None:
    with database.writing() as writer:
        writer.execute(update(Workspace).values(name="changed"))
        begun = time.monotonic()
        with database.reading() as reader:
            assert reader.scalars(select(Workspace.name).order_by(Workspace.id)).all() == ["T1", "T2"]
        assert time.monotonic() - begun < 0.5
        writer.rollback()


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing.begin() as session:
        session.add(Client(workspace_id="T9", name="Acme", key="acme"))


def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    with suppress(ZeroDivisionError), database.writing.begin() as session:
        session.add(Client(workspace_id="T1", name="Acme", key="acme"))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalars(select(Client)).all() == []


def test_insert_once_says_who_was_first_when_eight_come_at_once(database: Database, database_url: str) -> None:
    doors = [open_database(database_url) for _ in range(8)]
    won: list[bool] = []

    def insert(number: int) -> None:
        for key in range(10):
            with doors[number].writing.begin() as session:
                won.append(insert_once(session, HeardOnce, workspace_id="T1", key=f"Ev{key}", at=NOW))

    together(insert, 8)
    assert (won.count(True), won.count(False)) == (10, 70)
    with database.reading() as session:
        assert len(session.scalars(select(HeardOnce)).all()) == 10
    for door in doors:
        door.close()


def test_insert_once_in_a_transaction_that_fails_was_never_there(database: Database) -> None:
    with suppress(ZeroDivisionError), database.writing.begin() as session:
        assert insert_once(session, HeardOnce, workspace_id="T1", key="Ev1", at=NOW)
        raise ZeroDivisionError
    with database.writing.begin() as session:
        assert insert_once(session, HeardOnce, workspace_id="T1", key="Ev1", at=NOW)
        assert not insert_once(session, HeardOnce, workspace_id="T1", key="Ev1", at=NOW)
        assert insert_once(session, HeardOnce, workspace_id="T2", key="Ev1", at=NOW)


def stored(database: Database, instant: datetime) -> datetime:
    with database.writing.begin() as session:
        session.merge(Beat(name="b", at=instant))
    with database.reading() as session:
        return session.get_one(Beat, "b").at


ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-11))])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 7_000_000_000_000_000), ZONES)
def test_an_instant_comes_back_as_the_same_instant_in_utc(
    database: Database, microseconds: int, zone: tzinfo
) -> None:
    instant = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).astimezone(zone)
    back = stored(database, instant)
    assert back == instant.astimezone(UTC)
    assert back.utcoffset() == timedelta()


def test_both_readings_of_a_time_that_exists_twice_are_kept_apart(database: Database) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0)
    assert stored(database, first.replace(fold=1)) - stored(database, first) == timedelta(hours=1)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="only aware times are stored"):
        stored(database, NOW.replace(tzinfo=None))


def test_instants_are_compared_as_instants_whatever_their_zone(database: Database) -> None:
    with database.writing.begin() as session:
        for name, hours in (("a", 0), ("b", 1), ("c", 2)):
            session.add(Beat(name=name, at=NOW + timedelta(hours=hours)))
    until = (NOW + timedelta(hours=1)).astimezone(ZoneInfo("America/New_York"))
    with database.reading() as session:
        assert session.scalars(select(Beat.name).where(Beat.at <= until).order_by(Beat.at)).all() == ["a", "b"]


def test_a_missing_instant_stays_missing(database: Database) -> None:
    with database.writing.begin() as session:
        session.add(Message(
            workspace_id="T1", channel="C1", key="k", text="", blocks=[], line="", due_at=NOW, changed_at=NOW
        ))  # fmt: skip
    with database.reading() as session:
        assert session.scalars(select(Message.lease_until)).one() is None


def test_rows_can_be_compared_and_printed_without_touching_what_is_not_loaded(database: Database) -> None:
    client = Client(workspace_id="T1", name="Acme", key="acme", phone="+44 20 7946 0000")
    assert client != Client(workspace_id="T1", name="Acme", key="acme")
    assert "7946" not in repr(client)


def test_what_is_put_by_several_at_once_trips_nobody_and_the_last_stands(database: Database) -> None:
    """Two workers begin at the same second: both note the first beat."""

    def beat(number: int) -> None:
        for _ in range(20):
            with database.writing.begin() as session:
                put(session, Beat, name="clocks", at=NOW + timedelta(seconds=number))

    together(beat)
    with database.writing.begin() as session:
        put(session, Beat, name="clocks", at=NOW)
        assert session.scalars(select(Beat.at)).all() == [NOW]
