"""Metrics: the numbers are true, only this machine sees them, and they tell nothing of anybody."""

import logging
import re
import socket
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import Sqlite
from desk import flag_event, knock
from prometheus_client import generate_latest
from slack_bolt import BoltRequest
from spoken import says
from stage import free_port
from story import Story

from bot.clocks import Clock
from bot.db.engine import open_database
from bot.db.models import Beat, Gate, Person, Workspace
from bot.health import what_is_wrong
from bot.metrics import COUNTED, HERE, Metrics
from bot.outbox.pace import EVERYTHING
from bot.scheduler import CLOCKS
from bot.work import Doors

TEAM, NOW = "T1", datetime(2026, 3, 2, 10, tzinfo=UTC)
WAITS = ("first_call_due_lag_seconds", "first_call_outbox_oldest_seconds", 'first_call_outbox_messages{state="parked"}')


class Counted:
    """Rows, a clock in the hand, and the metrics over them."""

    def __init__(self, database_url: str) -> None:
        self.now, self.database = NOW, open_database(database_url)
        self.doors = Doors(self.database, lambda: self.now, lambda: None)
        self.clocks = [Clock(Person.next_ask_at, lambda *_: None)]
        self.metrics = Metrics(self.doors, self.clocks, TEAM)

    def fill(self, *teams: str) -> None:
        with self.database.writing.begin() as session:
            for team in teams:
                session.add(Workspace(
                    id=team, name=team, url="", bot_user_id="UBOT", watched_channel="C1", digest_channel="C1", leads=[],
                    zone="UTC",
                ))  # fmt: skip

    def say(self, state: str, ago: float, team: str = TEAM) -> None:
        """A message that came into being so many seconds ago."""
        with self.doors.open(team) as work:
            message = work.say("C1", says("Acme is furious"))
            message.state, message.changed_at = state, NOW - timedelta(seconds=ago)

    def due(self, who: str, ago: float, team: str = TEAM) -> None:
        with self.doors.open(team) as work:
            at = NOW - timedelta(seconds=ago)
            work.add(Person(workspace_id=team, user_id=who, name="Olivia", zone="UTC", next_ask_at=at))

    def shown(self) -> dict[str, float]:
        return shown_by(self.metrics)

    def wrong(self) -> list[str]:
        return what_is_wrong(self.doors, self.clocks, TEAM)


def shown_by(metrics: Metrics) -> dict[str, float]:
    return read(generate_latest(metrics.registry).decode())


def read(text: str) -> dict[str, float]:
    """Each series by its name and labels."""
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def fetch(port: int) -> str:
    with urllib.request.urlopen(f"http://{HERE}:{port}/metrics", timeout=3) as answer:
        text: str = answer.read().decode()
        return text


@pytest.fixture
def counted(database_url: str) -> Iterator[Counted]:
    counted = Counted(database_url)
    counted.fill(TEAM, "T2")
    yield counted
    counted.metrics.stop()
    counted.database.close()


def test_the_lag_is_how_long_the_oldest_due_clock_has_waited(counted: Counted) -> None:
    assert counted.shown()["first_call_due_lag_seconds"] == 0
    counted.due("U1", ago=-60)
    counted.due("U2", ago=3600, team="T2")
    assert counted.shown()["first_call_due_lag_seconds"] == 0
    counted.due("U3", ago=90)
    counted.due("U4", ago=30)
    assert counted.shown()["first_call_due_lag_seconds"] == 90
    counted.now += timedelta(seconds=10)
    assert counted.shown()["first_call_due_lag_seconds"] == 100


def test_the_outbox_is_counted_by_state_and_by_how_long_the_oldest_has_waited(counted: Counted) -> None:
    shown = counted.shown()
    assert [shown[f'first_call_outbox_messages{{state="{state}"}}'] for state in COUNTED] == [0, 0, 0, 0, 0]
    assert shown["first_call_outbox_oldest_seconds"] == 0
    for state, ago in (("pending", 5), ("pending", 20), ("sending", 7), ("ambiguous", 45), ("sent", 900),
                       ("parked", 800), ("unknown", 700), ("unknown", 1), ("dropped", 600)):  # fmt: skip
        counted.say(state, ago)
    counted.say("pending", 5000, team="T2")
    shown = counted.shown()
    assert [shown[f'first_call_outbox_messages{{state="{state}"}}'] for state in COUNTED] == [2, 1, 1, 1, 2]
    assert shown["first_call_outbox_oldest_seconds"] == 45


def test_what_others_tell_is_counted(counted: Counted) -> None:
    metrics = counted.metrics
    metrics.delivered("post", "sent")
    metrics.delivered("post", "sent")
    metrics.delivered("update", "parked")
    metrics.retried()
    metrics.answered("event", 0.02)
    metrics.answered("event", 2.5)
    shown = counted.shown()
    expected = {
        'deliveries_total{act="post",outcome="sent"}': 2, 'deliveries_total{act="update",outcome="parked"}': 1,
        "slack_retries_total": 1,
        'answer_seconds_count{kind="event"}': 2, 'answer_seconds_sum{kind="event"}': 2.52,
        'answer_seconds_bucket{kind="event",le="0.025"}': 1, 'answer_seconds_bucket{kind="event",le="3.0"}': 2,
    }  # fmt: skip
    assert {name: shown[f"first_call_{name}"] for name in expected} == expected


