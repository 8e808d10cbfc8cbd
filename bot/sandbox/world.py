"""What may happen in the workspace. Each change is followed by the event Slack would send."""

from datetime import datetime

from bot.sandbox import events
from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.manifest import Manifest
from bot.sandbox.shapes import message_object
from bot.sandbox.state import APP, TEAM, State
from bot.sandbox.things import Channel, Json, Member, Message

VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105 - the deprecated field every payload carries


class World(State):
    def __init__(self, clock: Clock, manifest: Manifest, deliveries: Deliveries) -> None:
        super().__init__(clock, manifest)
        self.deliveries = deliveries

    # Messages

    def say(self, message: Message) -> Message:
        channel = self.channels[message.channel]
        with self.lock:
            channel.messages.append(message)
            self.emit(events.posted(message, channel), channel)
            if f"<@{self.bot.id}" in message.text and message.user != self.bot.id:
                self.emit(events.mentioned(message, channel), channel)
            self.touch()
        return message

    def change(self, message: Message, text: str, blocks: list[Json], *, marked: bool = True) -> None:
        """`marked`: with the word "edited" beside it."""
        channel = self.channels[message.channel]
        with self.lock:
            before, ts = message_object(message, channel), self.mint_ts()
            message.text, message.blocks = text, blocks
            if marked:
                message.edited = {"user": message.user, "ts": ts}
            self.emit(events.changed(message_object(message, channel), before, channel, ts), channel)
            self.touch()

    def delete(self, message: Message) -> None:
        """A parent with replies leaves a tombstone, which Slack reports as a change."""
        channel = self.channels[message.channel]
        with self.lock:
            before, ts = message_object(message, channel), self.mint_ts()
            if not message.is_reply and channel.replies(message.ts):
                message.subtype, message.user, message.text = "tombstone", "USLACKBOT", "This message was deleted."
                message.blocks, message.bot_id, message.app_id, message.metadata = [], None, None, None
                self.emit(events.changed(message_object(message, channel), before, channel, ts), channel)
            else:
                channel.messages.remove(message)
                self.emit(events.deleted(before, channel, ts), channel)
            self.touch()

    def react(self, who: Member, emoji: str, message: Message) -> None:
        with self.lock:
            users = message.reactions.setdefault(emoji, [])
            if who.id not in users:
                users.append(who.id)
                self.emit(
                    events.reacted("reaction_added", who, emoji, message, self.mint_ts()),
                    self.channels[message.channel],
                )
            self.touch()

    def take_back(self, who: Member, emoji: str, message: Message) -> None:
        with self.lock:
            users = message.reactions.get(emoji, [])
            if who.id in users:
                users.remove(who.id)
                if not users:
                    del message.reactions[emoji]
                self.emit(
                    events.reacted("reaction_removed", who, emoji, message, self.mint_ts()),
                    self.channels[message.channel],
                )
            self.touch()

    # Channels

    def invite(self, name: str, channel_name: str, by: str = "Lena") -> None:
        member, channel, inviter = self.member(name), self.channel(channel_name), self.member(by)
        with self.lock:
            if member.id not in channel.members:
                channel.members.append(member.id)
                self.emit(events.moved("member_joined_channel", member, channel, inviter, self.mint_ts()), channel)
        self._settle()

    def kick(self, name: str, channel_name: str) -> None:
        member, channel = self.member(name), self.channel(channel_name)
        with self.lock:
            self.emit(events.moved("member_left_channel", member, channel, None, self.mint_ts()), channel)
            channel.members.remove(member.id)
        self._settle()

    def archive(self, channel_name: str) -> None:
        self._set_channel(channel_name, "channel_archive", archived=True)

    def unarchive(self, channel_name: str) -> None:
        self._set_channel(channel_name, "channel_unarchive", archived=False)

    def rename_channel(self, channel_name: str, name: str) -> None:
        self._set_channel(channel_name, "channel_rename", name=name.removeprefix("#"))

    def make_private(self, channel_name: str) -> None:
        channel = self.channel(channel_name)
        with self.lock:
            channel.kind = "groups"
            self.emit(events.made_private(channel, self.member("lena"), self.mint_ts()), channel)
        self._settle()

    def share(self, channel_name: str) -> None:
        """With another company, as Slack Connect does."""
        self._set_channel(channel_name, "channel_shared", shared=True)

    # People

    def rename_zone(self, name: str, zone: str) -> None:
        self._set_member(name, zone=zone)

    def change_locale(self, name: str, locale: str) -> None:
        self._set_member(name, locale=locale)

    def rename(self, name: str, real_name: str) -> None:
        self._set_member(name, real_name=real_name)

    def deactivate(self, name: str) -> None:
        self._set_member(name, deleted=True)

    def make_guest(self, name: str) -> None:
        self._set_member(name, is_restricted=True)

    def close_direct_messages(self, name: str, error: str = "restricted_action") -> None:
        """From now on a direct message to them meets this error; an empty one opens them again."""
        self.member(name).refuses_direct = error

    def do_not_disturb(self, name: str, begins: datetime | None, ends: datetime | None = None) -> None:
        """Without times it is switched off."""
        member = self.member(name)
        member.quiet = (int(begins.timestamp()), int(ends.timestamp())) if begins and ends else None
        self.emit(events.quiet_changed(member, self.mint_ts()))
        self._settle()

    # Events

    def emit(self, event: Json, channel: Channel | None = None) -> None:
        if not self._is_heard(event, channel):
            return
        actor = self.members.get(event["user"]) if isinstance(event.get("user"), str) else None
        self.deliveries.event(
            {
                "token": VERIFICATION_TOKEN,
                "team_id": actor.team if actor else TEAM,
                "context_team_id": TEAM,
                "context_enterprise_id": None,
                "api_app_id": APP,
                "event": event,
                "type": "event_callback",
                "event_id": self.mint("Ev"),
                "event_time": self.clock.seconds(),
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": TEAM,
                        "user_id": self.bot.id,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "is_ext_shared_channel": bool(channel and channel.shared),
                "event_context": self.mint("4-sandbox-"),
            }
        )

    def _is_heard(self, event: Json, channel: Channel | None) -> bool:
        subscription = f"message.{channel.kind}" if event["type"] == "message" and channel else event["type"]
        return subscription in self.manifest.events and (channel is None or self.bot.id in channel.members)

    def _set_channel(self, channel_name: str, event: str, **values: object) -> None:
        channel = self.channel(channel_name)
        with self.lock:
            for name, value in values.items():
                setattr(channel, name, value)
            self.emit(events.about_channel(event, self.member("lena"), channel, self, self.mint_ts()), channel)
        self._settle()

    def _set_member(self, name: str, **values: object) -> None:
        member = self.member(name)
        with self.lock:
            for key, value in values.items():
                setattr(member, key, value)
            self.emit(events.person_changed(member, self, self.mint_ts()))
        self._settle()

    def _settle(self) -> None:
        self.touch()
        self.deliveries.settle()
