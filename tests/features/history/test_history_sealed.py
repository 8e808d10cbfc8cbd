"""The history is sealed: what was written is whole, and of what somebody changed in it, nothing is overlooked."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from vandal import CHANGES

from bot.db.audit import Audit, read_at_once
from bot.db.audit_report import audit_of
from bot.db.engine import DOES_NOT_ANSWER, Database, open_database
from bot.db.models import Escalation, History, Workspace
from bot.db.seals import AppendOnlyError
from bot.features.history.usecases import erase_rows, note
from bot.work import Doors, Work

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=400)
CHANGED, CHANGED_ON_POSTGRES = 1_000, 150
THREADS, TURNS = 8, 20


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def doors(database: Database) -> Doors:
    """Two workspaces with three escalations each."""
    doors = Doors(database, lambda: NOW, lambda: None)
    with database.writing.begin() as session:
        for team in ("T1", "T2"):
            session.add(Workspace(
                id=team, name=team, url=f"https://{team}.slack.com/", bot_user_id="UBOT", watched_channel="C1",
                digest_channel="C1", leads=["U1"], zone="UTC",
            ))  # fmt: skip
    for team in ("T1", "T2"):
        with doors.open(team) as work:
            for _ in range(3):
                note(work, escalation_in(work), "U1", "flagged", heat=5, owner=None)
    return doors


def escalation_in(work: Work) -> Escalation:
    return work.add(Escalation(
        workspace_id=work.workspace.id, state="waiting", heat=5, what_happened="", channel="C1", flagged_by="U1",
        flagged_at=work.now, waiting_since=work.now,
    ))  # fmt: skip


@pytest.fixture
def written(doors: Doors) -> Doors:
    """Rows of every kind, in several transactions; a third of them erased."""
    for team in ("T1", "T2"):
        for turn in range(4):
            with doors.open(team) as work:
                for escalation in work.all(work.select(Escalation).order_by(Escalation.id)):
                    note(work, escalation, f"U{turn}", "corrected", what=["Łódź → “Acme”", turn], before=None)
                    note(work, escalation, None, "calling")
                note(work, None, f"U{turn}", "settings", zone=["UTC", f"Europe/{turn}"], leads=[[], ["U1"]])
        with doors.open(team) as work:
            erase_rows(work, work.all(work.select(History).where(History.by == "U2")))
    return doors


def broken(session: Session) -> list[str]:
    return [str(place) for place in Audit(LATER).read(session)]


def audited(database: Database) -> Audit:
    audit = Audit(LATER)
    with database.reading() as session:
        read_at_once(session)
        assert [str(place) for place in audit.read(session)] == []
    return audit


def test_what_was_written_is_whole(written: Doors) -> None:
    audit = audited(written.database)
    assert (audit.rows, audit.whole) == (2 * (3 + 4 * 7 + 1), audit.rows)
    assert (audit.chains, audit.broken_chains) == (2 * 4, 0)


def test_of_a_thousand_changes_a_thousand_are_found(written: Doors, database_url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test
    engine = create_engine(database_url, poolclass=NullPool)  # without foreign keys: a vandal turns them off
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.commit()
        else:
            driver = connection.connection.driver_connection
            driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # type: ignore[union-attr]
        wanted = CHANGED if engine.dialect.name == "sqlite" else CHANGED_ON_POSTGRES
        found: Counter[str] = Counter()
        while found.total() < wanted:
            change = chance.choice(CHANGES)
            try:
                change(connection, chance)
            except DBAPIError:  # PostgreSQL keeps no month 13, no JSON that is none
                connection.rollback()
                continue
            assert broken(Session(connection)), f"{change.__name__} was overlooked"
            connection.rollback()
            found[change.__name__] += 1
        assert broken(Session(connection)) == []
    assert set(found) == {change.__name__ for change in CHANGES}


def test_an_erased_row_is_empty_named_and_whole(written: Doors) -> None:
    with written.look("T1") as work:
        rows = work.all(work.select(History).where(History.erased_at.is_not(None)).order_by(History.id))
        assert len(rows) == 4
        assert {(row.by, str(row.detail), row.salt) for row in rows} == {(None, "{}", "")}
        named = work.one(work.select(History).where(History.act == "erased"), lock=False)
        assert sorted(named.detail["rows"]) == [row.id for row in rows]
    audited(written.database)


def test_rows_of_the_same_transaction_can_be_erased(doors: Doors) -> None:
    with doors.open("T1") as work:
        note(work, None, "U1", "settings", zone=["UTC", "Europe/London"])
        assert erase_rows(work, work.all(work.select(History).where(History.act == "settings"))) == 1
    audited(doors.database)


def test_erasing_twice_and_erasing_what_was_erased_changes_nothing(written: Doors) -> None:
    with written.open("T1") as work:
        gone = work.select(History).where((History.act == "erased") | History.erased_at.is_not(None))
        assert erase_rows(work, work.all(gone)) == 0
        assert erase_rows(work, ()) == 0
    assert audited(written.database).rows == 64


def test_a_thousand_rows_are_erased_and_all_are_named(doors: Doors) -> None:
    with doors.open("T1") as work:
        for _ in range(1_001):
            note(work, None, "U1", "settings")
    with doors.open("T1") as work:
        assert erase_rows(work, work.all(work.select(History).where(History.act == "settings"))) == 1_001
    with doors.look("T1") as work:
        assert work.count(work.select(History).where(History.act == "erased")) == 3
    audited(doors.database)


@pytest.mark.parametrize(
    ("column", "value"),
    [("by", "U9"), ("act", "closed"), ("detail", {"heat": 1}), ("at", LATER), ("escalation_id", None), ("salt", ""),
     ("number", 9), ("digest", "f"), ("seal", "f"), ("erased_at", NOW)],
)  # fmt: skip
def test_nobody_changes_a_row_that_is_written(doors: Doors, column: str, value: object) -> None:
    with pytest.raises(AppendOnlyError), doors.open("T1") as work:
        setattr(work.all(work.select(History))[0], column, value)
    audited(doors.database)


def test_nobody_takes_a_row_away(doors: Doors) -> None:
    with pytest.raises(AppendOnlyError), doors.open("T1") as work:
        work.session.delete(work.all(work.select(History))[0])
    audited(doors.database)


def test_what_a_transaction_took_back_leaves_the_chain_as_it_was(doors: Doors) -> None:
    with suppress(ZeroDivisionError), doors.open("T1") as work:
        note(work, None, "U1", "settings")
        work.session.flush()
        raise ZeroDivisionError
    assert audited(doors.database).rows == 6


def test_the_sha256_is_of_the_rows_up_to_its_moment(written: Doors, database_url: str) -> None:
    def noted(at: datetime, *more: str) -> list[str]:
        return [finding.says for finding in audit_of(database_url, at, *more)]

    first = noted(NOW + timedelta(minutes=1, seconds=5))[1]
    moment, sha256 = first.split()[2], first.split()[6].rstrip(".")
    later = Doors(written.database, lambda: LATER, lambda: None)
    with later.open("T1") as work:
        note(work, None, "U1", "settings", zone=["UTC", "Europe/London"])
        erase_rows(work, work.all(work.select(History).where(History.by == "U1")))
    assert noted(LATER, moment, sha256)[1] == f"Up to {moment} it is the history that was noted."
    assert "it was written anew" in noted(LATER, moment, "f" * 64)[1]
    assert sha256 not in noted(LATER + timedelta(hours=1))[1]


def test_whoever_writes_at_once_into_the_same_and_other_chains_keeps_all_whole(doors: Doors, seed: int) -> None:
    """Two chains in each transaction, in any order, without any other lock: nobody waits in a circle."""
    with doors.look("T1") as work:
        ids = [escalation.id for escalation in work.all(work.select(Escalation))]
    failed: list[BaseException] = []

    def write(number: int) -> None:
        chance = random.Random(seed + number)  # noqa: S311  # a test
        for _ in range(TURNS):
            places = chance.sample([*ids, None], 2)
            while not kept(places):
                pass

    def kept(places: list[int | None]) -> bool:
        try:
            with doors.open("T1") as work:
                for place in places:
                    about = work.find(Escalation, place, lock=False) if place else None
                    note(work, about, "U1", "calling")
                    work.session.flush()
        except DOES_NOT_ANSWER as error:
            failed.append(error)
            return False
        return True

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audited(doors.database).rows == 6 + THREADS * TURNS * 2
    if doors.database.engines[0].dialect.name == "postgresql":
        assert failed == []


def test_a_chain_is_the_last_thing_that_a_transaction_locks(doors: Doors) -> None:
    """However early the note: so it may be written with any lock in hand."""
    statements: list[str] = []
    event.listen(doors.database.engines[0], "before_cursor_execute", lambda *args: statements.append(args[2]))
    with doors.open("T1") as work:
        escalation = work.all(work.select(Escalation))[0]
        note(work, escalation, "U1", "calling")
        escalation.heat = 4
        work.session.flush()
        escalation.heat = 3
    first = next(number for number, each in enumerate(statements) if "chains" in each)
    assert not [each for each in statements[first:] if "chains" not in each and "UPDATE history" not in each]
