"""The dispatcher: claim, deliver, settle, again; on a thread of its own with a small pool."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.db.engine import DOES_NOT_ANSWER
from bot.errors import Ambiguous, TryLater, Undeliverable, cause_of
from bot.outbox import Durations
from bot.outbox.claim import Claimed, claim_one
from bot.outbox.delivery import Delivery
from bot.outbox.settle import Outcome, settle
from bot.work import Doors

log = logging.getLogger(__name__)
THREADS = 8


class Dispatcher:
    """Delivers one workspace's messages. Any number of processes may run one."""

    def __init__(
        self, doors: Doors, workspace_id: str, delivery: Delivery, woken: threading.Event, durations: Durations
    ) -> None:
        self._doors, self._workspace_id, self._delivery, self._durations = doors, workspace_id, delivery, durations
        self._woken = woken
        self._stopping = threading.Event()
        self._free = threading.Semaphore(THREADS)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="deliver")
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, within: timedelta) -> None:
        """Claim nothing more, and let the calls in flight come back."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(within.total_seconds())
        self._pool.shutdown(wait=True, cancel_futures=False)

    def deliver_all(self) -> int:
        """Deliver in this thread until nothing more may go now. Returns how many calls were made."""
        calls = 0
        while claimed := self._claim():
            self._carry(claimed)
            calls += 1
        return calls

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(timeout=1)
            self._woken.clear()
            try:
                self._send_off()
            except DOES_NOT_ANSWER as error:
                log.warning("the database does not answer (%s); next try in a second", type(error).__name__)
            except Exception as error:  # noqa: BLE001  # a bug must not end the dispatcher
                log.error("a claim broke: %s", cause_of(error))  # noqa: TRY400  # the message may quote a client

    def _send_off(self) -> None:
        while not self._stopping.is_set() and self._free.acquire(timeout=1):
            claimed = None
            try:
                claimed = self._claim()
            finally:
                if claimed is None:
                    self._free.release()
            if claimed is None:
                return
            try:
                self._pool.submit(self._carry_and_release, claimed)
            except RuntimeError:  # the interpreter is going down, and its pools go first
                self._carry_and_release(claimed)
                return

    def _carry_and_release(self, claimed: Claimed) -> None:
        try:
            self._carry(claimed)
        except Exception:
            log.exception("message %d: its outcome could not be written; its lease will run out", claimed.id)
        finally:
            self._free.release()
            self._woken.set()  # its line may go on

    def _claim(self) -> Claimed | None:
        with self._doors.database.writing.begin() as session:
            return claim_one(session, self._workspace_id, self._doors.now(), self._durations)

    def _carry(self, claimed: Claimed) -> None:
        if self._doors.now() - claimed.claimed_at > self._durations.call:  # this machine slept with it in its hands
            log.warning("message %d: held too long to be said now; its lease will run out", claimed.id)
            return
        outcome = self._call(claimed)
        with self._doors.database.writing.begin() as session:
            settle(session, claimed, outcome, self._doors.now(), self._durations)

    def _call(self, claimed: Claimed) -> Outcome:
        if claimed.barred:
            return Undeliverable(claimed.barred)
        acts = {"post": self._delivery.post, "update": self._delivery.update, "look_up": self._delivery.look_up}
        try:
            return acts[claimed.act](claimed)
        except (TryLater, Ambiguous, Undeliverable) as no:
            return no
