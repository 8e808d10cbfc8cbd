"""/healthz tells the truth, and an event that cannot be kept is refused in time for Slack to bring it again."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import psycopg
from databases import Postgres, Sqlite
from sqlalchemy import make_url
from stage import Stage, free_port

from bot.sandbox import Sandbox
from bot.sandbox.deliveries import PATIENCE
from bot.sandbox.things import Json

SILENCE = timedelta(seconds=11)
AT_ONCE = 6
LINE = re.compile(r'at=\S+Z level=[A-Z]+ from=\S+ (ref=[0-9a-f]{4} )?says=')


def test_health_is_good_while_the_clocks_run_and_says_so_when_they_do_not(stage: Stage) -> None:
    stage.programs = [stage.begin("web")]
    assert "The clocks have never run." in stage.wait_for_health(503)
    worker = stage.begin("worker")
    stage.wait_for_health(200)
    worker.terminate()
    assert worker.wait(10) == 0
    stage.slack.clock.wind(SILENCE)
    assert "The clocks have been silent for" in stage.wait_for_health(503)


def test_a_process_is_seen_from_beside_and_from_outside_and_its_log_can_be_read(sqlite: Sqlite, tmp_path: Path) -> None:
    """Its metrics, its word to whoever speaks up when it falls silent, and lines of which each is a record."""
    with Stage(tmp_path, sqlite.copy(tmp_path)) as stage, called() as (url, calls):
        port = free_port()
        stage.environment |= {"METRICS_PORT": str(port), "DEAD_MAN_URL": url}
        stage.start("run")
        an_event(stage.slack)
        stage.wait_until(lambda: bool(calls))
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert 'first_call_answer_seconds_count{kind="event"}' in answer.read().decode()
        stage.programs.append(stage.begin("worker"))  # whose metrics nobody sees: the port is taken
        stage.wait_until(lambda: len(calls) == 2 and "the worker runs" in stage.wrote())
        for program in stage.programs:
            program.terminate()
        assert [program.wait(10) for program in stage.programs] == [0, 0]
        assert calls == ["/hunter2", "/hunter2"]
        assert "METRICS_PORT" in stage.wrote()
        assert "hunter2" not in stage.wrote()
        assert not [line for line in stage.wrote().splitlines() if line and not LINE.match(line)], stage.wrote()


@contextmanager
def called() -> Iterator[tuple[str, list[str]]]:
    """Somebody on this machine who is called: where, and what was asked for."""
    calls: list[str] = []

    class Outside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Outside) as server:
        listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        listening.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hunter2", calls
        finally:
            server.shutdown()
            listening.join()


def test_a_postgresql_that_is_gone_is_told_and_events_are_refused_in_time(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.copy() as url, Stage(tmp_path, url) as stage:
        stage.start("run")
        event = an_event(stage.slack)
        with gone(postgres, url):
            assert "The database does not answer" in stage.wait_for_health(503)
            assert_refused_in_time(stage.slack, event)
        stage.wait_for_health(200)


@contextmanager
def gone(postgres: Postgres, url: str) -> Iterator[None]:
    """Nobody gets into the database, and who was inside is thrown out."""
    name = make_url(url).database
    with psycopg.connect(postgres.server.get_uri(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_sqlite_file_that_somebody_else_holds_is_told_and_events_are_refused_in_time(
    sqlite: Sqlite, tmp_path: Path
) -> None:
    with Stage(tmp_path, sqlite.copy(tmp_path)) as stage:
        stage.start("run")
        event = an_event(stage.slack)
        holder = sqlite3.connect(tmp_path / "first_call.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert_refused_in_time(stage.slack, event)
        stage.slack.clock.wind(SILENCE)
        assert "The clocks have been silent for" in stage.wait_for_health(503)
        holder.close()
        stage.wait_for_health(200)


def an_event(slack: Sandbox) -> Json:
    message = slack.person("Sam").writes(":rotating_light: Acme Corp | furious")
    return next(envelope for envelope in slack.deliveries.sent if envelope["event"].get("ts") == message.ts)


def assert_refused_in_time(slack: Sandbox, event: Json) -> None:
    """Several at once are each answered 503 before Slack loses its patience."""

    def send(_: int) -> tuple[int, bool]:
        began = time.monotonic()
        status = slack.deliveries.transport.send("events_api", event).status
        return status, time.monotonic() - began < PATIENCE

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(send, range(AT_ONCE))) == [(503, True)] * AT_ONCE
