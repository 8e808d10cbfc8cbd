"""Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode"""

import json
import socket
import threading
from contextlib import suppress
from typing import Any, Protocol

from flask_sock import ConnectionClosed

from bot.sandbox.clock import stopwatch
from bot.sandbox.deliveries import PATIENCE, Answer, DeliveryError
from bot.sandbox.state import APP, State
from bot.sandbox.things import Json


class WebSocket(Protocol):
    sock: socket.socket

    def send(self, data: str) -> None: ...
    def receive(self, timeout: float | None = None) -> Any: ...
    def close(self, reason: int | None = None, message: str | None = None) -> None: ...


class _Link:
    """One connection of the app's."""

    def __init__(self, ws: WebSocket) -> None:
        self._ws = ws
        self._sending = threading.Lock()

    def say(self, message: Json) -> bool:
        """False when the line is dead."""
        try:
            with self._sending:
                self._ws.send(json.dumps(message))
        except (ConnectionClosed, OSError):
            return False
        return True

    def hear(self) -> Json:
        heard: Json = json.loads(self._ws.receive())
        return heard

    def hang_up(self) -> None:
        with suppress(ConnectionClosed, OSError):
            self._ws.close()
        with suppress(OSError):
            self._ws.sock.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads from it


class SocketMode:
    """A transport: each payload goes to exactly one of the connections, in turn."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._links: list[_Link] = []
        self._acks: dict[str, Json | None] = {}  # envelope_id → the ack, once it has come
        self._news = threading.Condition()

    def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Answer:
        envelope: Json = {
            "envelope_id": self._state.mint("envelope-"),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        return self._await(envelope["envelope_id"], envelope)

    def serve(self, ws: WebSocket) -> None:
        """Hold one connection until either side ends it."""
        link = _Link(ws)
        with self._news:
            self._links.append(link)
            self._news.notify_all()
        link.say(
            {
                "type": "hello",
                "num_connections": len(self._links),
                "connection_info": {"app_id": APP},
                "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            }
        )
        try:
            while True:
                self._acknowledged(link.hear())
        finally:
            self._forget(link)

    def wait_for_connections(self, number: int = 1, seconds: float = 5) -> None:
        with self._news:
            if not self._news.wait_for(lambda: len(self._links) >= number, seconds):
                raise AssertionError(f"after {seconds:g} s there are {len(self._links)} connections, not {number}")

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be made anew, and end it: what comes meanwhile is for the new ones."""
        with self._news:
            old, self._links = self._links, []
        for link in old:
            link.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
            link.hang_up()

    def stop(self) -> None:
        with self._news:
            old, self._links = self._links, []
        for link in old:
            link.hang_up()

    def _await(self, name: str, envelope: Json) -> Answer:
        until = stopwatch() + PATIENCE
        with self._news:
            self._acks[name] = None
        try:
            self._hand_over(envelope)
            with self._news:
                if not self._news.wait_for(lambda: self._acks[name] is not None, until - stopwatch()):
                    raise DeliveryError("http_timeout")
                payload = (self._acks[name] or {}).get("payload") or ""
                return Answer(200, payload)
        finally:
            with self._news:
                del self._acks[name]

    def _hand_over(self, envelope: Json) -> None:
        while link := self._next_link():
            if link.say(envelope):
                return
            self._forget(link)
        raise DeliveryError("connection_failed")

    def _next_link(self) -> _Link | None:
        with self._news:
            if self._links:
                self._links.append(self._links.pop(0))
            return self._links[-1] if self._links else None

    def _acknowledged(self, ack: Json) -> None:
        with self._news:
            if ack.get("envelope_id") in self._acks:
                self._acks[ack["envelope_id"]] = ack
                self._news.notify_all()

    def _forget(self, link: _Link) -> None:
        with self._news:
            if link in self._links:
                self._links.remove(link)
