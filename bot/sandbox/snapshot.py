"""All that one person sees, as JSON for the page."""

from typing import Any

from bot.sandbox.modals import shown
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import message_object
from bot.sandbox.state import TEAM, TEAM_NAME, WORKSPACE_URL
from bot.sandbox.things import Channel, Json, Member, Message, View
from bot.sandbox.values import state_values


def snapshot(platform: Platform, member: Member) -> Json:
    world, screen = platform.world, member.screen
    with world.lock:
        top = screen.modals[-1] if screen.modals else None
        return {
            "version": world.version,
            "clock": {
                "now": platform.clock.now().isoformat(),
                "seconds": platform.clock.seconds(),
                "frozen": platform.clock.frozen,
            },
            "workspace": {"id": TEAM, "name": TEAM_NAME, "url": WORKSPACE_URL},
            "me": member.id,
            "bot": world.bot.id,
            "people": [_person(each) for each in world.members.values()],
            "channels": [_channel(each, member) for each in world.channels.values() if _may_see(each, member)],
            "direct": _channel(world.direct_channel(member), member),
            "form": _view(platform, top) | {"depth": len(screen.modals)} if top else None,
            "home": _view(platform, screen.home) if screen.home else None,
            "warnings": screen.warnings,
            "commands": list(world.manifest.commands),
            "shortcuts": world.manifest.shortcuts,
        }


def _may_see(channel: Channel, member: Member) -> bool:
    return channel.kind != "im" and (channel.kind == "channels" or member.id in channel.members)


def _person(member: Member) -> Json:
    names = ("id", "name", "real_name", "first_name", "zone", "team", "deleted", "is_restricted", "is_ultra_restricted")
    return {name: getattr(member, name) for name in names} | {
        "is_bot": member.bot_id is not None,
        "is_stranger": member.team != TEAM,
    }


def _channel(channel: Channel, member: Member) -> Json:
    joined = member.id in channel.members
    ephemerals = [message for message in member.screen.ephemerals if message.channel == channel.id]
    messages: list[Message] = sorted(
        [*(channel.messages if joined else []), *ephemerals], key=lambda message: message.ts
    )
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "archived": channel.archived,
        "shared": channel.shared,
        "joined": joined,
        "members": channel.members,
        "messages": [_message(each, channel, member) for each in messages],
    }


def _message(message: Message, channel: Channel, member: Member) -> Json:
    """Replies are in the same list: those whose thread_ts is another message's ts."""
    return message_object(message, channel) | {
        "blocks": message.blocks,
        "ephemeral": message.ephemeral_for is not None,
        "broadcast": message.broadcast,
        "values": state_values(message.blocks, message.values.get(member.id, {})),
    }


def _view(platform: Platform, view: View) -> dict[str, Any]:
    return shown(view, platform.world) | {"errors": view.errors}
