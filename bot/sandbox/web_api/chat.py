"""chat.*: https://docs.slack.dev/reference/methods#chat"""

from typing import Any

from bot.sandbox.content import accepted_blocks
from bot.sandbox.limits import metadata_error
from bot.sandbox.refused import SlackError
from bot.sandbox.shapes import message_object
from bot.sandbox.state import WORKSPACE_URL
from bot.sandbox.things import Channel, Json, Message
from bot.sandbox.web_api.calling import Call, method

LONGEST_POST, LONGEST_UPDATE = 40_000, 4_000
CONTENT = "channel text blocks attachments parse link_names metadata as_user"
POST = (
    CONTENT + " thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn username icon_emoji icon_url markdown_text"
)


@method("chat.postMessage", POST, scope="chat:write")
def post_message(call: Call) -> Json:
    channel = _where_to(call)
    blocks = _content(call)
    thread_ts = call.text("thread_ts") or None
    if thread_ts:
        _check_parent(channel, thread_ts)
    metadata = _metadata(call)
    call.platform.rates.count_post(channel.id)
    message = _message(call, channel, blocks, metadata=metadata, thread_ts=thread_ts)
    message.broadcast = bool(thread_ts) and call.flag("reply_broadcast")
    call.world.say(message)
    return {"channel": channel.id, "ts": message.ts, "message": message_object(message, channel, with_metadata=True)}


@method("chat.postEphemeral", POST + " user", scope="chat:write")
def post_ephemeral(call: Call) -> Json:
    channel = _writable(call, call.channel())
    member = call.member()
    if member.id not in channel.members:
        raise SlackError("user_not_in_channel")
    blocks = _content(call)
    message = _message(call, channel, blocks, thread_ts=call.text("thread_ts") or None, ephemeral_for=member.id)
    member.screen.ephemerals.append(message)
    return {"message_ts": message.ts}


@method("chat.update", CONTENT + " ts reply_broadcast file_ids markdown_text", scope="chat:write")
def update(call: Call) -> Json:
    channel = _writable(call, call.channel())
    message = _own(call, channel, "cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    blocks = _content(call)
    if call.object("metadata", "invalid_metadata_format") == {}:
        message.metadata = None
    elif metadata := _metadata(call):
        message.metadata = metadata
    message.parse = call.text("parse", "client")
    call.world.change(message, call.text("text"), blocks, marked=not blocks)
    shown = message_object(message, channel, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


@method("chat.delete", "channel ts as_user", scope="chat:write")
def delete(call: Call) -> Json:
    channel = _writable(call, call.channel())
    message = _own(call, channel, "cant_delete_message")
    call.world.delete(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", "channel message_ts")
def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = channel.message(call.needed("message_ts"))
    if not message:
        raise SlackError("message_not_found")
    link = f"{WORKSPACE_URL}archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {
        "channel": channel.id,
        "permalink": link + (f"?thread_ts={message.parent}&cid={channel.id}" if message.is_reply else ""),
    }


def _where_to(call: Call) -> Channel:
    """A post may name a channel by id or name, or a person."""
    name, world = call.needed("channel"), call.world
    if name in world.members:
        member = world.members[name]
        if member.bot_id:
            raise SlackError("cannot_dm_bot")
        if member.deleted:
            raise SlackError("channel_not_found")
        return _writable(call, world.direct_channel(member))
    for channel in world.channels.values():
        if name.removeprefix("#") == channel.name and (channel.kind == "channels" or world.bot.id in channel.members):
            return _writable(call, channel)
    return _writable(call, call.channel())


def _writable(call: Call, channel: Channel) -> Channel:
    world = call.world
    if world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im":
        if not world.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        other = world.members[channel.members[0]]
        if other.deleted or other.refuses_direct:
            raise SlackError(other.refuses_direct or "channel_not_found")
    return channel


def _content(call: Call) -> list[Json]:
    blocks = call.object("blocks", "invalid_blocks_format")
    if call.text("markdown_text"):
        raise SlackError("markdown_text_conflict" if blocks or call.text("text") else "invalid_arguments")
    if not blocks and not call.text("text").strip():
        raise SlackError("no_text")
    return accepted_blocks(blocks, call.world) if blocks else []


def _metadata(call: Call) -> Json | None:
    metadata: Json | None = call.object("metadata", "invalid_metadata_format")
    if metadata and (error := metadata_error(metadata)):
        raise SlackError(error)
    return metadata or None


def _message(call: Call, channel: Channel, blocks: list[Json], **more: Any) -> Message:
    text, parse = call.text("text")[:LONGEST_POST], call.text("parse", "none")
    if call.flag("link_names") and parse == "none":
        parse = "names"
    return call.world.compose(call.world.bot, channel, text, blocks, parse=parse, **more)


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = channel.message(call.needed("ts"))
    if not message or message.subtype == "tombstone":
        raise SlackError("message_not_found")
    if message.user != call.world.bot.id:
        raise SlackError(error)
    return message


def _check_parent(channel: Channel, thread_ts: str) -> None:
    parent = channel.message(thread_ts)
    if not parent or parent.is_reply or parent.subtype == "tombstone":
        raise SlackError("thread_not_found")
