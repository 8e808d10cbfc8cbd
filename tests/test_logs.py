"""Logs: a record is a line, whoever's words are in it, and no token stands in one."""

import io
import logging
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from databases import ROOT
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import MOST, REF, Lines, request

LINE = re.compile(
    r"at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=[A-Z]+ from=\S+( ref=[0-9a-f]{4})?"
    r'( says=([\w.:/+-]+|"([^"\\]|\\.)*"))?( because=([\w.:/+-]+|"([^"\\]|\\.)*"))?'
)
Written = Callable[..., str]


class Paper:
    """A logger of its own, and what was written on it."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.log = logging.Logger("paper")  # noqa: LOG001  # one that nobody else writes on
        self.log.addHandler(Lines(self.stream))

    def wrote(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def paper() -> Paper:
    return Paper()


class BadAtWordsError(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def test_a_line_says_when_how_bad_from_where_and_what(paper: Paper) -> None:
    record = logging.LogRecord("bot.serving", logging.INFO, "", 1, "the %s runs", ("worker",), None)
    record.created = 1_795_527_923.631
    paper.log.handle(record)
    assert paper.wrote() == 'at=2026-11-24T13:45:23.631Z level=INFO from=bot.serving says="the worker runs"\n'


def test_while_a_request_is_answered_every_line_has_its_reference_and_no_other_line_has(paper: Paper) -> None:
    paper.log.warning("before")
    with request() as ref:
        paper.log.warning("in it")
        with request() as inner:
            paper.log.warning("one read back within")
        paper.log.warning("in it again")
    paper.log.warning("after")
    found = [re.findall(r"ref=(\S+)", line) for line in paper.wrote().splitlines()]
    assert found == [[], [ref], [inner], [ref], []]
    assert ref != inner
    assert REF.get() == ""


@pytest.mark.parametrize(
    "words",
    [
        "Acme\nat=2026-01-01T00:00:00.000Z level=ERROR from=bot says=forged", "Acme\r\nlevel=ERROR", "\x1b[2J\x1b[31m",
        "\x00\x07\x08\x7f\x85\x9b", "\u2028\u2029\x0b\x0c\x1c\x1d\x1e", "\u202egnihton\u2066", "\ud800",
        'a" level="ERROR',
        'a\\" ref=0000', "\\",
    ],
)  # fmt: skip
def test_no_words_forge_a_line_or_reach_the_terminal(paper: Paper, words: str) -> None:
    paper.log.warning("%s asks", words)
    assert len(paper.wrote().splitlines()) == 1
    assert LINE.fullmatch(paper.wrote().rstrip("\n"))
    assert paper.wrote().rstrip("\n").isprintable()
    assert "level=ERROR" not in re.sub(r'"([^"\\]|\\.)*"', "", paper.wrote())


@given(st.text(), st.text())
def test_whatever_is_said_by_whatever_logger_is_one_well_formed_line(words: str, name: str) -> None:
    paper = Paper()
    paper.log.name = name
    paper.log.warning("%s", words)
    assert paper.wrote().rstrip("\n").isprintable()
    assert paper.wrote().count("\n") == 1


@pytest.mark.parametrize(
    "secret",
    ["xoxb-1-hunter2", "xoxp-1-hunter2", "xoxe.xoxp-1-hunter2", "xoxa-2-hunter2", "xoxd-a%2Bhunter2%3D", "XOXB-HUNTER2",
     "xapp-1-A1-hunter2", "https://hooks.slack.com/commands/T1/2/hunter2",
     "https://hooks.slack.com/services/T1/B1/hunter2", "postgresql+psycopg://first:hunter2@db/first_call"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "token={}&x=1", "Bearer {}\n", "{{'token': '{}'}}", "_{}_", "x{}"])
def test_a_secret_is_redacted_wherever_it_stands(paper: Paper, secret: str, around: str) -> None:
    words = around.format(secret)
    paper.log.name = words
    paper.log.warning(words.replace("%", "%%"))
    paper.log.warning("%s", words.encode())
    assert "hunter2" not in paper.wrote().lower()
    assert "[redacted]" in paper.wrote()


def test_an_error_is_told_by_kind_and_place_and_never_by_its_words(paper: Paper) -> None:
    try:
        try:
            raise ValueError("Acme is furious")  # noqa: TRY301  # what is tested is the raise
        except ValueError as error:
            raise KeyError("xoxb-hunter2") from error
    except KeyError:
        paper.log.exception("it broke")
    because = rf'because="KeyError < {re.escape(__file__)}:\d+ test_\w+; because of ValueError < '
    assert re.search(because, paper.wrote())
    assert "Acme" not in paper.wrote()
    assert "hunter2" not in paper.wrote()
    assert paper.wrote().count("\n") == 1


@pytest.mark.parametrize("arguments", [("%d", "Acme"), ("%s", BadAtWordsError()), ("%s %s", "Acme")])
def test_a_record_that_cannot_be_put_together_is_a_line_all_the_same(
    paper: Paper, arguments: tuple[str, object], capfd: pytest.CaptureFixture[str]
) -> None:
    paper.log.warning(*arguments)
    assert LINE.fullmatch(paper.wrote().rstrip("\n"))
    assert "Acme" not in paper.wrote()
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_stops_nothing_and_spills_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    paper = Paper()
    paper.stream.close()
    paper.log.error("Acme")
    assert capfd.readouterr() == ("", "")


def test_a_flood_of_words_is_cut(paper: Paper) -> None:
    paper.log.warning("a" * 1_000_000)
    assert len(paper.wrote()) < MOST + 200


PROGRAM = """
import logging, sys, threading, warnings
from gunicorn.config import Config
from bot.logs import write_lines
from bot.serving import PlainLogger
logging.getLogger("gunicorn.error").addHandler(logging.StreamHandler())
logging.getLogger("gunicorn.error").propagate = False
write_lines()
PlainLogger(Config()).warning("Acme %s", "\\nlevel=ERROR")
logging.getLogger("slack_sdk").warning("a library speaks")
warnings.warn("old\\nways")
def die():
    raise ValueError("Acme xoxb-hunter2")
thread = threading.Thread(target=die)
thread.start()
thread.join()
die()
"""


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What a process writes that logs as ours do, and dies."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_gunicorn_the_libraries_pythons_warnings_and_deaths_are_lines_too(said: list[str]) -> None:
    assert [re.findall("from=(\\S+)", line)[0] for line in said] == [
        "gunicorn.error", "slack_sdk", "py.warnings", "bot.logs", "bot.logs",
    ]  # fmt: skip
    assert all(LINE.fullmatch(line) for line in said), said


def test_a_death_does_not_repeat_the_words_it_died_of(said: list[str]) -> None:
    died = [line for line in said if "died of ValueError" in line]
    assert len(died) == 2
    assert not any("Acme" in line or "hunter2" in line for line in died)
