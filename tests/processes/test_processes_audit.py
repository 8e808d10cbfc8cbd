"""`python app.py audit verify`: what it says, and with which exit code. It needs a database, and no Slack."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import ROOT, Sqlite
from sqlalchemy import create_engine, text

from bot.db.engine import open_database
from bot.db.models import Escalation, History, Workspace

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
EXITS_WITHIN = 20


def app(folder: Path, url: str, *words: str) -> tuple[int, str, str]:
    """Exit code, output, complaints."""
    ended = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(ROOT / "app.py"), *words], cwd=folder, capture_output=True,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url}, text=True, timeout=EXITS_WITHIN, check=False,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout, ended.stderr


def written(url: str) -> None:
    database = open_database(url)
    with database.writing.begin() as session:
        session.add(Workspace(
            id="T1", name="Northwind", url="https://n.slack.com/", bot_user_id="U1", watched_channel="C1",
            digest_channel="C1", leads=["U1"], zone="UTC",
        ))  # fmt: skip
        session.flush()
        escalation = Escalation(
            workspace_id="T1", state="waiting", heat=5, what_happened="", channel="C1", flagged_by="U1",
            flagged_at=NOW, waiting_since=NOW,
        )  # fmt: skip
        session.add(escalation)
        session.flush()
        for act in ("flagged", "calling", "reached"):
            detail = {"what": "Acme Corp"}
            session.add(
                History(workspace_id="T1", escalation_id=escalation.id, at=NOW, by="U1", act=act, detail=detail)
            )
            session.flush()
    database.close()


def test_a_whole_history_is_said_to_be_whole_with_a_hash_to_note(database_url: str, tmp_path: Path) -> None:
    written(database_url)
    code, says, complains = app(tmp_path, database_url, "audit", "verify")
    assert (code, complains) == (0, "")
    whole, noted = says.splitlines()
    assert whole == "The history is whole: 3 rows in 1 chain."
    assert "Note both where nobody who can change this database can" in noted
    again = noted.split("audit verify ")[1].split("`")[0]
    code, says, _ = app(tmp_path, database_url, "audit", "verify", *again.split())
    assert (code, says.splitlines()[1].endswith("it is the history that was noted.")) == (0, True)
    code, says, _ = app(tmp_path, database_url, "audit", "verify", again.split()[0], "f" * 64)
    assert (code, says.strip().endswith("was noted: it was written anew.")) == (1, True)


def test_each_broken_place_is_a_sentence_without_a_clients_name(database_url: str, tmp_path: Path) -> None:
    written(database_url)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE history SET by = 'U9' WHERE id = 2"))
        connection.execute(text("DELETE FROM history WHERE id = 3"))
    engine.dispose()
    code, says, complains = app(tmp_path, database_url, "audit", "verify")
    assert (code, complains) == (1, "")
    assert says.splitlines()[:3] == [
        "workspace T1, escalation 1, row 2: who did it, or what in particular, was changed.",
        "workspace T1, escalation 1: it ends with row number 2, and 3 were written.",
        "The history has 2 broken places. Whole are 1 of 2 rows, and 0 of 1 chain.",
    ]
    assert "Acme" not in says


def test_an_empty_history_is_whole(database_url: str, tmp_path: Path) -> None:
    code, says, _ = app(tmp_path, database_url, "audit", "verify")
    assert (code, says.splitlines()[0]) == (0, "The history is whole: 0 rows in 0 chains.")


@pytest.mark.parametrize("url", ["sqlite:///{}/nothing.db", "sqlite:////nowhere/first_call.db"])
def test_a_database_that_cant_be_read_is_a_sentence(tmp_path: Path, url: str) -> None:
    code, says, complains = app(tmp_path, url.format(tmp_path), "audit", "verify")
    assert (code, says, complains.count("\n")) == (2, "", 1)
    assert "alembic upgrade head" in complains


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["audit"], "The audit is called as python app.py audit verify [moment] [sha256]."),
        (["audit", "trust"], "The audit is called as python app.py audit verify [moment] [sha256]."),
        (["audit", "verify", "now", "a", "b"], "The audit is called as python app.py audit verify [moment] [sha256]."),
        (["audit", "verify", "yesterday"], "'yesterday' is no moment; write it as 2026-11-24T10:00:00Z."),
        (["doctor", "verify"], "doctor stands alone: leave out verify"),
        (["verify"], "invalid choice: 'verify'"),
    ],
)
def test_a_wrong_word_is_a_sentence(sqlite: Sqlite, tmp_path: Path, words: list[str], complaint: str) -> None:
    code, says, complains = app(tmp_path, sqlite.copy(tmp_path), *words)
    assert (code, says) == (2, "")
    assert complaint in complains
