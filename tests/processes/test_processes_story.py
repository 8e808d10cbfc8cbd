"""The whole story, told by processes: by one that lives, by one killed between every two acts, and by three at once."""

import re
from pathlib import Path

import pytest
from databases import Postgres
from stage import Stage, keys_of_posts
from whole_story import ACTS, play, told

from bot.sandbox.deliveries import Answer
from bot.sandbox.things import Json


def ends_as(expected: list[str], stage: Stage) -> None:
    """Slack comes to show exactly this, and took no message twice on the way."""
    stage.wait_until(lambda: told(stage.slack) == expected, lambda: "\n\n".join(told(stage.slack)))
    keys = keys_of_posts(stage.slack)
    assert len(keys) == len(set(keys)) == len(stage.slack.posts())


def test_a_whole_escalation_is_told_from_the_flag_to_mondays_digest(undisturbed: list[str]) -> None:
    thread, digest, *direct_messages = undisturbed
    assert re.findall(r"^C0ESCALAT (\w+\s+\w+)", thread, re.MULTILINE) == [
        "Acme Corp", "Olivia has", "Olivia promised", "Promise kept", "Olivia asked", "Acme Corp",
    ]  # fmt: skip
    assert "1 opened, 1 closed, 0 open now." in digest
    assert len(direct_messages) == 3


def test_postgresql_tells_it_as_sqlite_does(postgres: Postgres, tmp_path: Path, undisturbed: list[str]) -> None:
    with postgres.copy() as url, Stage(tmp_path, url) as stage:
        stage.start("run")
        tells_all_of_it_in_peace(stage, undisturbed)


def test_two_workers_and_one_web_on_one_database_say_everything_once(
    postgres: Postgres, tmp_path: Path, undisturbed: list[str]
) -> None:
    with postgres.copy() as url, Stage(tmp_path, url) as stage:
        stage.start("web", "worker", "worker")
        tells_all_of_it_in_peace(stage, undisturbed)


def tells_all_of_it_in_peace(stage: Stage, expected: list[str]) -> None:
    for act in ACTS:
        play(act, stage)
    ends_as(expected, stage)
    assert not stage.slack.failures
    assert not re.search("WARNING|ERROR|Traceback", stage.wrote()), stage.wrote()


class Axe:
    """Stands between Slack and the app. Raised, it ends the app's processes in the moment of their next answer to a
    person or, if it waits, in the moment when Slack takes what they say after that answer.
    """

    def __init__(self, stage: Stage, *, waits: bool) -> None:
        self._stage, self._slack, self._waits = stage, stage.slack, waits
        self._answers, stage.slack.deliveries.transport = stage.slack.deliveries.transport, self
        self.is_raised, self._calls = False, 0

    def lift(self) -> None:
        self.is_raised, self._calls = True, len(self._slack.ledger)

    def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Answer:
        from_person = kind != "events_api"
        if from_person:
            self._calls = len(self._slack.ledger)
        answer = self._answers.send(kind, payload, attempt, reason)
        if from_person and self.is_raised:
            self.fall()
        return answer

    def fall(self) -> None:
        self.is_raised = False
        with self._slack.world.changed:  # Slack's answer to the call is not read yet while we hold this
            if self._waits:
                self._slack.world.changed.wait_for(self._has_said_more, 1.2)
            self._stage.kill()

    def _has_said_more(self) -> bool:
        return any(entry.method in ("chat.postMessage", "chat.update") for entry in self._slack.ledger[self._calls :])


@pytest.mark.parametrize(
    ("database_url", "waits"), [("sqlite", False), ("postgres", True)], indirect=["database_url"],
    ids=["sqlite-with its answer", "postgres-with its next word"],
)  # fmt: skip
def test_killed_between_every_two_acts_it_says_everything_once(
    stage: Stage, undisturbed: list[str], waits: bool
) -> None:
    """One way of dying on each database: every way on both stands in `tests/chaos/test_crash_points.py`."""
    axe = Axe(stage, waits=waits)
    stage.start("run")
    for act in ACTS[:-1]:
        axe.lift()
        play(act, stage)
        if axe.is_raised:  # nobody did anything
            axe.fall()
        stage.start("run")
    play(ACTS[-1], stage)
    ends_as(undisturbed, stage)
