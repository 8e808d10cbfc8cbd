"""A start that cannot work: one sentence that names the setting, and exit code 2."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage

EXITS_WITHIN = 20


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path, f"sqlite:///{tmp_path}/first_call.db") as stage:
        yield stage


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        pytest.param("SLACK_BOT_TOKEN", "", id="no token"),
        pytest.param("SLACK_BOT_TOKEN", "xoxb-of-somebody-else", id="a token that Slack refuses"),
        pytest.param("SLACK_SIGNING_SECRET", "", id="no secret"),
        pytest.param("ESCALATIONS_CHANNEL", "#nowhere", id="a channel nobody knows"),
        pytest.param("ESCALATIONS_CHANNEL", "#acme-shared", id="a channel shared with another company"),
        pytest.param("LEADS", "U0NOBODY1", id="a lead nobody knows"),
        pytest.param("WORKSPACE_TIMEZONE", "Europe/Nowhere", id="a zone nobody knows"),
        pytest.param("PORT", "three thousand", id="a port that is no number"),
        pytest.param("DATABASE_URL", "mysql://localhost/first_call", id="a database of another kind"),
        pytest.param("DATABASE_URL", "sqlite:////nowhere/first_call.db", id="a database that cannot be opened"),
    ],
)
def test_a_setting_that_cannot_work_stops_the_start_with_one_sentence(stage: Stage, setting: str, value: str) -> None:
    stage.environment[setting] = value
    assert setting in only_sentence(stage, "run")


@pytest.mark.parametrize("command", ["web", "worker"])
def test_web_and_worker_say_it_too(stage: Stage, command: str) -> None:
    stage.environment["ESCALATIONS_CHANNEL"] = "#nowhere"
    assert "ESCALATIONS_CHANNEL" in only_sentence(stage, command)


@pytest.mark.parametrize("command", ["web", "worker"])
def test_a_database_without_tables_stops_them_with_one_sentence(stage: Stage, command: str) -> None:
    assert "alembic upgrade head" in only_sentence(stage, command)


def only_sentence(stage: Stage, command: str) -> str:
    """What the app said, all in one line, before it exited with code 2."""
    program = stage.begin(command)
    try:
        code = program.wait(EXITS_WITHIN)
    finally:
        program.kill()
    said = [line for line in program.wrote().splitlines() if "INFO" not in line]
    assert (code, len(said)) == (2, 1), program.wrote()
    return said[0]
