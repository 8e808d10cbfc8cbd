"""Several processes, a hundred and more messages, every fault, and deaths: the outside ledger is the judge."""

import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest
from postroom import DiedError, Postroom, key_in, keys_of

from bot.db.models import Message
from bot.outbox.claim import Claimed
from bot.outbox.delivery import Delivery, Sent
from bot.sandbox import Channel, Sandbox
from bot.sandbox.faults import FAULTS

pytestmark = pytest.mark.alone  # three dispatchers, and a deadline

Another = Callable[..., Postroom]
PROCESSES, CHANNELS, THREADS, REPLIES = 3, 10, 2, 4
DEATHS = 0.03


class Mortal(Delivery):
    """Dies at random, before or after the call."""

    chance = random.Random()  # noqa: S311  # a test

    def _perhaps_die(self) -> None:
        if self.chance.random() < DEATHS:
            raise DiedError

    def post(self, message: Claimed) -> Sent:
        self._perhaps_die()
        sent = super().post(message)
        self._perhaps_die()
        return sent

    def update(self, message: Claimed) -> Sent:
        self._perhaps_die()
        return super().update(message)

    def look_up(self, message: Claimed) -> Sent | None:
        found = super().look_up(message)
        self._perhaps_die()
        return found


@pytest.fixture
def seed() -> int:
    """Printed when the test fails; SEED in the environment tells the same story again."""
    seed = int(os.environ.get("SEED", random.randrange(1_000_000)))  # noqa: S311  # a test
    print(f"SEED={seed}")  # noqa: T201
    return seed


def open_channels(slack: Sandbox) -> list[Channel]:
    members = slack.channel("#general").members
    return [
        slack.world.add_channel(Channel(f"C0CROWD{n:02}", f"crowd-{n}", "channels", [*members], members[0], 0))
        for n in range(CHANNELS)
    ]


def say_much(room: Postroom, channels: list[Channel]) -> list[int]:
    said = []
    for channel in channels:
        for _ in range(THREADS):
            card = room.say("card", channel.id)
            said += [card, *(room.say(f"reply {n}", channel.id, thread=card) for n in range(REPLIES))]
    return said


def deliver_together(rooms: list[Postroom]) -> None:
    """Every process at once; a death ends its round."""
    broken: list[Exception] = []

    def deliver(room: Postroom) -> None:
        try:
            room.deliver()
        except DiedError:
            pass
        except Exception as error:  # noqa: BLE001  # told below, in the test's thread
            broken.append(error)

    threads = [threading.Thread(target=deliver, args=[room]) for room in rooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken, broken


def test_nothing_is_lost_doubled_or_out_of_order(another: Another, slack: Sandbox, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test
    Mortal.chance = random.Random(seed + 1)  # noqa: S311
    rooms = [another(make=Mortal) for _ in range(PROCESSES)]
    channels = open_channels(slack)
    said = say_much(rooms[0], channels)
    assert len(said) >= 100
    rounds = 0
    while due := rooms[0].next_due() or (slack.clock.now() if rounds == 0 else None):
        slack.clock.wind_to(max(due, slack.clock.now() + timedelta(seconds=1)))
        if rounds < 30:
            for _ in range(4):
                method = chance.choice(["chat.postMessage"] * 3 + ["chat.update", "conversations.history",
                                                                  "conversations.replies"])  # fmt: skip
                slack.misbehave(method, chance.choice([*FAULTS]), channel=chance.choice(channels).id, after=9)
            rooms[0].change(chance.choice(said), f"changed {rounds}")
        deliver_together(rooms)
        rounds += 1
        assert rounds < 3000
    judge(rooms[0], slack, channels, said)


def judge(room: Postroom, slack: Sandbox, channels: list[Channel], said: list[int]) -> None:
    rows = {row.key: row for row in map(room.row, said)}
    accepted = [key_in(entry.arguments) for entry in slack.ledger if entry.method == "chat.postMessage"]
    assert {key: accepted.count(key) for key in rows if accepted.count(key) != 1} == {}, "lost or doubled"
    shown = [key for channel in channels for key in keys_of(channel)]
    assert sorted(shown) == sorted(rows)
    lines: dict[str, list[Message]] = defaultdict(list)
    for key in accepted:
        lines[rows[key].line].append(rows[key])
    for line, posted in lines.items():
        assert [row.id for row in posted] == sorted(row.id for row in posted), f"out of order in {line}"
    text_of = {post.ts: post.text for channel in channels for post in channel.messages}
    for row in rows.values():
        assert (row.state, text_of[row.ts or ""]) == ("sent", row.text)


def test_dispatchers_that_run_deliver_what_they_are_woken_for_and_end_when_told(
    another: Another, slack: Sandbox
) -> None:
    slack.clock.frozen = False
    rooms = [another(), another()]
    for room in rooms:
        room.dispatcher.start()
    for n in range(3):
        rooms[0].say(f"{n}")
        rooms[0].say(f"{n}", "C0CLIENTS")
    until = time.monotonic() + 10
    while len(slack.posts()) < 6 and time.monotonic() < until:
        time.sleep(0.02)
    for room in rooms:
        room.dispatcher.stop(timedelta(seconds=4))
    assert rooms[0].shown() == rooms[0].shown("#clients") == ["0", "1", "2"]
    rooms[0].say("too late")
    time.sleep(0.1)
    assert len(slack.posts()) == 6
