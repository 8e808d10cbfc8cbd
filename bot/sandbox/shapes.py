"""How Slack writes its objects down: https://docs.slack.dev/reference/objects"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.state import APP, DOMAIN, TEAM, State
from bot.sandbox.things import Channel, Json, Member, Message, View


def team_object() -> Json:
    return {"id": TEAM, "domain": DOMAIN}


def actor_object(member: Member) -> Json:
    """The person in an interaction's payload."""
    return {"id": member.id, "username": member.name, "name": member.name, "team_id": member.team}


def user_object(member: Member, now: datetime) -> Json:
    zone = now.astimezone(ZoneInfo(member.zone))
    offset = zone.utcoffset()
    user: Json = {
        "id": member.id,
        "team_id": member.team,
        "name": member.name,
        "deleted": member.deleted,
        "real_name": member.real_name,
        "color": "9f69e7",
        "updated": int(now.timestamp()),
        "profile": {
            "title": "",
            "phone": "",
            "real_name": member.real_name,
            "real_name_normalized": member.real_name,
            "display_name": member.first_name,
            "display_name_normalized": member.first_name,
            "first_name": member.first_name,
            "last_name": member.real_name.split()[-1],
            "team": member.team,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": "",
            **{
                f"image_{size}": f"https://avatars.example/{member.name}_{size}.png"
                for size in (24, 32, 48, 72, 192, 512)
            },
            **({"bot_id": member.bot_id, "api_app_id": member.app_id} if member.bot_id else {}),
        },
        "is_bot": member.bot_id is not None,
        "is_app_user": False,
        "is_email_confirmed": True,
    }
    if member.deleted:
        return user
    user |= {
        "tz": member.zone,
        "tz_label": zone.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.is_restricted or member.is_ultra_restricted,
        "is_ultra_restricted": member.is_ultra_restricted,
    }
    if member.team != TEAM:
        user["is_stranger"] = True
    return user


def channel_object(channel: Channel, state: State) -> Json:
    if channel.kind == "im":
        other = next(each for each in channel.members if each != state.bot.id)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": False,
            "user": other,
            "is_user_deleted": state.members[other].deleted,
            "context_team_id": TEAM,
            "priority": 0,
        }
    private = channel.kind == "groups"
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "creator": channel.creator,
        "created": channel.created,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": channel.shared,
        "is_org_shared": False,
        "is_ext_shared": channel.shared,
        "is_pending_ext_shared": False,
        "is_member": state.bot.id in channel.members,
        "context_team_id": TEAM,
        "unlinked": 0,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def message_object(message: Message, channel: Channel, *, with_metadata: bool = False) -> Json:
    written: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": message.team,
    }
    for name in ("subtype", "bot_id", "app_id", "client_msg_id", "thread_ts", "edited"):
        if getattr(message, name):
            written[name] = getattr(message, name)
    if message.broadcast:
        written["subtype"] = "thread_broadcast"
    if message.blocks:
        written["blocks"] = message.blocks
    if message.metadata and with_metadata:
        written["metadata"] = message.metadata
    if message.reactions:
        written["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.is_reply:
        parent = channel.message(message.parent)
        written["parent_user_id"] = parent.user if parent else "USLACKBOT"
    elif replies := channel.replies(message.ts):
        people = list(dict.fromkeys(reply.user for reply in replies))
        written |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(people),
            "reply_users": people,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
    return written


def view_object(view: View, state: State, values: Json) -> Json:
    """`values` is the state: block_id → action_id → what was entered."""
    return {
        "id": view.id,
        "team_id": TEAM,
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        "external_id": "",
        "title": None,
        **view.content,
        "state": {"values": values},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": state.bot.bot_id,
    }
