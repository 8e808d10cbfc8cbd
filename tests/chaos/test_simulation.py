"""The outbox in one thread, with a clock in the hand: a seed says who does what next, and what goes wrong.

Several processes take their steps (claim, call, write back) in any order. Between two steps one may die or sleep,
Slack may misbehave, and time passes. After every step what must always hold is looked at; at the end, what Slack shows.
"""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from databases import Postgres, Sqlite
from postroom import CLIENTS, GENERAL, OLIVIA, Postroom, key_in, keys_of
from sqlalchemy import select

from bot.db.models import Message
from bot.outbox.claim import Claimed
from bot.outbox.settle import Outcome, settle
from bot.sandbox import Sandbox
from bot.sandbox.faults import FAULTS

SEEDS, SEEDS_LONG, ON_POSTGRES = 200, 10_000, 6
PROCESSES, STEPS, SAID_MOST = 3, 70, 9
METHODS = ["chat.postMessage"] * 4 + ["chat.update"] * 3 + ["conversations.history", "conversations.replies",
           "conversations.open"]  # fmt: skip
PLACES = [GENERAL, GENERAL, CLIENTS, OLIVIA]
BEGINS = datetime.fromisoformat("2026-03-02T10:00+00:00")
TOKEN = "xoxb-sandbox-0001"  # noqa: S105  # the sandbox's


@dataclass
class Hand:
    """One process between two of its steps."""

    room: Postroom
    claimed: Claimed | None = None
    outcomes: Callable[[Claimed], Outcome] | None = None
    asleep_until: datetime = BEGINS


class Simulation:
    def __init__(self, slack: Sandbox, url: str, seed: int) -> None:
        self.slack, self.chance = slack, random.Random(seed)  # noqa: S311  # a test
        random.seed(seed)  # what the outbox itself leaves to chance
        self.hands = [Hand(Postroom(slack, url)) for _ in range(PROCESSES)]
        self.room = self.hands[0].room
        self.said: list[int] = []
        self.fences: dict[int, int] = {}
        self.steps: list[str] = []

    @property
    def now(self) -> datetime:
        return self.slack.clock.now()

    def run(self) -> None:
        for _ in range(STEPS):
            self.step()
            self.look()
        self.slack.behave()
        self.slack.bot_token = TOKEN
        for hand in self.hands:
            hand.claimed = hand.outcomes = None  # all of them die
        for _ in range(12):
            self.room.later(minutes=5)
            if all(row.state in ("sent", "parked") for row in self.rows()):
                break
        self.look()
        self.judge()

    def step(self) -> None:
        acts: list[tuple[int, Callable[[], str]]] = [
            (12, self.work), (3, self.time_passes), (2, self.speak), (2, self.change), (4, self.misbehave),
            (1, self.fall),
        ]  # fmt: skip
        weights, choices = zip(*acts, strict=True)
        self.steps.append(f"{self.now:%H:%M:%S} {self.chance.choices(choices, weights)[0]()}")

    def work(self) -> str:
        number = self.chance.randrange(PROCESSES)
        hand = self.hands[number]
        if hand.asleep_until > self.now:
            return f"{number} sleeps"
        if hand.claimed is None:
            hand.claimed = hand.room.dispatcher._claim()  # noqa: SLF001  # its steps, one by one
            return f"{number} claims {hand.claimed and (hand.claimed.act, [each.id for each in hand.claimed.all])}"
        if hand.outcomes is None:
            if self.now - hand.claimed.claimed_at > hand.room.durations.call:
                hand.claimed = None
                return f"{number} held it too long"
            hand.outcomes = hand.room.dispatcher._call(hand.claimed)  # noqa: SLF001
            return f"{number} hears {hand.outcomes(hand.claimed)!r}"
        with hand.room.database.writing.begin() as session:
            became = [settle(session, each, hand.outcomes(each), self.now, hand.room.durations)
                      for each in hand.claimed.all]  # fmt: skip
        hand.claimed = hand.outcomes = None
        return f"{number} writes back {became}"

    def time_passes(self) -> str:
        span = self.chance.choice([0.2, 0.5, 1, 1, 2, 5, 10, 30, 61])
        self.slack.clock.wind(timedelta(seconds=span))
        return f"{span} s pass"

    def speak(self) -> str:
        if len(self.said) >= SAID_MOST:
            return "-"
        parents = [message for message in self.said if self.room.row(message).thread_id is None
                   and self.room.row(message).channel != OLIVIA]  # fmt: skip
        thread = self.chance.choice([None, *parents])
        channel = self.room.row(thread).channel if thread else self.chance.choice(PLACES)
        self.said.append(self.room.say(f"word {len(self.said)}", channel, thread=thread))
        return f"{self.said[-1]} is said in {channel}, thread {thread}"

    def change(self) -> str:
        if not self.said:
            return "-"
        message = self.chance.choice(self.said)
        self.room.change(message, f"changed {len(self.steps)}")
        return f"{message} is changed"

    def misbehave(self) -> str:
        if self.chance.random() < 0.1:
            self.slack.bot_token = TOKEN if self.slack.bot_token != TOKEN else "xoxb-another"
            return f"the token is {self.slack.bot_token}"
        method, after = self.chance.choice(METHODS), self.chance.uniform(1, 20)
        fault = self.chance.choices([*FAULTS, "restricted_action"], [4] * len(FAULTS) + [1])[0]
        self.slack.misbehave(method, fault, times=self.chance.choice([1, 1, 2]), after=after)
        return f"{method} will meet {fault} ({after:.0f} s)"

    def fall(self) -> str:
        busy = [number for number, hand in enumerate(self.hands) if hand.claimed]
        number = self.chance.choice(busy or range(PROCESSES))
        if self.chance.random() < 0.4:
            self.hands[number].claimed = self.hands[number].outcomes = None
            return f"{number} dies"
        self.hands[number].asleep_until = self.now + timedelta(seconds=self.chance.choice([5, 30, 70, 70, 150]))
        return f"{number} falls asleep"

    def look(self) -> None:
        """What holds after every step."""
        visible = Counter(key for channel in self.slack.world.channels.values() for key in keys_of(channel))
        assert {key: times for key, times in visible.items() if times > 1} == {}, "doubled"
        held = [hand.claimed for hand in self.hands if hand.claimed]
        fresh = [each.channel for each in held if self.now < each.claimed_at + self.room.durations.lease]
        assert len(fresh) == len({*fresh}), "two calls at once in one channel"
        for row in self.rows():
            assert row.fence >= self.fences.get(row.id, 0), "a fence went back"
            self.fences[row.id] = row.fence

    def rows(self) -> list[Message]:
        with self.room.database.reading() as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    def judge(self) -> None:
        shown = {key: post for channel in self.slack.world.channels.values()
                 for post in channel.messages if (key := key_in({"metadata": post.metadata}))}  # fmt: skip
        lines: dict[str, list[float]] = {}
        for row in self.rows():
            if row.state == "parked":
                continue
            assert row.state == "sent", f"{row.id} is {row.state}"
            assert row.key in shown, f"{row.id} is lost"
            assert shown[row.key].text.replace("\u2060", "") == row.text.replace("\u2060", ""), f"{row.id}: old words"
            lines.setdefault(row.line, []).append(float(row.ts or 0))
        for line, posted in lines.items():
            assert posted == sorted(posted), f"out of order in {line}"
        left = {row.key for row in self.rows() if row.state == "parked" and row.ts is None}
        assert not left & shown.keys(), "parked, and yet there"

    def close(self) -> None:
        for hand in self.hands:
            hand.room.close()


