"""Socket Mode: the same listeners behind a websocket. Drained before it is closed."""

import logging
import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

LOOK_EVERY = 0.05
HELLO = re.compile(r'"type":\s*"hello"')
"""Slack's first word on every connection: what came while there was none was not brought."""


class Socket(SocketModeHandler):
    """Counts what is in flight, so that a stop can wait for it. What comes after is not acknowledged."""

    def __init__(self, app: App, app_token: str, web_client: WebClient, reconnected: Callable[[], None]) -> None:
        self._in_flight, self._draining = 0, False
        self._lock = threading.Lock()
        super().__init__(app, app_token, web_client=web_client, logger=_quiet_logger())
        self.client.on_message_listeners.append(lambda message: reconnected() if HELLO.search(message) else None)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        with self._lock:
            if self._draining:
                return
            self._in_flight += 1
        try:
            super().handle(client, req)
        finally:
            with self._lock:
                self._in_flight -= 1

    def drain(self, within: timedelta) -> None:
        """Take nothing more, let what is in flight be answered, then close."""
        with self._lock:
            self._draining = True
        until = time.monotonic() + within.total_seconds()
        while self._in_flight and time.monotonic() < until:
            time.sleep(LOOK_EVERY)
        self.close()  # type: ignore[no-untyped-call]


def _quiet_logger() -> logging.Logger:
    """At INFO and below the SDK tells of envelopes; they carry what clients wrote."""
    logger = logging.getLogger("bolt.socket")
    logger.setLevel(logging.WARNING)
    return logger
