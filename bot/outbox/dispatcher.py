"""The dispatcher: claim, deliver, settle, again; on a thread of its own with a small pool."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from bot.db.engine import DOES_NOT_ANSWER
from bot.errors import Ambiguous, LockedOut, TryLater, Undeliverable, cause_of
from bot.outbox import Durations, Told
from bot.outbox.claim import Claimed, claim_one
from bot.outbox.clock_steps import ClockSteps
from bot.outbox.delivery import Delivery, Sent
from bot.outbox.settle import SECOND_COPY, Outcome, settle
from bot.work import Doors

log = logging.getLogger(__name__)
THREADS = 8


class Dispatcher:
    """Delivers the messages of each workspace it has a way to. Any number of processes may run one."""

    def __init__(
        self, doors: Doors, deliveries: Mapping[str, Delivery], woken: threading.Event, durations: Durations,
        told: Told = lambda *_: None,
    ) -> None:  # fmt: skip
        self._doors, self._deliveries, self._woken, self._durations = doors, deliveries, woken, durations
        self._told = told
        self._turns = deque(deliveries)
        self._steps = ClockSteps(doors, durations)
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
        """Each workspace in its turn: one with much to say does not keep the others waiting."""
        self._steps.look()
        for _ in range(len(self._turns)):
            workspace_id = self._turns[0]
            self._turns.rotate(-1)
            with self._doors.database.writing.begin() as session:
                claimed = claim_one(session, workspace_id, self._doors.now(), self._durations)
            if claimed:
                return claimed
        return None

    def _carry(self, claimed: Claimed) -> None:
        if self._doors.now() - claimed.claimed_at > self._durations.call:  # this machine slept with it in its hands
            log.warning("message %d: held too long to be said now; its lease will run out", claimed.id)
            return
        outcomes = self._call(claimed)
        with self._doors.database.writing.begin() as session:
            became = [settle(session, each, outcomes(each), self._doors.now(), self._durations) for each in claimed.all]
        for state in became:
            self._told(claimed.act, state)
        copy = outcomes(claimed)
        if became[0] == SECOND_COPY and isinstance(copy, Sent):
            with suppress(TryLater, Ambiguous, LockedOut):  # tried once: it is seen, and a second look costs more
                self._deliveries[claimed.workspace_id].take_back(copy)

    def _call(self, claimed: Claimed) -> Callable[[Claimed], Outcome]:
        """What became of each."""
        delivery = self._deliveries[claimed.workspace_id]
        if claimed.barred:
            no = Undeliverable(claimed.barred)
            return lambda _: no
        try:
            if claimed.act == "look_up":
                found = delivery.look_up(claimed)
                return lambda each: found.get(each.id)
            acts: dict[str, Callable[[Claimed], Outcome]] = {
                "post": delivery.post, "update": delivery.update, "delete": delivery.delete,
            }  # fmt: skip
            outcome = acts[claimed.act](claimed)
        except (TryLater, Ambiguous, LockedOut, Undeliverable) as failed:
            outcome = failed
        return lambda _: outcome