@contextmanager
def sqlite_copies(sqlite: Sqlite) -> Iterator[Callable[[], AbstractContextManager[str]]]:
    """In memory where there is a place for it: two hundred small stories would wait for the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))

    @contextmanager
    def copy() -> Iterator[str]:
        yield sqlite.copy(folder)
        for file in folder.iterdir():
            file.unlink()

    yield copy
    shutil.rmtree(folder)


def tell(seed: int, url: str) -> None:
    with Sandbox.start(begins=BEGINS) as slack:
        simulation = Simulation(slack, url, seed)
        try:
            simulation.run()
        except BaseException:
            print(f"--seed={seed}", *simulation.steps[-60:], sep="\n")  # noqa: T201
            raise
        finally:
            simulation.close()


def seeds(request: pytest.FixtureRequest, number: int) -> range:
    chosen = request.config.getoption("--seed")
    return range(number) if chosen is None else range(chosen, chosen + 1)


def test_whatever_happens_in_whatever_order_each_word_is_said_once(
    sqlite: Sqlite, is_long: bool, request: pytest.FixtureRequest
) -> None:
    with sqlite_copies(sqlite) as copy:
        for seed in seeds(request, SEEDS_LONG if is_long else SEEDS):
            with copy() as url:
                tell(seed, url)


def test_and_on_postgresql(postgres: Postgres, is_long: bool, request: pytest.FixtureRequest) -> None:
    for seed in seeds(request, SEEDS_LONG // 20 if is_long else ON_POSTGRES):
        with postgres.copy() as url:
            tell(seed, url)
