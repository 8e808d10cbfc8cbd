"""A clock that was put back: what was to happen "then" would wait until it is "then" again. It is brought nearer."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from bot.db.models import Gate, Message
from bot.outbox import Durations
from bot.work import Doors

log = logging.getLogger(__name__)
NOTICED = timedelta(seconds=5)


class ClockSteps:
    """Notices that the host's clock went back, and cuts short what is measured by it. Any process may, and twice."""

    def __init__(self, doors: Doors, durations: Durations) -> None:
        self._doors, self._durations = doors, durations
        self._last: tuple[datetime, float] | None = None

    def look(self) -> None:
        """At the first look nobody knows what the clock did before: a machine that starts again may have set it."""
        last, (now, here) = self._last, (self._doors.now(), time.monotonic())
        self._last = now, here
        if last is None:
            self._bring_nearer(now)
            return
        was, then = last
        back = was + timedelta(seconds=here - then) - now
        if back > NOTICED:
            log.warning("this machine's clock went back by %d s", back.total_seconds())
            self._bring_nearer(now)

    def _bring_nearer(self, now: datetime) -> None:
        """Nothing waits longer than it would have to, had it begun to wait now."""
        lease, settle = now + self._durations.lease, now + self._durations.settle
        bucket_empty = now + self._durations.refill * self._durations.burst
        with self._doors.database.writing.begin() as session:
            for column, most in (
                (Message.lease_until, lease), (Gate.busy_until, lease), (Gate.full_at, bucket_empty),
                (Gate.paused_until, settle),
            ):  # fmt: skip
                session.execute(update(column.class_).where(column > most).values({column.key: most}))
            waits: Any = Message.state.in_(("pending", "ambiguous"))
            session.execute(update(Message).where(waits, Message.due_at > settle).values(due_at=settle))
            # How long ago the first try was is not known any more: look back far enough.
            long_ago = now - self._durations.unreadable
            session.execute(update(Message).where(Message.first_try_at > now + NOTICED).values(first_try_at=long_ago))
