"""What a workspace is made of."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Values = dict[tuple[str, str], Json]  # (block_id, action_id) -> what the person entered, as Slack sends it


@dataclass(eq=False, repr=False)
class Message:
    """Also an ephemeral one: `ephemeral_for` then names its only reader and it lies on that reader's screen."""

    channel: str
    ts: str
    user: str
    text: str
    team: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    client_msg_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    broadcast: bool = False
    ephemeral_for: str | None = None
    parse: str = "none"
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)  # by user
    expected: bool = False

    def __repr__(self) -> str:
        return f"<{'ephemeral' if self.ephemeral_for else 'message'} {self.ts} in {self.channel}: {self.text!r}>"

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def parent(self) -> str:
        return self.thread_ts or self.ts


@dataclass(eq=False, repr=False)
class View:
    """A modal, or the Home tab of one person."""

    id: str
    type: str
    content: Json  # as the app sent it: title, blocks, submit, close, callback_id, private_metadata, …
    hash: str
    user: str
    root: str
    previous: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # by block_id
    expected: bool = False

    def __repr__(self) -> str:
        return f"<{self.type} {self.id}: {self.title!r}>"

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def title(self) -> str:
        return str(self.content["title"]["text"]) if "title" in self.content else "Home"


@dataclass(eq=False)
class Screen:
    """What only one person sees."""

    ephemerals: list[Message] = field(default_factory=list)
    modals: list[View] = field(default_factory=list)
    home: View | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Member:
    id: str
    name: str
    real_name: str
    zone: str
    team: str
    bot_id: str | None = None
    app_id: str | None = None
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    locale: str = "en-GB"
    refuses_direct: str = ""  # the error a direct message to them meets
    quiet: tuple[int, int] | None = None  # do-not-disturb, from and to
    screen: Screen = field(default_factory=Screen)

    def __repr__(self) -> str:
        return f"<{self.id} {self.real_name}>"

    @property
    def first_name(self) -> str:
        return self.real_name if self.bot_id else self.real_name.split()[0]

    def is_called(self, name: str) -> bool:
        wanted = name.removeprefix("@").casefold()
        return wanted in {
            self.id.casefold(),
            self.name.casefold(),
            self.real_name.casefold(),
            self.first_name.casefold(),
        }


@dataclass(eq=False, repr=False)
class Channel:
    id: str
    name: str
    kind: str  # Slack's word in event names and scopes: channels, groups, im
    members: list[str]
    creator: str
    created: int
    archived: bool = False
    shared: bool = False  # with another company
    messages: list[Message] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.id} {self.name or 'direct messages'}>"

    @property
    def type(self) -> str:
        return {"channels": "channel", "groups": "group", "im": "im"}[self.kind]

    @property
    def shown_name(self) -> str:
        """The name as it stands in payloads, where only public channels have one."""
        return {"channels": self.name, "groups": "privategroup", "im": "directmessage"}[self.kind]

    def message(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def replies(self, parent_ts: str) -> list[Message]:
        return [message for message in self.messages if message.is_reply and message.thread_ts == parent_ts]
