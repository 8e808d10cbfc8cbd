"""Clocks: each row once when its time has come, whoever runs; one that breaks does not stop the rest."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from spoken import says
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.clocks import AT_ONCE, POISON_WAITS, Clock, next_due, run_due
from bot.db.engine import Database, open_database
from bot.db.models import Escalation, FollowUp, Message, Person, Workspace
from bot.work import Doors, Work

TEAM, NOW = "T1", datetime(2026, 3, 2, 10, tzinfo=UTC)


class Hand:
    """A clock in the hand, and the rows it is about."""

    def __init__(self, database_url: str) -> None:
        self.url, self.now = database_url, NOW
        self.database = open_database(database_url)
        self.doors = self.doors_to(self.database)
        self.served: list[str] = []
        with self.database.writing.begin() as session:
            for team in (TEAM, "T2"):
                session.add(Workspace(
                    id=team, name=team, url="", bot_user_id="UBOT", watched_channel="C1", digest_channel="C1", leads=[],
                    zone="UTC",
                ))  # fmt: skip

    def doors_to(self, database: Database) -> Doors:
        return Doors(database, lambda: self.now, lambda: None)

    def people(self, *names: str, team: str = TEAM, apart: float = 1) -> None:
        """Each is due so many seconds after the one before; the first an hour ago."""
        with self.database.writing.begin() as session:
            for number, name in enumerate(names):
                due = NOW - timedelta(hours=1) + timedelta(seconds=number * apart)
                session.add(Person(workspace_id=team, user_id=name, name=name, zone="UTC", next_ask_at=due))

    def serve(self, _work: Work, person: Person) -> None:
        self.served.append(person.user_id)
        person.next_ask_at = None

    def clock(self, act: Callable[[Work, Any], None] | None = None) -> Clock:
        return Clock(Person.next_ask_at, act or self.serve)

    def run(self, *clocks: Clock) -> int:
        return run_due(clocks or [self.clock()], self.doors, TEAM)

    def due_of(self, name: str) -> datetime | None:
        with self.doors.look(TEAM) as work:
            return work.session.scalars(select(Person.next_ask_at).where(Person.user_id == name)).one()


@pytest.fixture
def hand(database_url: str) -> Iterator[Hand]:
    hand = Hand(database_url)
    yield hand
    hand.database.close()


def test_what_is_due_is_served_in_the_order_in_which_it_came_due(hand: Hand) -> None:
    hand.people("a", "b", "c")
    assert hand.run() == 3
    assert hand.served == ["a", "b", "c"]
    assert hand.run() == 0


def test_what_is_not_due_yet_is_left_alone_to_the_instant(hand: Hand) -> None:
    hand.people("a")
    hand.now = NOW - timedelta(hours=1, microseconds=1)
    assert hand.run() == 0
    hand.now += timedelta(microseconds=1)
    assert hand.run() == 1


def test_another_workspaces_rows_are_not_ours_to_serve(hand: Hand) -> None:
    hand.people("theirs", team="T2")
    assert hand.run() == 0
    with hand.doors.look(TEAM) as work:
        assert next_due([hand.clock()], work.session, TEAM) is None
        assert next_due([hand.clock()], work.session, "T2") == NOW - timedelta(hours=1)


def test_a_clock_on_the_workspace_itself_is_served(hand: Hand) -> None:
    with hand.database.writing.begin() as session:
        for team in (TEAM, "T2"):
            session.get_one(Workspace, team).next_digest_at = NOW
    served = []

    def tell(work: Work, workspace: Workspace) -> None:
        served.append(workspace.id)
        workspace.next_digest_at = None

    assert hand.run(Clock(Workspace.next_digest_at, tell)) == 1
    assert served == [TEAM]


def test_a_clock_that_is_wound_on_is_served_again_at_its_next_time(hand: Hand) -> None:
    hand.people("a")

    def wind(work: Work, person: Person) -> None:
        hand.served.append(person.user_id)
        person.next_ask_at = work.now + timedelta(minutes=5)

    assert [hand.run(hand.clock(wind)) for _ in range(2)] == [1, 0]
    hand.now += timedelta(minutes=5)
    assert hand.run(hand.clock(wind)) == 1


def test_what_a_clock_says_and_how_it_is_wound_are_one_transaction(hand: Hand) -> None:
    hand.people("a")

    def say_and_break(work: Work, person: Person) -> None:
        work.say("C1", says("never"))
        raise ZeroDivisionError

    logging.disable(logging.ERROR)
    hand.run(hand.clock(say_and_break))
    logging.disable(logging.NOTSET)
    with hand.doors.look(TEAM) as work:
        assert work.all(work.select(Message)) == []


def test_a_row_that_breaks_is_set_aside_and_the_rest_is_served(hand: Hand, caplog: pytest.LogCaptureFixture) -> None:
    hand.people("a", "poison", "b", "c")

    def serve_or_break(work: Work, person: Person) -> None:
        if person.user_id == "poison":
            raise ZeroDivisionError
        hand.serve(work, person)

    assert hand.run(hand.clock(serve_or_break)) == 4
    assert hand.served == ["a", "b", "c"]
    assert hand.due_of("poison") == NOW + POISON_WAITS
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "ZeroDivisionError" in caplog.text
    assert hand.run(hand.clock(serve_or_break)) == 0
    hand.now += POISON_WAITS
    assert hand.run() == 1  # and it is not forgotten


def test_a_row_that_breaks_does_not_stop_the_other_clocks(hand: Hand, caplog: pytest.LogCaptureFixture) -> None:
    hand.people("a")
    with hand.database.writing.begin() as session:
        session.get_one(Workspace, TEAM).next_digest_at = NOW

    def break_it(work: Work, row: Any) -> None:
        raise ZeroDivisionError

    assert hand.run(Clock(Workspace.next_digest_at, break_it), hand.clock()) == 2
    assert hand.served == ["a"]
    assert len(caplog.records) == 1


def test_a_database_in_trouble_is_nobodys_fault_and_nothing_is_set_aside(hand: Hand) -> None:
    hand.people("a")
    due = hand.due_of("a")

    def trouble(work: Work, person: Person) -> None:
        person.next_ask_at = None
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    with pytest.raises(OperationalError):
        hand.run(hand.clock(trouble))
    assert hand.due_of("a") == due
    assert hand.run() == 1


def test_what_another_served_while_ours_broke_is_not_wound_again(
    hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    hand.people("a")
    beside = hand.doors_to(open_database(hand.url))

    opened = 0

    def break_it(work: Work, person: Person) -> None:
        raise ZeroDivisionError

    def now() -> datetime:
        nonlocal opened
        opened += 1
        if opened == 4:  # looked at all and at this one, served in vain, and now the row is set aside
            run_due([hand.clock()], beside, TEAM)
        return NOW

    if hand.url.startswith("sqlite"):  # one writer at a time: nobody can come between
        beside.database.close()
        return
    run_due([hand.clock(break_it)], Doors(hand.database, now, lambda: None), TEAM)
    assert hand.served == ["a"]
    assert hand.due_of("a") is None
    beside.database.close()
    assert len(caplog.records) == 1


def test_two_runners_at_once_serve_each_row_once(hand: Hand) -> None:
    names = [f"p{n:02}" for n in range(40)]
    hand.people(*names)
    databases = [open_database(hand.url) for _ in range(2)]
    start, broken = threading.Barrier(2), []

    def run(database: Database) -> None:
        try:
            start.wait(10)
            while run_due([hand.clock(say)], hand.doors_to(database), TEAM):
                pass
        except Exception as error:  # noqa: BLE001  # told below, in the test's thread
            broken.append(error)

    def say(work: Work, person: Person) -> None:
        work.say("C1", says(person.user_id))
        person.next_ask_at = None

    threads = [threading.Thread(target=run, args=[database]) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()
    assert broken == []
    with hand.doors.look(TEAM) as work:
        said = Counter(message.text for message in work.all(work.select(Message)))
    assert said == Counter(names)


def test_a_row_under_an_escalation_is_served_with_the_escalation_locked_first(hand: Hand) -> None:
    with hand.database.writing.begin() as session:
        for number in range(2):
            escalation = Escalation(
                workspace_id=TEAM, state="open", heat=3, what_happened="", channel="C1", flagged_by="U1",
                flagged_at=NOW, waiting_since=NOW,
            )  # fmt: skip
            session.add(escalation)
            session.flush()
            for hours in (2, 1):
                due = NOW - timedelta(hours=hours, minutes=number)
                session.add(FollowUp(
                    workspace_id=TEAM, escalation_id=escalation.id, due_at=due, next_ask_at=due
                ))  # fmt: skip
    served = []

    def ask(work: Work, follow_up: FollowUp) -> None:
        served.append((follow_up.escalation_id, follow_up.due_at))
        follow_up.next_ask_at = None

    assert hand.run(Clock(FollowUp.next_ask_at, ask, under=FollowUp.escalation_id)) == 4
    assert [due for _, due in served] == sorted(due for _, due in served)


def test_one_clock_takes_no_more_than_its_share_of_a_beat(hand: Hand) -> None:
    hand.people(*[f"p{n}" for n in range(AT_ONCE + 1)], apart=0.001)
    assert hand.run() == AT_ONCE
    assert hand.run() == 1


def test_the_earliest_instant_on_any_clock_is_known(hand: Hand) -> None:
    hand.people("a")
    with hand.database.writing.begin() as session:
        session.get_one(Workspace, TEAM).next_digest_at = NOW - timedelta(hours=2)
    with hand.doors.look(TEAM) as work:
        clocks = [hand.clock(), Clock(Workspace.next_digest_at, hand.serve)]
        assert next_due(clocks, work.session, TEAM) == NOW - timedelta(hours=2)
        assert next_due([], work.session, TEAM) is None
