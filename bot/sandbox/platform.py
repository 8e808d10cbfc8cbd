"""Slack behind its doors: the workspace, the app's credentials, and the books kept of every call."""

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox import northwind
from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import Manifest
from bot.sandbox.rates import Rates
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.things import Json
from bot.sandbox.triggers import ResponseUrl, Triggers
from bot.sandbox.world import World


@dataclass(frozen=True)
class Entry:
    """A call that was accepted."""

    at: datetime
    method: str
    channel: str | None
    ts: str | None
    arguments: Json


@dataclass(frozen=True)
class RefusedCall:
    method: str
    error: str
    arguments: Json


class Platform:
    bot_token, app_token = "xoxb-sandbox-0001", "xapp-1-sandbox-0001"
    signing_secret = "5a4db0c5ec7e7000000000000000cafe"  # noqa: S105 - a pretend secret of a pretend Slack

    def __init__(self, clock: Clock, manifest: Manifest) -> None:
        self.clock = clock
        self.deliveries = Deliveries(clock)
        self.world = World(clock, manifest, self.deliveries)
        northwind.furnish(self.world)
        self.sockets = SocketMode(self.world)
        self.triggers = Triggers()
        self.faults = Faults()
        self.ledger: list[Entry] = []
        self.refused: list[RefusedCall] = []
        self.tickets: set[str] = set()  # for Socket Mode
        self.response_urls: dict[str, ResponseUrl] = {}
        self.url = ""
        self.patience = 0.0
        self.closing = False
        self.rates = Rates(clock)
