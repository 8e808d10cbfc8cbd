"""One workspace has a thousand things to say, nine have three each: the nine do not wait for the one."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from spoken import says

from bot.db.engine import Database, open_database
from bot.db.models import Message, Workspace
from bot.outbox import Durations
from bot.outbox.delivery import Delivery
from bot.outbox.dispatcher import Dispatcher
from bot.sandbox import Channel, Sandbox
from bot.slack.clients import web_client
from bot.work import Doors

pytestmark = pytest.mark.alone  # it measures who waits how long

FLOOD, SMALL, SAY = 1_000, 9, 3
CHANNELS = 60
P95_WITHIN = 5.0


def wall() -> datetime:
    return datetime.now(UTC)


class Town:
    """Ten workspaces, each with a Slack of its own, one database, one dispatcher."""

    def __init__(self, database_url: str, slacks: dict[str, Sandbox]) -> None:
        self.slacks, self.woken = slacks, threading.Event()
        self.database: Database = open_database(database_url)
        self.doors = Doors(self.database, wall, self.woken.set)
        deliveries = {team: Delivery(web_client(slack.bot_token, slack.api_url, 8)) for team, slack in slacks.items()}
        self.dispatcher = Dispatcher(self.doors, deliveries, self.woken, Durations())
        with self.database.writing.begin() as session:
            for team in slacks:
                session.add(Workspace(
                    id=team, name=team, url="", bot_user_id="U0FIRSTCL", watched_channel="C0GENERAL",
                    digest_channel="C0GENERAL", leads=[], zone="UTC",
                ))  # fmt: skip
        for slack in slacks.values():
            members = slack.channel("#general").members
            for number in range(CHANNELS):
                place = Channel(f"C0FLOOD{number:02}", f"flood-{number}", "channels", [*members], members[0], 0)
                slack.world.add_channel(place)

    def say(self, team: str, number: int) -> tuple[int, float]:
        with self.doors.open(team) as work:
            message = work.say(f"C0FLOOD{number % CHANNELS:02}", says(f"{team} {number}"))
            return message.id, time.monotonic()

    def is_posted(self, message_id: int) -> bool:
        with self.database.reading() as session:
            return session.get_one(Message, message_id).state == "sent"

    def posted(self, team: str) -> int:
        return len(self.slacks[team].posts())


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    with ExitStack() as stack:
        teams = ["TFLOOD", *(f"TSMALL{number}" for number in range(SMALL))]
        slacks = {team: stack.enter_context(Sandbox.start(frozen=False, begins=wall())) for team in teams}
        town = Town(database_url, slacks)
        town.dispatcher.start()
        yield town
        town.dispatcher.stop(timedelta(seconds=5))
        town.database.close()


def test_the_small_do_not_wait_for_the_one_that_floods(town: Town, seed: int, is_long: bool) -> None:
    chance, flood = random.Random(seed), 10 * FLOOD if is_long else FLOOD  # noqa: S311  # a test
    with town.doors.open("TFLOOD") as work:
        for number in range(flood):
            work.say(f"C0FLOOD{number % CHANNELS:02}", says(f"TFLOOD {number}"))
    time.sleep(1)
    waits: list[float] = []
    says_next = [f"TSMALL{number}" for number in range(SMALL) for _ in range(SAY)]
    chance.shuffle(says_next)
    for number, team in enumerate(says_next):
        message_id, said_at = town.say(team, number)
        while not town.is_posted(message_id):
            time.sleep(0.01)
            assert time.monotonic() - said_at < 4 * P95_WITHIN, f"{team} waits for ever"
        waits.append(time.monotonic() - said_at)
        time.sleep(chance.uniform(0, 0.2))
    assert town.posted("TFLOOD") < flood, "the flood was over before they were: nothing is shown"
    assert sorted(waits)[int(0.95 * len(waits))] <= P95_WITHIN, waits
    until = time.monotonic() + flood / 10
    while is_long and town.posted("TFLOOD") < flood:
        assert time.monotonic() < until, f"{town.posted('TFLOOD')} of {flood}"
        time.sleep(0.1)
    refused = [call for slack in town.slacks.values() for call in slack.refused]
    assert refused == [], "the pace is kept: Slack never has to say 429"
    texts = [post.text for post in town.slacks["TFLOOD"].posts()]
    assert len(texts) == len({*texts})
    assert all(town.posted(f"TSMALL{number}") == SAY for number in range(SMALL))
