"""Misbehaviour on demand: what a network and a busy Slack do to a call."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

# Applied means that Slack did as asked, whatever the app gets to hear.
FAULTS = {
    "accept_then_drop": "applied, then the connection is closed with no answer",
    "drop_before": "not applied, the connection is closed with no answer",
    "ratelimited": "not applied, 429 with Retry-After",
    "http_500": "not applied, 500",
    "internal_error": "applied, answered internal_error",
    "late": "applied after some seconds of the sandbox's clock, the connection is closed now",
    "garbled": "applied, answered with something that is no JSON",
}


@dataclass(eq=False)
class Fault:
    method: str
    fault: str
    times: int
    channel: str | None
    after: float


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def forget(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, arguments: Mapping[str, object]) -> Fault | None:
        """The fault that meets this call, once less from now on."""
        where = str(arguments.get("channel", ""))
        if where.startswith("U"):  # a post to a person goes to their direct messages
            where = "D" + where[1:]
        with self._lock:
            for fault in self._waiting:
                if fault.method == method and fault.channel in {None, where} and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None
