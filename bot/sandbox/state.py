"""Who and what there is, and how to find it."""

import threading
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.manifest import Manifest
from bot.sandbox.things import Channel, Json, Member, Message, View

TEAM, TEAM_NAME, DOMAIN, APP = "T0FIRST", "Northwind Studio", "northwind", "A0FIRSTCALL"
WORKSPACE_URL = f"https://{DOMAIN}.slack.com/"


class State:
    """Change it under `lock`, and `touch` it afterwards: who waits for `changed` is woken."""

    bot: Member

    def __init__(self, clock: Clock, manifest: Manifest) -> None:
        self.clock, self.manifest = clock, manifest
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self._numbers = count(1)
        self._last_ts = 0

    def touch(self) -> None:
        with self.lock:
            self.version += 1
            self.changed.notify_all()

    def mint(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):08X}"

    def mint_ts(self) -> str:
        """A ts by the sandbox's clock, later than every ts before it."""
        with self.lock:
            self._last_ts = max(int(self.clock.now().timestamp() * 1_000_000), self._last_ts + 100)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def member(self, name: str) -> Member:
        """By id, username, first name or real name."""
        for member in self.members.values():
            if member.is_called(name):
                return member
        raise LookupError(
            f"nobody is called {name!r}; there are {', '.join(m.first_name for m in self.members.values())}"
        )

    def channel(self, name: str) -> Channel:
        """By id, #name, or @person for their direct messages with the bot."""
        if name.startswith("@"):
            return self.direct_channel(self.member(name))
        for channel in list(self.channels.values()):
            if name.removeprefix("#") in {channel.id, channel.name}:
                return channel
        raise LookupError(f"there is no channel {name!r}")

    def direct_channel(self, member: Member) -> Channel:
        """The direct messages between the bot and this member, opened when they are not yet."""
        with self.lock:
            there = self.channels.get("D" + member.id.removeprefix("U"))
            return there or self.add_channel(
                Channel(
                    "D" + member.id.removeprefix("U"),
                    "",
                    "im",
                    [member.id, self.bot.id],
                    member.id,
                    self.clock.seconds(),
                )
            )

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def compose(self, author: Member, channel: Channel, text: str, blocks: list[Json], **more: Any) -> Message:
        """A message of now. Hold the lock until it has been said: the ts in a channel only rise."""
        return Message(
            channel.id, self.mint_ts(), author.id, text, author.team, blocks, bot_id=author.bot_id,
            app_id=author.app_id, **more,
        )  # fmt: skip

    def is_in(self, member: Member, channel: Channel) -> bool:
        return member.id in channel.members

    def everything_of_the_bot(self) -> Iterator[Message | View]:
        """Every post, ephemeral message and modal of the bot that somebody could be looking at now."""
        with self.lock:
            for channel in list(self.channels.values()):
                yield from [
                    message
                    for message in channel.messages
                    if message.user == self.bot.id and message.subtype != "tombstone"
                ]
            for member in self.members.values():
                yield from member.screen.ephemerals
                yield from member.screen.modals
