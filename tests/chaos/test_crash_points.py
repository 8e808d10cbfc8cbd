"""A process dies, breaks or falls asleep before and after every commit and every call: each point, one by one."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from crash_points_story import LAST_WORDS, Host, Points, Scenario, open_process
from postroom import DiedError
from sqlalchemy import delete, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from story import ErrorLines

from bot.db.models import Gate, Message
from bot.sandbox import Sandbox

CALLS = {
    "chat.postMessage", "chat.update", "chat.delete", "conversations.open", "conversations.history",
    "conversations.replies",
}  # fmt: skip
LONG = timedelta(minutes=4)
"""Past the lease, and past all that somebody else does because of it."""
ON_ITS_LIPS = ("before chat.postMessage", "before conversations.open", "after conversations.open",
               "before chat.update")  # fmt: skip
"""Asleep here, a process has looked at the clock for the last time, and says what another has said meanwhile."""

Share = Callable[[int], bool]


@pytest.fixture
def host(slack: Sandbox, database_url: str) -> Iterator[Host]:
    errors, host = ErrorLines(), Host(slack, database_url)
    logging.getLogger().addHandler(errors)
    yield host
    logging.getLogger().removeHandler(errors)
    host.close()
    assert not errors.lines, errors.lines


@pytest.fixture
def share(database_url: str, is_long: bool) -> Share:
    """Each point on both databases; when there is little time, one in five on PostgreSQL and the others on SQLite."""
    if is_long:
        return lambda _: True
    return lambda number: (number % 5 == 0) != database_url.startswith("sqlite")


class Happenings:
    """What may happen to a process at one point."""

    def __init__(self, points: Points, scenario: Scenario) -> None:
        self.points, self.scenario, self.host = points, scenario, scenario.host

    def exit(self, _: str) -> None:
        raise DiedError

    def exception(self, point: str) -> None:
        """What each place really throws: the database at a commit, the network at a call."""
        if point.endswith("commit"):
            raise OperationalError("COMMIT", {}, ConnectionError("the server closed the connection"))
        raise ConnectionResetError

    def sleep(self, _: str) -> None:
        """The process stands still for long, and another does all its work meanwhile."""
        if self.points.committing and not self._server_hangs_up_on(self.points.committing):
            self.host.slack.clock.wind(2 * LONG)
            return
        sleeper, self.host.process = self.host.process, None
        self.host.later(seconds=LONG.total_seconds())
        self.scenario.change_meanwhile()
        self.host.later(seconds=LONG.total_seconds())
        self.host.process = sleeper

    def _server_hangs_up_on(self, session: Session) -> bool:
        """PostgreSQL ends a transaction that sleeps; SQLite cannot, and as long nobody else can write."""
        if session.get_bind().dialect.name == "sqlite":
            return False
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 10"))  # ours is ten seconds
        time.sleep(0.05)
        return True


def chapters_of(is_long: bool) -> list[list[str]]:
    """The whole story at once; or, in a third of the time, chapter by chapter."""
    return [[*LAST_WORDS]] if is_long else [[each] for each in LAST_WORDS]


def run(host: Host, chapters: Sequence[str], at: int | None = None, happening: str = "exit") -> tuple[Points, Scenario]:
    """Told from the beginning: what was left by the one before would only make this one slower."""
    host.slack.behave()
    with host.database.writing.begin() as session:
        session.execute(delete(Message))
        session.execute(delete(Gate))
    scenario = Scenario(host, chapters)
    points = Points(at)
    points.happens = getattr(Happenings(points, scenario), happening)
    url = host.database.engines[0].url.render_as_string(hide_password=False)
    host.process = process = open_process(host.slack, url, points)
    try:
        scenario.tell()
    finally:
        process.close()
    return points, scenario


def at_each_point(
    host: Host, happening: str, is_long: bool, share: Share, wanted: Callable[[str], bool]
) -> Iterator[Scenario]:
    """The story, once for each point at which that happens to the process."""
    for chapters in chapters_of(is_long):
        for number, name in enumerate(run(host, chapters)[0].passed):
            if not (share(number) and wanted(name)):
                continue
            print(f"{happening} at point {number}, {name}, of {chapters}")  # noqa: T201  # the last one failed
            points, scenario = run(host, chapters, number, happening)
            assert points.passed[number] == name
            yield scenario


def test_the_story_has_a_point_on_either_side_of_every_call_and_commit(host: Host) -> None:
    points, scenario = run(host, [*LAST_WORDS])
    scenario.judge()
    sides = {f"{side} {what}" for side in ("before", "after") for what in (*CALLS, "commit")}
    assert {*points.passed} == sides
    assert len(points.passed) > 100


@pytest.mark.parametrize("happening", ["exit", "exception", "sleep"])
def test_whatever_happens_at_whichever_point_nothing_is_lost_or_doubled(
    host: Host, happening: str, is_long: bool, share: Share
) -> None:
    def wanted(name: str) -> bool:
        return not (happening == "sleep" and name in ON_ITS_LIPS)

    for scenario in at_each_point(host, happening, is_long, share, wanted):
        scenario.judge()


def test_what_a_sleeper_says_once_more_it_takes_back_when_it_wakes(host: Host, is_long: bool, share: Share) -> None:
    """No look at a clock helps against a sleep between that look and the first byte. What is shown must be right."""
    for scenario in at_each_point(host, "sleep", is_long, share, ON_ITS_LIPS.__contains__):
        scenario.judge_what_is_shown()
