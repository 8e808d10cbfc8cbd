"""conversations.*: https://docs.slack.dev/reference/methods#conversations"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.sandbox.refused import SlackError
from bot.sandbox.shapes import channel_object, message_object
from bot.sandbox.things import Channel, Json, Message
from bot.sandbox.web_api.calling import Call, method

RANGE = "channel cursor limit oldest latest inclusive include_all_metadata"
TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
T = TypeVar("T")


@method("conversations.open", "users channel return_im prevent_creation", scope="im:write")
def open_direct(call: Call) -> Json:
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    ids = call.needed("users").split(",")
    if len(ids) > 1:
        call.needs_scope("mpim:write")
    member = call.world.members.get(ids[0])
    if not member:
        raise SlackError("user_not_found")
    if member.deleted:
        raise SlackError("user_disabled")
    if member.bot_id:
        raise SlackError("cannot_dm_bot")
    channel = call.world.direct_channel(member)
    return {"channel": channel_object(channel, call.world) if call.flag("return_im") else {"id": channel.id}}


@method("conversations.info", "channel include_locale include_num_members")
def info(call: Call) -> Json:
    channel = call.channel()
    call.needs_scope(f"{channel.kind}:read")
    shown = channel_object(channel, call.world)
    return {"channel": shown | ({"num_members": len(channel.members)} if call.flag("include_num_members") else {})}


@method("conversations.list", "cursor exclude_archived limit team_id types")
def list_channels(call: Call) -> Json:
    return _listed(call, lambda channel: channel.kind == "channels" or call.world.bot.id in channel.members)


@method("users.conversations", "cursor exclude_archived limit team_id types user")
def own_channels(call: Call) -> Json:
    who = call.text("user") or call.world.bot.id
    return _listed(call, lambda channel: {who, call.world.bot.id} <= set(channel.members))


def _listed(call: Call, is_seen: Callable[[Channel], bool]) -> Json:
    kinds = [TYPES.get(each.strip(), "") for each in call.text("types", "public_channel").split(",")]
    if "" in kinds:
        raise SlackError("invalid_types")
    for kind in kinds:
        call.needs_scope(f"{kind}:read")
    seen = [
        channel
        for channel in call.world.channels.values()
        if channel.kind in kinds and not (channel.archived and call.flag("exclude_archived")) and is_seen(channel)
    ]
    page, more = _page(call, seen, 100)
    return {
        "channels": [channel_object(channel, call.world) for channel in page],
        "response_metadata": {"next_cursor": more},
    }


@method("conversations.members", "channel cursor limit")
def members(call: Call) -> Json:
    channel = call.channel()
    call.needs_scope(f"{channel.kind}:read")
    page, more = _page(call, channel.members, 100)
    return {"members": list(page), "response_metadata": {"next_cursor": more}}


@method("conversations.history", RANGE)
def history(call: Call) -> Json:
    channel = _readable(call)
    roots = [message for message in reversed(channel.messages) if not message.is_reply or message.broadcast]
    page, more = _page(call, _in_range(call, roots), 100)
    return _answer(call, channel, page, more)


@method("conversations.replies", RANGE + " ts")
def replies(call: Call) -> Json:
    channel = _readable(call)
    asked = channel.message(call.needed("ts"))
    parent = channel.message(asked.parent) if asked else None
    if not asked or not parent:
        raise SlackError("thread_not_found")
    page, more = _page(call, _in_range(call, channel.replies(parent.ts)), 1000)
    first = [] if call.text("cursor") else [parent]  # whatever the range, the parent comes first
    return _answer(call, channel, [*first, *page], more)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs_scope(f"{channel.kind}:history")
    if call.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _in_range(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest", "0"), call.text("latest")
    try:
        low, high = float(oldest), float(latest) if latest else float("inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if call.flag("inclusive"):
        return [message for message in messages if low <= float(message.ts) <= high]
    return [message for message in messages if low < float(message.ts) < high]


def _page(call: Call, everything: Sequence[T], usual: int) -> tuple[Sequence[T], str]:
    limit = call.number("limit", usual)
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    try:
        start = int(call.text("cursor", "0").removeprefix("next-") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    return everything[start : start + limit], f"next-{start + limit}" if start + limit < len(everything) else ""


def _answer(call: Call, channel: Channel, page: Sequence[Message], more: str) -> Json:
    with_metadata = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_object(message, channel, with_metadata=with_metadata) for message in page],
        "has_more": bool(more),
    }
    return answer | ({"response_metadata": {"next_cursor": more}} if more else {})
