"""Patience: Slack waits three seconds for an answer, and a database that hangs says nothing for minutes."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from bot.errors import cause_of

log = logging.getLogger(__name__)
Outcome = TypeVar("Outcome")
ANSWER_WITHIN = 2.2
"""Seconds. What is merely locked gives up before, and says so; the rest of Slack's three is the network's."""
SLOW = 1.8
SLOW_MANY, REMEMBERED = 4, 3.0
"""After so many slow ones in so many seconds it hangs, and this is no one slow call."""
HURRIED, HURRIED_MANY = 0.1, 8


class Patience:
    """Runs what may hang, each in a thread of its own, since a thread cannot be ended; waits, then goes on without it.

    While the database hangs, whoever queued behind others would wait a second time. So only a few at once still try
    their luck, for a moment, and the rest hear no at once.
    """

    def __init__(self) -> None:
        self._begun: dict[object, float] = {}
        self._slow_ends: deque[float] = deque(maxlen=SLOW_MANY)
        self._changed = threading.Condition()
        self._closed = False

    def wait_for(self, act: Callable[[], Outcome]) -> Outcome | None:
        """What it returns, or None when that takes too long. It goes on all the same."""
        ended, said = threading.Event(), list[Outcome]()

        def run() -> None:
            try:
                said.append(act())
            except Exception as error:  # noqa: BLE001  # nobody else would hear of it
                log.error("a request broke: %s", cause_of(error))  # noqa: TRY400  # the message may quote a client
            finally:
                self._note_end(ended)
                ended.set()

        with self._changed:
            hangs = self._hangs(time.monotonic())
            if self._closed or (hangs and len(self._begun) >= HURRIED_MANY):
                return None
            self._begun[ended] = time.monotonic()
        threading.Thread(target=run, name="answer", daemon=True).start()
        ended.wait(HURRIED if hangs else ANSWER_WITHIN)
        return said[0] if said else None

    def close(self) -> None:
        """Take nothing more, and give what is under way, late or not, a moment to end."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._begun, ANSWER_WITHIN)

    def _hangs(self, now: float) -> bool:
        slow = [begun for begun in self._begun.values() if now - begun > SLOW]
        slow += [end for end in self._slow_ends if now - end < REMEMBERED]
        return len(slow) >= SLOW_MANY

    def _note_end(self, ended: object) -> None:
        with self._changed:
            now = time.monotonic()
            if now - self._begun.pop(ended) > SLOW:
                self._slow_ends.append(now)
            self._changed.notify_all()
