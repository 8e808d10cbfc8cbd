"""Carriers: real processes that run the bot, born in a blink, to be killed and stopped at will.

As a program it is their mother: it has imported everything, and forks a carrier for each line that it reads.
"""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from bot.assembly import assemble
from bot.db.engine import DOES_NOT_ANSWER
from bot.errors import SettingError
from bot.outbox import Durations
from bot.sandbox import Sandbox
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent
LINE = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
BAD = re.compile(r"ERROR|CRITICAL|Exception in thread|Fatal Python error")
LEASE_WILL_RUN_OUT = "its outcome could not be written; its lease will run out"
SPEED = 8
"""How many seconds of the sandbox one of ours is."""
QUICK = Durations(lease=timedelta(seconds=28), call=timedelta(seconds=3), settle=timedelta(seconds=44))
"""By the sandbox's clock. The time-out of a call is made of it too, but passes by the wall's: 24 seconds of the
sandbox. What is `late` comes up to 20 seconds after the call. All of it is over before anybody looks."""
ENDS_WITHIN = 10.0


class FastClock:
    """Winds the sandbox's running clock, so that it goes SPEED times as fast as the wall's."""

    def __init__(self, slack: Sandbox, file: Path, every: float = 0.025) -> None:
        self._slack, self._every, self._ending = slack, every, threading.Event()
        slack.clock.offset_file(file)
        self._thread = threading.Thread(target=self._wind, name="fast clock")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _wind(self) -> None:
        clock = self._slack.clock
        here = clock.now()
        while not self._ending.wait(self._every):
            clock.wind((clock.now() - here) * (SPEED - 1))  # what passed by itself is the wall's share
            here = clock.now()


class Carriers:
    """So many workers on one database, each with a log of its own."""

    def __init__(self, folder: Path, settings: Settings, how_many: int) -> None:
        self.folder, self._how_many = folder, how_many
        self.running: list[int] = []
        self.stopped: set[int] = set()
        self.ended_by_themselves = 0
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with (folder / "mother.log").open("wb") as log:
            self._mother = subprocess.Popen(  # noqa: S603  # ourselves
                [sys.executable, __file__, str(folder), json.dumps(asdict(settings))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment, start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        self.tend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._mother.pid, signal.SIGKILL)  # the carriers are of her group
        self._mother.communicate()

    def tend(self) -> None:
        """As who runs them does: who is not there any more is replaced at once."""
        gone = [pid for pid in self.running if not is_alive(pid)]
        self.ended_by_themselves += len(gone)
        self.running = [pid for pid in self.running if pid not in gone]
        self.stopped &= set(self.running)
        while len(self.running) < self._how_many:
            self.running.append(self._bear())

    def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):  # it could not start, and has ended by itself
            os.kill(pid, signal.SIGKILL)
        self.running.remove(pid)
        self.stopped.discard(pid)
        self.tend()

    def stop(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            self.stopped.add(pid)

    def go_on(self, pid: int) -> None:
        """Nothing, when it was killed meanwhile."""
        if pid in self.stopped:
            self.stopped.discard(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def terminate(self) -> None:
        """As whoever deploys does. All end, and let go of what they hold."""
        for pid in self.running:
            self.go_on(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        ended, until = threading.Event(), ENDS_WITHIN
        while any(map(is_alive, self.running)):
            ended.wait(0.05)
            until -= 0.05
            assert until > 0, f"still running:\n{self.wrote()}"
        self.running.clear()

    def bad_lines(self) -> Iterator[str]:
        """Every line of error in any log, but of leases that are left to run out: that is what they are for."""
        for line in self.wrote().splitlines():
            if BAD.search(line) and LEASE_WILL_RUN_OUT not in line:
                yield line

    def wrote(self) -> str:
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))

    def _bear(self) -> int:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(b"\n")
        self._mother.stdin.flush()
        answer = self._mother.stdout.readline()
        assert answer, f"the carriers' mother died:\n{self.wrote()}"
        return int(answer)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def be_mother(folder: Path, settings: Settings, asked: IO[str], answers: IO[str]) -> None:
    assert threading.active_count() == 1, "a thread does not survive a fork"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    for number, _ in enumerate(asked):
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os._exit(carry(settings, folder / f"carrier-{number:05}.log"))
        answers.write(f"{pid}\n")
        answers.flush()


def carry(settings: Settings, log: Path) -> int:
    """`app.py worker`, with quicker durations. Returns the exit code."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for descriptor in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    logging.basicConfig(level=logging.INFO, format=LINE)
    try:
        bot = assemble(settings, durations=QUICK)
    except (SettingError, *DOES_NOT_ANSWER) as error:  # a stopped process holds the lock: whoever runs us tries again
        logging.getLogger(__name__).warning("did not start: %s", type(error).__name__)
        return 1
    except Exception:
        logging.getLogger(__name__).exception("did not start")
        return 2
    bot.start(clocks=True, listening=False)
    stopping.wait()
    bot.stop()
    return 0


def main(arguments: list[str]) -> None:
    folder, told = arguments
    values = json.loads(told)
    settings = Settings(**{**values, "leads": tuple(values["leads"])})
    be_mother(Path(folder), settings, sys.stdin, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
