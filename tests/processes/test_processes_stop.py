"""Ending and reconnecting: what is in flight is answered, what was not answered comes again."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from databases import Sqlite
from stage import Stage
from whole_story import call, flag, reach

EXITS_WITHIN = 10
WAITS = 0.3
"""Seconds: long enough to be in flight at a stop, short enough for Slack's three."""


@pytest.fixture(params=["http", "socket mode"])
def listening(request: pytest.FixtureRequest, tmp_path: Path, sqlite: Sqlite) -> Iterator[Stage]:
    """A stage with `app.py run` on it, reached in one way or the other."""
    with on_stage(tmp_path, sqlite, socket_mode=request.param == "socket mode") as stage:
        yield stage


@contextmanager
def on_stage(folder: Path, sqlite: Sqlite, *, socket_mode: bool) -> Iterator[Stage]:
    with Stage(folder, sqlite.copy(folder)) as stage:
        if socket_mode:
            stage.environment |= {"SLACK_APP_TOKEN": stage.slack.app_token, "SLACK_SIGNING_SECRET": ""}
            stage.slack.use_socket_mode()
        stage.start("run")
        if socket_mode:
            stage.slack.sockets.wait_for_connections()
        yield stage


def test_a_client_is_flagged_called_and_reached(listening: Stage) -> None:
    for act in (flag, call, reach):
        act(listening.slack)
    listening.slack.person("Mia").sees("Olivia has spoken with Acme Corp", "#escalations")
    assert not listening.slack.failures
    assert stopped(listening) < EXITS_WITHIN


def test_a_stop_answers_the_request_in_flight_and_what_it_said_is_posted_after_the_start(listening: Stage) -> None:
    with database_held(listening):
        in_flight = threading.Thread(target=flag, args=[listening.slack])
        in_flight.start()
        time.sleep(WAITS)
        stopping = listening.programs[0]
        stopping.terminate()
        time.sleep(WAITS)
        assert in_flight.is_alive()
    in_flight.join()
    assert not listening.slack.failures
    assert listening.slack.person("Fred").finds("Acme Corp is flagged", "to me")
    assert stopping.wait(EXITS_WITHIN) == 0
    listening.start("run")
    listening.slack.person("Mia").sees("Acme Corp  ●●●●● furious", "#escalations")


def test_new_connections_lose_nothing_of_what_was_in_flight_and_of_what_came_between(
    tmp_path: Path, sqlite: Sqlite
) -> None:
    with on_stage(tmp_path, sqlite, socket_mode=True) as stage:
        slack, sam = stage.slack, stage.slack.person("Sam")
        with database_held(stage):
            in_flight = threading.Thread(target=sam.writes, args=[":rotating_light: Acme Corp | furious"])
            in_flight.start()
            time.sleep(WAITS)
            slack.refresh_sockets()  # the answer finds its connection closed
        in_flight.join()
        slack.refresh_sockets()
        sam.writes(":rotating_light: Bolt Ltd | furious")  # nobody is connected yet
        slack.sockets.wait_for_connections()
        assert {failure.reason for failure in slack.failures} == {"connection_failed"}
        stage.wind_to(slack.clock.now() + timedelta(minutes=1))  # when Slack tries a third time
        for client in ("Acme Corp", "Bolt Ltd"):
            sam.sees(f"{client}  ●●●●● furious", "#escalations")
        stage.wind_to(slack.clock.now() + timedelta(minutes=5))
        assert len([post for post in slack.posts("#escalations") if "waits for a call" in post.text]) == 2


@contextmanager
def database_held(stage: Stage) -> Iterator[None]:
    """Somebody else writes: whatever the app has to write waits."""
    connection = sqlite3.connect(stage.folder / "first_call.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


def stopped(stage: Stage) -> float:
    """End the app as whoever deploys does; returns the seconds it took."""
    began, program = time.monotonic(), stage.programs[0]
    program.terminate()
    assert program.wait(EXITS_WITHIN) == 0, stage.wrote()
    return time.monotonic() - began
