"""The chaos ledger: four processes post through one outbox while they are killed and stopped, and Slack misbehaves.

The judge is the sandbox: what it accepted, in its ledger, and what its channels show.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from carriers import QUICK, SPEED, Carriers, FastClock
from carriers_judge import TEAM, Teller, judge, rows_of, unsent, wait_until
from story import settings_for

from bot.db.engine import Database, open_database
from bot.db.models import Workspace
from bot.sandbox import Sandbox
from bot.sandbox.faults import FAULTS, Fault, Faults
from bot.work import Doors

pytestmark = pytest.mark.alone  # four processes, and leases shortened to what they need with the machine to themselves

PROCESSES = 4
CARRYING = {
    "chat.postMessage", "chat.update", "chat.delete", "conversations.open", "conversations.history",
    "conversations.replies",
}  # fmt: skip
"""What the outbox calls. How a process starts is not what is judged here."""
FAULTY, LATE_MOST = 0.2, 20
SLOWEST = 0.15
"""Slack takes its time over a call: without it hardly a kill would meet one."""
LEASE = QUICK.lease.total_seconds() / SPEED


@dataclass(frozen=True)
class Size:
    posts: int
    posts_in_a_second: float
    kills: int
    kill_every: float
    stop_every: float
    all_sent_within: float


SHORT, LONG = Size(200, 20, 20, 0.9, 1.5, 90), Size(10_000, 12, 1_000, 0.8, 2, 240)


class SlowAndFaulty(Faults):
    """One call in five meets one of the faults, at random; and none is answered at once."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance, self._guard = chance, threading.Lock()
        self.met: Counter[str] = Counter()
        self.calls = 0

    def take(self, method: str, arguments: Mapping[str, object]) -> Fault | None:  # noqa: ARG002  # the base's
        if method not in CARRYING:
            return None
        with self._guard:
            self.calls += 1
            slow, meets = self._chance.uniform(0, SLOWEST), self._chance.random() < FAULTY
            fault = Fault(method, self._chance.choice([*FAULTS]), 1, None, self._chance.uniform(1, LATE_MOST))
            if meets:
                self.met[fault.fault] += 1
        time.sleep(slow)
        return fault if meets else None


class Mischief:
    """Kills and stops carriers at random, some for longer than a lease."""

    def __init__(self, carriers: Carriers, size: Size, chance: random.Random) -> None:
        self._carriers, self._chance, self._size = carriers, chance, size
        self._next_kill = self._next_stop = time.monotonic()
        self._until: dict[int, float] = {}
        self.kills = self.stops = 0

    @property
    def is_over(self) -> bool:
        return self.kills >= self._size.kills

    def go_on(self) -> None:
        now = time.monotonic()
        for pid in [pid for pid, until in self._until.items() if until <= now]:
            del self._until[pid]
            self._carriers.go_on(pid)
        if now >= self._next_kill and not self.is_over:
            self._next_kill = now + self._size.kill_every * self._chance.uniform(0.3, 1.6)
            victim = self._chance.choice(self._carriers.running)
            self._until.pop(victim, None)
            self._carriers.kill(victim)
            self.kills += 1
        if now >= self._next_stop and not self.is_over and len(self._until) < PROCESSES - 2:
            self._next_stop = now + self._size.stop_every * self._chance.uniform(0.3, 1.6)
            victim = self._chance.choice([pid for pid in self._carriers.running if pid not in self._carriers.stopped])
            self._until[victim] = now + self._chance.uniform(0.1, 2) * LEASE
            self._carriers.stop(victim)
            self.stops += 1
        self._carriers.tend()

    def end(self) -> None:
        for pid in self._until:
            self._carriers.go_on(pid)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


def test_nothing_is_lost_doubled_or_out_of_order_while_processes_are_killed_and_slack_misbehaves(
    slack: Sandbox, database: Database, database_url: str, tmp_path: Path, seed: int, is_long: bool
) -> None:
    size, chance = LONG if is_long else SHORT, random.Random(seed)  # noqa: S311  # a test
    slack.clock.frozen = False
    slack.faults = faults = SlowAndFaulty(random.Random(chance.random()))  # noqa: S311
    settings = settings_for(slack, database_url, clock_offset_file=str(tmp_path / "clock"))
    teller = Teller(
        Doors(database, slack.clock.now, lambda: None), size.posts, size.posts_in_a_second,
        random.Random(chance.random()),  # noqa: S311
    )  # fmt: skip
    with FastClock(slack, tmp_path / "clock"), Carriers(tmp_path, settings, PROCESSES) as carriers:
        wait_until(lambda: has_settled_in(database), 20, carriers.wrote)
        mischief = Mischief(carriers, size, random.Random(chance.random()))  # noqa: S311
        with ThreadPoolExecutor(1) as pool:
            telling = pool.submit(teller.tell)
            while not (telling.done() and mischief.is_over):
                mischief.go_on()
                time.sleep(0.02)
            telling.result()
        mischief.end()
        wait_until(lambda: not unsent(database), size.all_sent_within, lambda: "\n".join(unsent(database)))
        carriers.terminate()
        assert not [*carriers.bad_lines()], "\n".join(carriers.bad_lines())
    judge(slack, rows_of(database), teller.said)
    assert (len(teller.said), mischief.kills) == (size.posts, size.kills)
    assert sum(faults.met.values()) > faults.calls * FAULTY / 2, "Slack hardly misbehaved"


def has_settled_in(database: Database) -> bool:
    with database.reading() as session:
        return session.get(Workspace, TEAM) is not None


