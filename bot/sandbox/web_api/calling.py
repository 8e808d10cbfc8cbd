"""One call of a Web API method: its arguments, and what it may ask for."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.platform import Platform
from bot.sandbox.refused import SlackError, complaint
from bot.sandbox.things import Channel, Json, Member
from bot.sandbox.world import World

TRUE = {"1", "true", "True"}


@dataclass(frozen=True, eq=False)
class Call:
    platform: Platform
    method: str
    arguments: Json

    @property
    def world(self) -> World:
        return self.platform.world

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name, default)
        if isinstance(value, dict | list):
            raise complaint("invalid_arguments", [f"[ERROR] must be a string [json-pointer:/{name}]"])
        return str(value)

    def needed(self, name: str) -> str:
        if not self.text(name):
            raise complaint("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name)) in TRUE

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            raise complaint("invalid_arguments", [f"[ERROR] must be an integer [json-pointer:/{name}]"]) from None

    def object(self, name: str, error: str) -> Any:
        """An argument that is JSON, which a form carries as text. None when it is not given."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def needs_scope(self, scope: str) -> None:
        granted = self.world.manifest.scopes
        if scope and scope not in granted:
            raise SlackError("missing_scope", needed=scope, provided=",".join(granted))

    def channel(self, name: str = "channel") -> Channel:
        """A channel that the bot can see. Ids only."""
        channel = self.world.channels.get(self.needed(name))
        if not channel or (channel.kind != "channels" and self.world.bot.id not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def member(self, name: str = "user") -> Member:
        member = self.world.members.get(self.needed(name))
        if not member:
            raise SlackError("user_not_found")
        return member


@dataclass(frozen=True)
class Method:
    answer: Callable[[Call], Json]
    takes: frozenset[str]
    scope: str
    by_app_token: bool


METHODS: dict[str, Method] = {}


def method(
    name: str, takes: str = "", *, scope: str = "", by_app_token: bool = False
) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Offer the function as a Web API method. `takes` names every argument Slack documents for it."""

    def offer(function: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(function, frozenset([*takes.split(), "token", "team_id"]), scope, by_app_token)
        return function

    return offer
