"""The inner event of each thing that happens: https://docs.slack.dev/reference/events"""

from bot.sandbox.shapes import channel_object, message_object, user_object
from bot.sandbox.state import State
from bot.sandbox.things import Channel, Json, Member, Message


def posted(message: Message, channel: Channel) -> Json:
    event = message_object(message, channel)
    for only_in_history in ("reactions", "reply_count"):
        event.pop(only_in_history, None)
    if message.broadcast:
        parent = channel.message(message.parent)
        event["root"] = message_object(parent, channel) if parent else {}
    return event | {"channel": channel.id, "channel_type": channel.type, "event_ts": message.ts}


def mentioned(message: Message, channel: Channel) -> Json:
    event = posted(message, channel) | {"type": "app_mention"}
    del event["channel_type"]
    return event


def changed(message: Json, before: Json, channel: Channel, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message,
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.type,
    }


def deleted(before: Json, channel: Channel, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "deleted_ts": before["ts"],
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.type,
    }


def reacted(kind: str, who: Member, emoji: str, message: Message, ts: str) -> Json:
    return {
        "type": kind,
        "user": who.id,
        "reaction": emoji,
        "item_user": message.user,
        "event_ts": ts,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
    }


def moved(kind: str, who: Member, channel: Channel, inviter: Member | None, ts: str) -> Json:
    """member_joined_channel and member_left_channel."""
    event = {
        "type": kind,
        "user": who.id,
        "channel": channel.id,
        "team": who.team,
        "event_ts": ts,
        "channel_type": {"channels": "C", "groups": "G", "im": "D"}[channel.kind],
    }
    return event | ({"inviter": inviter.id} if inviter else {})


def about_channel(kind: str, who: Member, channel: Channel, state: State, ts: str) -> Json:
    """channel_archive, channel_unarchive, channel_rename, channel_shared: group_… for private ones."""
    if channel.kind == "groups":
        kind = kind.replace("channel_", "group_")
    if kind.endswith("_rename"):
        short = {key: channel_object(channel, state)[key] for key in ("id", "name", "created")}
        return {"type": kind, "channel": short, "event_ts": ts}
    return {"type": kind, "channel": channel.id, "user": who.id, "event_ts": ts}


def made_private(channel: Channel, who: Member, ts: str) -> Json:
    """Slack tells it as a message in the channel."""
    return {
        "type": "message", "subtype": "channel_convert_to_private", "user": who.id, "channel": channel.id,
        "text": "made this channel *private*. Now, it can only be viewed or joined by invitation.",
        "ts": ts, "event_ts": ts, "channel_type": "group",
    }  # fmt: skip


def person_changed(member: Member, state: State, ts: str) -> Json:
    return {
        "type": "user_change",
        "user": user_object(member, state.clock.now()) | {"locale": member.locale},
        "cache_ts": state.clock.seconds(),
        "event_ts": ts,
    }


def quiet_changed(member: Member, ts: str) -> Json:
    return {"type": "dnd_updated_user", "user": member.id, "dnd_status": quiet_hours(member), "event_ts": ts}


def quiet_hours(member: Member) -> Json:
    """What dnd.info says of another person."""
    begins, ends = member.quiet or (1, 1)
    return {"dnd_enabled": member.quiet is not None, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}


def home_opened(member: Member, channel: Channel, tab: str, view: Json | None, ts: str) -> Json:
    event: Json = {"type": "app_home_opened", "user": member.id, "channel": channel.id, "tab": tab, "event_ts": ts}
    return event | ({"view": view} if view and tab == "home" else {})
