"""What Slack told us and we acknowledged is in the database, whoever dies, and however little room is left."""

import json
import logging
import random
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk import FORM, TEAM, flag_event, flagged, knock
from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from stage import Stage
from story import ErrorLines, settings_for

from bot.assembly import Bot, assemble
from bot.db.engine import Database, open_database
from bot.sandbox import Sandbox
from bot.sandbox.deliveries import DeliveryError

pytestmark = pytest.mark.alone  # processes killed on time, answers measured

SENDERS, EVENTS, KILLS, LIVES_FOR = 6, 150, 3, 0.8
EVENTS_LONG, KILLS_LONG, LIVES_FOR_LONG = 100_000, 1_000, 20.0
"""A process lives for so many seconds at most; the one after the last kill, until all is said."""
SHORTEST_LIFE = 0.1
IN_TIME = 2.5
NOT_NOW = "I can't reach my memory or Slack right now. Nothing was saved. Try again in a minute."
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Senders:
    """Slack, from several machines: each event is brought until its 200 arrives, always as the same event.

    Of the answers every third gets lost on its way once: the rare death between commit and answer looks the same.
    """

    def __init__(self, stage: Stage, events: int) -> None:
        self._transport, self._events = stage.slack.deliveries.transport, events
        self.acked: set[str] = set()
        self.unanswered = 0
        self.given_up = threading.Event()

    def send(self, sender: int) -> None:
        for number in range(sender, self._events, SENDERS):
            client, lost_answers = f"Client {number}", int(number % 3 == 0)
            while not self.given_up.is_set():
                if self._is_acked(client):
                    lost_answers -= 1
                    if lost_answers < 0:
                        break
                else:
                    time.sleep(0.05)

    def _is_acked(self, client: str) -> bool:
        try:
            status = self._transport.send("events_api", flag_event(client)).status
        except DeliveryError:
            self.unanswered += 1
            return False
        if status == 200:
            self.acked.add(client)
        return status == 200


def test_what_was_acknowledged_is_stored_once_though_the_process_is_killed_again_and_again(
    database_url: str, tmp_path: Path, seed: int, is_long: bool
) -> None:
    dice, events = random.Random(seed), EVENTS_LONG if is_long else EVENTS  # noqa: S311  # a test
    most_kills, lives_for = (KILLS_LONG, LIVES_FOR_LONG) if is_long else (KILLS, LIVES_FOR)
    with Stage(tmp_path, database_url) as stage, ThreadPoolExecutor(SENDERS) as pool, opened(database_url) as database:
        senders, kills = Senders(stage, events), 0
        try:
            sending = [pool.submit(senders.send, number) for number in range(SENDERS)]
            while not all(sender.done() for sender in sending):
                stage.programs = [stage.begin("web")]
                stage.wait_for_health(503)  # it answers; that no clocks run is as it should be
                wait(sending, dice.uniform(SHORTEST_LIFE, lives_for) if kills < most_kills else None)
                stage.kill()
                kills += 1
                acked = set(senders.acked)
                lost = acked - {*flagged(database)}
                assert not lost, f"after {kills} kills {len(lost)} of {len(acked)} were acknowledged and lost: {lost}"
        finally:
            senders.given_up.set()
        for sender in sending:
            sender.result()
        assert kills > 1
        assert senders.unanswered
        assert flagged(database) == dict.fromkeys((f"Client {number}" for number in range(events)), 1)
        assert not re.search("ERROR|Traceback", stage.wrote()), stage.wrote()


