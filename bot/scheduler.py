"""APScheduler is the metronome: once a second it runs the clocks and wakes the outbox. It remembers nothing."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from bot.clocks import Clock, run_due
from bot.db.models import Beat, HeardOnce
from bot.slack.catch_up import CatchUp
from bot.work import Doors

log = logging.getLogger(__name__)
CLOCKS = "clocks"
NOTE_EVERY = timedelta(seconds=4)
REMEMBER, FORGET_EVERY = timedelta(days=60), timedelta(hours=6)


class Scheduler:
    """Beats every second; every process may run one."""

    def __init__(
        self, clocks: Sequence[Clock], doors: Doors, workspace_id: str, woken: threading.Event, catch_up: CatchUp
    ) -> None:
        self._clocks, self._doors, self._workspace_id, self._woken = clocks, doors, workspace_id, woken
        self._catch_up = catch_up
        self._noted_at: datetime | None = None
        self._forgot_at: datetime | None = None
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # "skipped: one is still running" is as it should be
        self._metronome = BackgroundScheduler(timezone="UTC", daemon=True)
        self._metronome.add_job(
            self.beat, "interval", seconds=1, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._catch_up.ask()
        self._metronome.start()

    def stop(self) -> None:
        """Let the beat that is running end."""
        if self._metronome.running:
            self._metronome.shutdown(wait=True)

    def beat(self) -> None:
        try:
            run_due(self._clocks, self._doors, self._workspace_id)
            self._catch_up.run_if_due()
            self._note_beat()
            self._forget_heard()
        except SQLAlchemyError as error:
            log.warning("the database does not answer (%s); next beat in a second", type(error).__name__)
        finally:
            self._woken.set()

    def _forget_heard(self) -> None:
        """Slack brings an event again for hours at most: what was heard days ago need not be known any more."""
        now = self._doors.now()
        if self._forgot_at and now - self._forgot_at < FORGET_EVERY:
            return
        with self._doors.open(self._workspace_id) as work:
            work.session.execute(delete(HeardOnce).where(HeardOnce.at < now - REMEMBER))
        self._forgot_at = now

    def _note_beat(self) -> None:
        """Often enough for `/healthz`, and not a commit a second."""
        now = self._doors.now()
        if self._noted_at and timedelta() <= now - self._noted_at < NOTE_EVERY:
            return
        with self._doors.open(self._workspace_id) as work:
            work.session.merge(Beat(name=CLOCKS, at=now))
        self._noted_at = now
