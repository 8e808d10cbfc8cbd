"""The database is gone, silent or stopped: everybody is told so in time, and when it is back nothing is missing."""

import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from databases import Postgres
from desk import flagged
from sqlalchemy import make_url
from stage import Stage, free_port

from bot.db.engine import open_database
from bot.sandbox.things import Json

pytestmark = pytest.mark.alone  # it measures how soon is answered

IN_TIME, AT_ONCE = 2.5, 40
"""Slack's events come in bursts; gunicorn's threads are sixteen."""
WELL_WITHIN = 10
"""Seconds after the database is back: the flag is in it, and its card in Slack."""


class Wire:
    """A network between the bot and PostgreSQL, which can be cut or swallow everything."""

    def __init__(self, url: str) -> None:
        self._server = f"{make_url(url).query['host']}/.s.PGSQL.5432"
        self.port = free_port()
        self.url = make_url(url).set(host="127.0.0.1", port=self.port).difference_update_query(["host"])
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = self._listen()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Whoever is connected is thrown out, and nobody is let in."""
        self.close()
        try:
            yield
        finally:
            self._listener = self._listen()

    @contextmanager
    def swallows(self) -> Iterator[None]:
        """Connections stand and new ones are taken, and not a word comes back."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    def close(self) -> None:
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._flows.set()
        for thread in self._threads:
            thread.join()
        self._ends, self._threads = [], []

    def _listen(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", self.port))
        self._begin(self._let_in, listener)
        return listener

    def _begin(self, run: Callable[..., None], *given: socket.socket) -> None:
        self._threads.append(threading.Thread(target=run, args=given, daemon=True))
        self._threads[-1].start()

    def _let_in(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                bot, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                self._ends += [bot, server]
                server.connect(self._server)
                self._begin(self._carry, bot, server)
                self._begin(self._carry, server, bot)

    def _carry(self, giver: socket.socket, taker: socket.socket) -> None:
        with suppress(OSError):
            while said := giver.recv(65_536):
                self._flows.wait()
                taker.sendall(said)
        for end in (giver, taker):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    """The server's processes stand still, as on a machine that swaps; its host goes on taking what it is sent."""
    first = postgres.server.get_pid()
    processes = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize("trouble", ["cut", "swallowed", "stopped"])
def test_a_database_that_does_not_answer_is_told_in_time_and_nothing_is_missing_afterwards(
    postgres: Postgres, tmp_path: Path, trouble: str, is_long: bool
) -> None:
    times, lasts = (10, 60.0) if is_long else (1, 0.0)
    with postgres.copy() as url, wired(url) as wire, Stage(tmp_path, wire.url.render_as_string()) as stage:
        stage.start("run")
        begin = {"cut": wire.cut, "swallowed": wire.swallows, "stopped": lambda: stopped(postgres)}[trouble]
        for number in range(times):
            event = endure(stage, begin, f"Client {number}", lasts)
            assert_back_at_work(stage, url, event, f"Client {number}")


@contextmanager
def wired(url: str) -> Iterator[Wire]:
    wire = Wire(url)
    try:
        yield wire
    finally:
        wire.close()


def endure(stage: Stage, begin: Callable[[], AbstractContextManager[None]], client: str, lasts: float) -> Json:
    """As long as it lasts, and twice at least: who comes second finds those of the first still waiting.

    Returns the event that nobody could hear.
    """
    until, rounds = time.monotonic() + lasts, 0
    with begin(), ThreadPoolExecutor(AT_ONCE) as pool:
        message = stage.slack.person("Sam").writes(f":rotating_light: {client} | furious")
        event = next(sent for sent in stage.slack.deliveries.sent if sent["event"].get("ts") == message.ts)
        while rounds < 2 or time.monotonic() < until:
            answers = [*pool.map(lambda _: answer(stage, event), range(AT_ONCE))]
            assert {status for status, _ in answers} == {503}, answers
            assert max(waited for _, waited in answers) < IN_TIME, answers
            began = time.monotonic()
            status, why = stage.health()
            assert (status, time.monotonic() - began < IN_TIME) == (503, True)
            assert "The database does not answer" in why
            rounds += 1
    return event


def answer(stage: Stage, event: Json) -> tuple[int, float]:
    """The status for that event, and after how many seconds it came."""
    began = time.monotonic()
    status = stage.slack.deliveries.transport.send("events_api", event).status
    return status, time.monotonic() - began


def assert_back_at_work(stage: Stage, url: str, event: Json, client: str) -> None:
    """Without anybody's help: Slack brings the event once more, it is heard once, and the card stands."""
    back = time.monotonic()
    while answer(stage, event)[0] != 200:
        assert time.monotonic() - back < WELL_WITHIN, stage.wrote()
    stage.wait_until(lambda: any(client in entry.arguments["text"] for entry in posts(stage)))
    stage.wait_for_health(200)
    assert time.monotonic() - back < WELL_WITHIN
    database = open_database(url)
    assert flagged(database)[client] == 1
    database.close()
    assert not re.search("ERROR|Traceback", stage.wrote()), stage.wrote()


def posts(stage: Stage) -> list[object]:
    return [entry for entry in stage.slack.ledger if entry.method == "chat.postMessage"]