@contextmanager
def opened(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def bot(slack: Sandbox, database_url: str) -> Iterator[Bot]:
    """The whole bot, put together and not running: what comes to its door is all that happens."""
    errors, bot = ErrorLines(), assemble(settings_for(slack, database_url), now=slack.clock.now)
    logging.getLogger().addHandler(errors)
    yield bot
    logging.getLogger().removeHandler(errors)
    bot.front_door.close()
    bot.database.close()
    assert not errors.lines, errors.lines


class Outside:
    """Slack, beside a bot that runs in no process of its own."""

    def __init__(self, bot: Bot, slack: Sandbox) -> None:
        self.bot, self._secret = bot, slack.signing_secret

    def flags(self, client: str) -> int:
        """The status of the answer, which comes in time."""
        began = time.monotonic()
        status, _, _ = knock(self.bot.front_door, self._secret, flag_event(client))
        assert time.monotonic() - began < IN_TIME
        return status

    def flags_all(self, clients: list[str]) -> set[str]:
        """Those that were acknowledged. The others were refused, and nothing else."""
        with ThreadPoolExecutor(SENDERS) as pool:
            answers = dict(zip(clients, pool.map(self.flags, clients), strict=True))
        assert {*answers.values()} <= {200, 503}, answers
        return {client for client, status in answers.items() if status == 200}

    def commands(self, client: str) -> str:
        """What a person reads who flags by command."""
        fields = {"command": "/angry-client", "text": f"{client} | furious", "team_id": TEAM, "user_id": "U0FRED001",
                  "trigger_id": f"1.2.{client}", "channel_id": "C0GENERAL"}  # fmt: skip
        began = time.monotonic()
        status, _, body = knock(self.bot.front_door, self._secret, urlencode(fields).encode(), content_type=FORM)
        assert (status, time.monotonic() - began < IN_TIME) == (200, True)
        return str(json.loads(body)["text"])


@pytest.fixture
def outside(bot: Bot, slack: Sandbox) -> Outside:
    return Outside(bot, slack)


@contextmanager
def full(bot: Bot) -> Iterator[None]:
    """SQLite may not make its file a page larger, and says what it says of a full disk. The bound is a connection's."""

    def bound(connection: DBAPIConnection, pages: int) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    def at_its_size(connection: DBAPIConnection, *_: object) -> None:
        bound(connection, 1)  # less than there are means as many as there are

    def as_large_as_it_likes(connection: DBAPIConnection, *_: object) -> None:
        bound(connection, 2**30)

    writer = bot.database.engines[0]
    event.listen(writer, "checkout", at_its_size)
    yield
    event.remove(writer, "checkout", at_its_size)
    event.listen(writer, "checkout", as_large_as_it_likes)


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else, such as a backup, holds the file."""
    holder = sqlite3.connect(make_url(database_url).database or "", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.close()


@sqlite_only
def test_a_full_disk_loses_nothing_that_was_acknowledged_and_hinders_nothing_once_there_is_room(
    outside: Outside, is_long: bool
) -> None:
    acked: set[str] = set()
    for fill in range(50 if is_long else 3):
        with full(outside.bot):
            for more in count():  # half-empty pages are filled first
                wanted = [f"Client {fill} {more} {number}" for number in range(60)]
                acked |= (got := outside.flags_all(wanted))
                assert flagged(outside.bot.database) == dict.fromkeys(acked, 1)
                if not got:
                    break
            assert outside.commands(f"Client {fill} told") == NOT_NOW
        acked |= outside.flags_all(wanted)
        assert {*wanted} <= acked
        assert flagged(outside.bot.database) == dict.fromkeys(acked, 1)


@sqlite_only
def test_a_locked_file_refuses_in_time_tells_people_and_is_at_work_again_at_once(
    outside: Outside, database_url: str, is_long: bool
) -> None:
    for again in range(100 if is_long else 2):
        wanted = [f"Client {again} {number}" for number in range(SENDERS)]
        with locked(database_url):
            assert outside.flags_all(wanted) == set()
            assert outside.commands(f"Client {again} told") == NOT_NOW
        assert outside.flags_all(wanted) == {*wanted}
        assert {client: flagged(outside.bot.database)[client] for client in wanted} == dict.fromkeys(wanted, 1)
