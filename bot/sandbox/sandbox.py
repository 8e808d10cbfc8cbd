"""The sandbox as stories and the demo hold it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Failure
from bot.sandbox.faults import Fault
from bot.sandbox.http_mode import HttpMode
from bot.sandbox.live import Live, live
from bot.sandbox.manifest import MANIFEST, Manifest, read_manifest
from bot.sandbox.people import Person
from bot.sandbox.platform import Platform
from bot.sandbox.server import Server, build_app
from bot.sandbox.state import APP
from bot.sandbox.things import Channel, Message, View


class Sandbox(Platform):
    """`with Sandbox.start() as slack:` — a pretend Slack on the loopback interface until the block ends."""

    def __init__(self, clock: Clock, manifest: Manifest, port: int) -> None:
        super().__init__(clock, manifest)
        self._server = Server(build_app(self), port, clock)
        self.url = self._server.url
        self.api_url = f"{self.url}api/"

    @classmethod
    def start(
        cls,
        port: int = 0,
        *,
        frozen: bool = True,
        begins: datetime | None = None,
        patience: float = 0.0,
        manifest: Manifest | Path = MANIFEST,
    ) -> Self:
        """`patience`: how many real seconds sees, clicks and form wait for what is not there yet."""
        sandbox = cls(
            Clock(begins, frozen=frozen), manifest if isinstance(manifest, Manifest) else read_manifest(manifest), port
        )
        sandbox.patience = patience
        sandbox._server.start()
        return sandbox

    def stop(self) -> None:
        self.closing = True
        self.world.touch()
        self.deliveries.stop()
        self.sockets.stop()
        self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # The app

    def listen_at(self, url: str) -> None:
        """The app's address: events, commands and interactions go there, signed."""
        self.deliveries.transport = HttpMode(url, self.signing_secret)

    def use_socket_mode(self) -> None:
        """Everything goes over the connections that the app opens with apps.connections.open."""
        self.deliveries.transport = self.sockets

    def refresh_sockets(self) -> None:
        """Ask for new connections and end the old ones, as Slack does every few hours."""
        self.sockets.refresh()

    def grant(self, *scopes: str) -> None:
        """From now on the app has these scopes and no others."""
        self.world.manifest = replace(self.world.manifest, scopes=scopes)

    def misbehave(self, method: str, fault: str, times: int = 1, channel: str | None = None, after: float = 1) -> None:
        """The next calls of that method meet one of faults.FAULTS or an error code of Slack; `after` is in seconds."""
        where = self.world.channel(channel).id if channel else None
        self.faults.add(Fault(method, fault, times, where, after))

    def behave(self) -> None:
        """No call meets a fault any more."""
        self.faults.forget()

    def redeliver_last(self, times: int = 3) -> None:
        """Send the last event that was not the bot's own doing again, as Slack does when it heard no answer."""
        mine = [envelope for envelope in self.deliveries.sent if not self._is_own(envelope["event"])]
        self.deliveries.redeliver(mine[-1], times)

    # The people and what they see

    def person(self, name: str) -> Person:
        return Person(self, name)

    def channel(self, name: str) -> Channel:
        return self.world.channel(name)

    def posts(self, channel: str | None = None) -> list[Message]:
        """The bot's visible messages in order; `channel` may be "@Olivia" for her direct messages."""
        with self.world.lock:
            places = [self.world.channel(channel)] if channel else list(self.world.channels.values())
            own = [message for place in places for message in place.messages if message.user == self.world.bot.id]
        return sorted(own, key=lambda message: message.ts)

    def unexpected(self) -> list[Message | View]:
        """What the bot put before somebody and no sees, finds, clicks or form has looked at."""
        return [thing for thing in self.world.everything_of_the_bot() if not thing.expected]

    def parsed(self, place: Message | View) -> list[Live]:
        """The mentions, broadcasts, channels and links in it that Slack would bring to life."""
        return live(place)

    @property
    def failures(self) -> list[Failure]:
        """What the bot did not answer, or answered with what Slack cannot use."""
        return self.deliveries.failures

    def _is_own(self, event: dict[str, object]) -> bool:
        message = event.get("message", event)
        return isinstance(message, dict) and message.get("app_id") == APP
