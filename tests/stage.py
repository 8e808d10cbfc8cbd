"""The app as it is run: `python app.py …` in processes of its own, beside a sandbox on the real clock."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from databases import ROOT
from sqlalchemy import select

from bot.db.engine import open_database
from bot.db.models import Message
from bot.outbox import Durations
from bot.sandbox import Sandbox

BEGINS = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning in London."""
PATIENCE = 8
READY_WITHIN, LOOK_EVERY = 20, 0.05


class Program:
    """One `python app.py …` with its children: a process group, ended as one."""

    def __init__(self, command: str, environment: dict[str, str], folder: Path) -> None:
        self.log = folder / f"{command}-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, str(ROOT / "app.py"), command],
                cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """As a power cut does."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def terminate(self) -> None:
        """As whoever deploys does: the first process is told, and tells its children."""
        self._process.terminate()

    def wait(self, seconds: float) -> int:
        """Its exit code."""
        return self._process.wait(seconds)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wrote(self) -> str:
        return self.log.read_text()


class Stage:
    """A sandbox whose clock is the wall's and what was wound on top, and the app's processes, which follow it."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.slack = Sandbox.start(frozen=False, begins=BEGINS, patience=PATIENCE)
        self.slack.clock.offset_file(folder / "clock")
        self.slack.listen_at(f"http://127.0.0.1:{self.port}/slack/events")
        self.environment = environment_for(self.slack, database_url, self.port, folder) | settings
        self.programs: list[Program] = []
        self._database = open_database(database_url)
        self._started_at = BEGINS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._database.close()
        self.slack.stop()

    def start(self, *commands: str) -> None:
        """Start them, and wait until the front door says that all is well."""
        self._started_at = self.slack.clock.now()
        self.programs = [self.begin(command) for command in commands]
        self.wait_for_health(200)

    def begin(self, command: str) -> Program:
        return Program(command, self.environment, self.folder)

    def kill(self) -> None:
        for program in self.programs:
            program.kill()

    def wait_for_health(self, status: int) -> str:
        """Returns what /healthz says once it answers with that status."""
        until = time.monotonic() + READY_WITHIN
        while (found := self.health())[0] != status:
            assert time.monotonic() < until, f"/healthz: {found}\n{self.wrote()}"
            assert all(program.is_running for program in self.programs), self.wrote()
            time.sleep(LOOK_EVERY)
        return found[1]

    def health(self) -> tuple[int, str]:
        """Status and words of /healthz; 0 when nobody is there."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_WITHIN)
        try:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError as error:
            return 0, repr(error)
        finally:
            connection.close()

    def wind_to(self, moment: datetime) -> None:
        """Let time jump, when nothing is in flight: a jump longer than a lease looks like a death."""
        self.wait_until(self._is_quiet)
        if moment > self.slack.clock.now():
            self.slack.clock.wind_to(moment)
        else:  # on a slow machine it has come by itself
            self.slack.clock.ring()

    def wait_until(self, so: Callable[[], bool], otherwise: Callable[[], str] = str) -> None:
        """Fails with what `otherwise` says, and with all that the programs wrote."""
        until = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < until, f"{otherwise()}\n{self.wrote()}"
            time.sleep(LOOK_EVERY)

    def _is_quiet(self) -> bool:
        """Nothing is being said, or about to be, but in channels that the dead still hold."""
        soon = self.slack.clock.now() + timedelta(seconds=1)
        wanted = select(Message).where(Message.state.in_(("pending", "sending", "ambiguous")), Message.due_at <= soon)
        with self._database.reading() as session:
            waiting = session.scalars(wanted).all()
        until = self._started_at + Durations().lease
        held = {message.channel for message in waiting if message.lease_until and message.lease_until < until}
        return all(message.channel in held for message in waiting)

    def wrote(self) -> str:
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))


def environment_for(slack: Sandbox, database_url: str, port: int, folder: Path) -> dict[str, str]:
    """Everything the app is told, and nothing of ours but the path."""
    return {
        "PATH": os.environ["PATH"], "PORT": str(port), "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url, "ESCALATIONS_CHANNEL": "#escalations", "DIGEST_CHANNEL": "#lessons",
        "LEADS": slack.person("Lena").id, "WORKSPACE_TIMEZONE": "Europe/London",
        "CLOCK_OFFSET_FILE": str(folder / "clock"),
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def keys_of_posts(slack: Sandbox) -> list[Any]:
    """The key of every message Slack has taken from us, twice when it was taken twice."""
    posts = [entry.arguments for entry in slack.ledger if entry.method == "chat.postMessage"]
    return [str(arguments["metadata"]) for arguments in posts]
