"""Payloads of commands and interactions: https://docs.slack.dev/reference/interaction-payloads"""

from datetime import timedelta

from bot.sandbox.modals import shown
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import actor_object, message_object, team_object
from bot.sandbox.state import APP, DOMAIN, TEAM
from bot.sandbox.things import Channel, Json, Member, Message, View
from bot.sandbox.triggers import ResponseUrl
from bot.sandbox.values import state_values
from bot.sandbox.world import VERIFICATION_TOKEN

RESPONSE_URL_LIFE = timedelta(minutes=30)


def command(platform: Platform, member: Member, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": _response_url(platform, member, channel),
        "trigger_id": platform.triggers.hand_out(member),
    }


def block_actions(platform: Platform, member: Member, place: Message | View, action: Json) -> Json:
    payload = _interaction(platform, "block_actions", member)
    if isinstance(place, View):
        payload |= {"container": {"type": "view", "view_id": place.id}, "view": shown(place, platform.world)}
        values = payload["view"]["state"]["values"]
    else:
        payload |= _about_message(platform, member, place)
        values = state_values(place.blocks, place.values.get(member.id, {}))
    return payload | {"state": {"values": values}, "actions": [action | {"action_ts": platform.world.mint_ts()}]}


def message_action(platform: Platform, member: Member, callback_id: str, message: Message) -> Json:
    channel = platform.world.channels[message.channel]
    return _interaction(platform, "message_action", member) | {
        "callback_id": callback_id,
        "action_ts": platform.world.mint_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.shown_name},
        "message": message_object(message, channel),
        "response_url": _response_url(platform, member, channel),
    }


def view_submission(platform: Platform, member: Member, view: View) -> Json:
    return _interaction(platform, "view_submission", member) | {
        "view": shown(view, platform.world),
        "response_urls": [],
    }


def view_closed(platform: Platform, member: Member, view: View, *, cleared: bool) -> Json:
    payload = _interaction(platform, "view_closed", member) | {
        "view": shown(view, platform.world),
        "is_cleared": cleared,
    }
    del payload["trigger_id"]
    return payload


def _interaction(platform: Platform, kind: str, member: Member) -> Json:
    return {
        "type": kind,
        "user": actor_object(member),
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": team_object(),
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": platform.triggers.hand_out(member),
    }


def _about_message(platform: Platform, member: Member, message: Message) -> Json:
    channel = platform.world.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    about: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.shown_name},
        "response_url": _response_url(platform, member, channel, message),
    }
    # Slack leaves the message out where it was shown to one person only.
    return about if message.ephemeral_for else about | {"message": message_object(message, channel)}


def _response_url(platform: Platform, member: Member, channel: Channel, message: Message | None = None) -> str:
    name = platform.world.mint("R")
    platform.response_urls[name] = ResponseUrl(member, channel, platform.clock.now() + RESPONSE_URL_LIFE, message)
    return f"{platform.url}response/{name}"