def test_a_database_that_does_not_answer_is_shown_as_such_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Counted(f"sqlite:///{tmp_path}/without_tables.db")
    counted.metrics.retried()
    with caplog.at_level(logging.WARNING):
        shown = counted.shown()
    counted.database.close()
    assert shown["first_call_database_answers"] == 0
    assert shown["first_call_slack_retries_total"] == 1
    assert not [name for name in WAITS if name in shown]
    assert "SELECT" not in caplog.text


def test_two_bots_count_for_themselves(counted: Counted, sqlite: Sqlite, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = Counted(sqlite.copy(folder))
    other.metrics.retried()
    assert counted.shown()["first_call_slack_retries_total"] == 0
    other.database.close()


def test_they_are_served_on_this_machine_only_and_no_longer_than_wanted(counted: Counted) -> None:
    port = free_port()
    counted.metrics.serve(port)
    assert read(fetch(port))["first_call_database_answers"] == 1
    with pytest.raises(ConnectionRefusedError):  # another of this machine's addresses: not every one is listened at
        socket.create_connection(("127.0.0.2", port), 1)
    counted.metrics.stop()
    counted.metrics.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HERE, port), 1)


def test_a_port_that_is_taken_costs_the_metrics_and_nothing_else(
    counted: Counted, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server((HERE, 0)) as taken:
        counted.metrics.serve(taken.getsockname()[1])
    assert "METRICS_PORT" in caplog.text
    counted.metrics.stop()


def test_health_names_what_is_due_and_late_only_after_five_minutes(counted: Counted) -> None:
    counted.due("U1", ago=0)
    assert counted.wrong() == ["The clocks have never run. Start `python app.py worker`."]
    counted.now = NOW + timedelta(minutes=5)
    assert len(counted.wrong()) == 1
    counted.now = NOW + timedelta(minutes=7, seconds=30)
    assert counted.wrong() == [
        "The clocks have never run. Start `python app.py worker`.", "What is due has waited for 7 minutes.",
    ]  # fmt: skip


def test_health_gives_slacks_own_word_for_not_letting_us_in(counted: Counted) -> None:
    with counted.database.writing.begin() as session:
        session.add(Beat(name=CLOCKS, at=NOW))
    assert counted.wrong() == []
    with counted.database.writing.begin() as session:
        session.add(Gate(workspace_id=TEAM, channel=EVERYTHING, busy_until=NOW, paused_until=NOW, full_at=NOW,
                         reason="token_revoked"))  # fmt: skip
    assert counted.wrong() == ["Slack does not let us in (token_revoked)."]


@pytest.fixture
def port(story: Story) -> Iterator[int]:
    found = free_port()
    story.bot.metrics.serve(found)
    yield found
    story.bot.metrics.stop()


def test_what_is_measured_is_shown_without_a_word_about_anybody(story: Story, port: int) -> None:
    story.slack.misbehave("chat.postMessage", "restricted_action", channel="#escalations")
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    story.sam.writes(":rotating_light: Bolt Ltd | furious")
    text = fetch(port)
    shown = read(text)
    assert shown['first_call_deliveries_total{act="post",outcome="sent"}'] >= 1
    assert shown['first_call_outbox_messages{state="parked"}'] == 2  # the card, and the checklist under it
    assert shown['first_call_answer_seconds_count{kind="command"}'] == 1
    assert shown['first_call_answer_seconds_count{kind="event"}'] >= 1
    assert shown["first_call_database_answers"] == 1
    assert shown["first_call_slack_retries_total"] == 0
    assert set(re.findall(r'kind="([^"]*)"', text)) <= {"action", "command", "event", "form", "shortcut", "unknown"}
    words = ("Acme", "Bolt", "Olivia", "invoice", "escalations", "angry-client", story.bot.workspace_id)
    assert not [word for word in words if word in text]
    assert not re.search(r"\b[CDGTUW]0[A-Z0-9]{4,}", text)
    for place in story.slack.unexpected():
        place.expected = True


@pytest.mark.parametrize(("stamp", "times"), [("1", 1), ("3", 1), ("0", 0), ("", 0), (None, 0)])
def test_what_slack_brings_again_is_counted(story: Story, stamp: str | None, times: int) -> None:
    """As the front door and as Socket Mode hand it in; Socket Mode says 0 the first time."""
    headers = {} if stamp is None else {"x-slack-retry-num": stamp}
    story.bot.app.dispatch(BoltRequest(body={"type": "event_callback"}, mode="socket_mode", headers=headers))
    assert shown_by(story.bot.metrics)["first_call_slack_retries_total"] == times


@pytest.mark.parametrize(("stamp", "times"), [("1", 1), ("3", 1), ("0", 0), ("", 0), (None, 0)])
def test_what_slack_brings_again_over_http_is_counted(story: Story, stamp: str | None, times: int) -> None:
    door, secret = story.bot.front_door, story.slack.signing_secret
    headers = {} if stamp is None else {"HTTP_X_SLACK_RETRY_NUM": stamp}
    status, _, _ = knock(door, secret, {"type": "event_callback", "team_id": TEAM}, **headers)
    assert status == 200
    assert shown_by(story.bot.metrics)["first_call_slack_retries_total"] == times


def test_what_a_stranger_says_slack_brings_again_is_not_counted(story: Story) -> None:
    status, _, _ = knock(story.bot.front_door, "not Slack's", flag_event("Acme"), HTTP_X_SLACK_RETRY_NUM="1")
    assert status == 401
    assert shown_by(story.bot.metrics)["first_call_slack_retries_total"] == 0
