"""What Slack sends to the app: events in order on their own thread, with retries; questions at once, never repeated."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.sandbox.clock import Clock
from bot.sandbox.things import Json

PATIENCE = 3.0  # seconds Slack waits for an answer
RETRIES = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))  # https://docs.slack.dev/apis/events-api#retries


@dataclass(frozen=True)
class Answer:
    """`body` is an object when the app answered with JSON, otherwise its text."""

    status: int
    body: Json | str = ""
    retry: bool = True  # False when the app asked for no retry


class DeliveryError(Exception):
    """Nothing came back; `reason` is Slack's word for the retry header."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transport(Protocol):
    def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Answer:
        """`kind` is Socket Mode's word: events_api, slash_commands or interactive. Raises DeliveryError."""


@dataclass(frozen=True)
class Failure:
    at: datetime
    kind: str
    reason: str
    payload: Json = field(repr=False)


class Deliveries:
    def __init__(self, clock: Clock) -> None:
        self.transport: Transport | None = None
        self.failures: list[Failure] = []
        self.sent: list[Json] = []  # event envelopes, each once
        self._clock = clock
        self._queue: deque[tuple[Json, int, str]] = deque()
        self._busy = False
        self._stopping = False
        self._turn = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="sandbox-events", daemon=True)
        self._thread.start()

    def event(self, envelope: Json) -> None:
        if self.transport is None:
            return
        self.sent.append(envelope)
        self._put(envelope, 0, "")

    def ask(self, kind: str, payload: Json) -> Answer:
        """Send a command or an interaction. No answer, or one that is not 2xx, is a failure and a DeliveryError."""
        if self.transport is None:
            raise AssertionError("the sandbox was told neither listen_at(…) nor use_socket_mode()")
        try:
            return _accepted(self.transport.send(kind, payload))
        except DeliveryError as missing:
            self.failures.append(Failure(self._clock.now(), kind, missing.reason, payload))
            raise

    def redeliver(self, envelope: Json, times: int) -> None:
        for attempt in range(1, times + 1):
            self._put(envelope, attempt, "http_timeout")
        self.settle()

    def settle(self, seconds: float = 30) -> None:
        """Wait until every event so far has been answered."""
        if threading.current_thread() is self._thread:
            return
        with self._turn:
            if not self._turn.wait_for(lambda: self._stopping or not (self._queue or self._busy), seconds):
                raise AssertionError(f"events are still on their way after {seconds:g} s: does the bot answer itself?")

    def stop(self) -> None:
        with self._turn:
            self._stopping = True
            self._queue.clear()
            self._turn.notify_all()
        self._thread.join(PATIENCE * 2 + 1)

    def _put(self, envelope: Json, attempt: int, reason: str) -> None:
        with self._turn:
            self._queue.append((envelope, attempt, reason))
            self._turn.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            if not self._clock.frozen:
                self._clock.ring()
            if due := self._next():
                self._attempt(*due)
                with self._turn:
                    self._busy = False
                    self._turn.notify_all()

    def _next(self) -> tuple[Json, int, str] | None:
        """None when nothing came for a while: a running clock wants to be looked at."""
        with self._turn:
            self._turn.wait_for(lambda: self._queue or self._stopping, None if self._clock.frozen else 0.25)
            if self._stopping or not self._queue:
                return None
            self._busy = True
            return self._queue.popleft()

    def _attempt(self, envelope: Json, attempt: int, reason: str) -> None:
        try:
            answer = self.transport.send("events_api", envelope, attempt, reason) if self.transport else Answer(200)
            again, reason = (answer.retry, "" if 200 <= answer.status < 300 else "http_error")
        except DeliveryError as missing:
            again, reason = True, missing.reason
        if not reason:
            return
        self.failures.append(Failure(self._clock.now(), "events_api", reason, envelope))
        if attempt < len(RETRIES) and again:
            self._retry(envelope, attempt + 1, reason)

    def _retry(self, envelope: Json, attempt: int, reason: str) -> None:
        delay = RETRIES[attempt - 1]

        def send() -> None:
            self._put(envelope, attempt, reason)
            if self._clock.frozen:
                self.settle()

        if delay:
            self._clock.at(self._clock.now() + delay, send)
        else:
            self._put(envelope, attempt, reason)


def _accepted(answer: Answer) -> Answer:
    if not 200 <= answer.status < 300:
        raise DeliveryError(f"http_error {answer.status}")
    return answer
