"""The sandbox's time, and the only file in it that reads the wall clock."""

import heapq
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

BEGINS = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)  # a Monday morning


def wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Aware UTC. Frozen, it moves only when wound; running, it is the wall clock and what was wound on top."""

    def __init__(self, begins: datetime | None = None, *, frozen: bool = True) -> None:
        self.frozen = frozen
        self._stands = begins or BEGINS
        self._ahead = begins - wall() if begins else timedelta()
        self._alarms: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._file: Path | None = None
        self._lock = threading.RLock()

    def now(self) -> datetime:
        with self._lock:
            return self._stands if self.frozen else wall() + self._ahead

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def wind(self, by: timedelta) -> None:
        self.wind_to(self.now() + by)

    def wind_to(self, moment: datetime) -> None:
        """Forward only. What was due in between happens on the way, each at its own moment."""
        if moment < self.now():
            raise ValueError(f"time does not go back: it is {self.now():%d %b %H:%M:%S}")
        while alarm := self._next_alarm(moment):
            self._set(max(alarm[0], self.now()))
            alarm[2]()
        self._set(max(moment, self.now()))

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        with self._lock:
            heapq.heappush(self._alarms, (moment, next(self._order), act))

    def ring(self) -> None:
        """Do what has come due: a running clock needs somebody to call this now and then."""
        while alarm := self._next_alarm(self.now()):
            alarm[2]()

    def offset_file(self, path: str | Path) -> None:
        """From now on, keep the seconds between the wall clock and this one in that file, for processes beside us."""
        self._file = Path(path)
        self._tell()

    def _next_alarm(self, until: datetime) -> tuple[datetime, int, Callable[[], None]] | None:
        with self._lock:
            return heapq.heappop(self._alarms) if self._alarms and self._alarms[0][0] <= until else None

    def _set(self, moment: datetime) -> None:
        with self._lock:
            self._stands = moment
            self._ahead = moment - wall()
            self._tell()

    def _tell(self) -> None:
        if self._file:
            beside = self._file.with_name(self._file.name + ".new")
            beside.write_text(repr((self.now() - wall()).total_seconds()))
            beside.replace(self._file)


def stopwatch() -> float:
    """Seconds that no winding touches: Slack's three seconds are real ones."""
    return time.monotonic()
