"""APScheduler is the metronome: once a second it runs the clocks and wakes the outbox. It remembers nothing."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import delete, func, select

from bot.clocks import Clock, next_due, run_due
from bot.db.engine import DOES_NOT_ANSWER, put
from bot.db.models import ERASED, Beat, HeardOnce, History
from bot.errors import cause_of
from bot.work import Doors

log = logging.getLogger(__name__)
CLOCKS = "clocks"
WOUND, STEPS_MOST = timedelta(seconds=30), 500
NOTE_EVERY = timedelta(seconds=4)
EMPTY_EVERY, LATELY = timedelta(minutes=1), timedelta(days=1)
REMEMBER, FORGET_EVERY = timedelta(days=60), timedelta(hours=6)


class Scheduler:
    """Beats every second; every process may run one."""

    def __init__(
        self,
        clocks: Sequence[Clock],
        doors: Doors,
        workspace_id: str,
        woken: threading.Event,
        chores: Sequence[Callable[[], object]],
        *,
        can_be_wound: bool,
        worked: Callable[[], object] = lambda: None,
    ) -> None:
        """`worked` is called after each beat that did."""
        self._clocks, self._doors, self._workspace_id, self._woken = clocks, doors, workspace_id, woken
        self._chores, self._can_be_wound, self._worked = chores, can_be_wound, worked
        self._last: tuple[datetime, float] | None = None
        self._noted_at: datetime | None = None
        self._forgot_at: datetime | None = None
        self._emptied_at: datetime | None = None
        self._erased_to = 0
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # "skipped: one is still running" is as it should be
        self._metronome = BackgroundScheduler(timezone="UTC", daemon=True)
        self._metronome.add_job(
            self.beat, "interval", seconds=1, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._metronome.start()

    def stop(self) -> None:
        """Let the beat that is running end."""
        if self._metronome.running:
            self._metronome.shutdown(wait=True)

    def beat(self) -> None:
        try:
            self._walk()
            run_due(self._clocks, self._doors, self._workspace_id)
            for chore in self._chores:
                chore()
            self._note_beat()
            self._forget_heard()
            self._empty_log()
            self._worked()
        except DOES_NOT_ANSWER as error:
            log.warning("the database does not answer (%s); next beat in a second", type(error).__name__)
        except Exception as error:  # noqa: BLE001  # a bug must not end the metronome
            log.error("a beat broke: %s", cause_of(error))  # noqa: TRY400  # the message may quote a client
        finally:
            self._woken.set()

    def _walk(self) -> None:
        """A clock that was wound, as only the sandbox's can be, skips nothing: each at its own moment."""
        now, elapsed = self._doors.now(), time.monotonic()
        since, self._last = self._last, (now, elapsed)
        if not self._can_be_wound or since is None or now - since[0] < timedelta(seconds=elapsed - since[1]) + WOUND:
            return
        for _ in range(STEPS_MOST):
            with self._doors.look(self._workspace_id) as work:
                due = next_due(self._clocks, work.session, self._workspace_id)
            if due is None or due >= now:
                return
            run_due(self._clocks, replace(self._doors, now=partial(_stands_at, due)), self._workspace_id)

    def _forget_heard(self) -> None:
        """Slack brings an event again for hours at most: what was heard days ago need not be known any more."""
        now = self._doors.now()
        if self._forgot_at and now - self._forgot_at < FORGET_EVERY:
            return
        with self._doors.open(self._workspace_id) as work:
            work.session.execute(delete(HeardOnce).where(HeardOnce.at < now - REMEMBER))
        self._forgot_at = now

    def _empty_log(self) -> None:
        """What any process has erased is gone from the database's log within a minute too."""
        now = self._doors.now()
        if self._emptied_at and timedelta() <= now - self._emptied_at < EMPTY_EVERY:
            return
        self._rewrite_what_was_erased(now)
        if self._doors.database.empty_log():
            self._emptied_at = now

    def _rewrite_what_was_erased(self, now: datetime) -> None:
        """Once for all that was erased since; at the start, for what another process may have had no time to."""
        erased = select(func.max(History.id)).where(History.act == ERASED, History.id > self._erased_to)
        if self._emptied_at is None:
            erased = erased.where(History.at > now - LATELY)
        with self._doors.look(self._workspace_id) as work:
            newest = work.session.scalar(erased)
        if newest is not None and self._doors.database.rewrite():
            self._erased_to = newest

    def _note_beat(self) -> None:
        """Often enough for `/healthz`, and not a commit a second."""
        now = self._doors.now()
        if self._noted_at and timedelta() <= now - self._noted_at < NOTE_EVERY:
            return
        with self._doors.open(self._workspace_id) as work:
            put(work.session, Beat, name=CLOCKS, at=now)  # two first beats at once must not trip over each other
        self._noted_at = now


def _stands_at(moment: datetime) -> datetime:
    return moment
