from slack_sdk.errors import SlackApiError

from bot.features.welcome.usecases import (
    answer_with_help,
    explain_shared_channel,
    introduce,
    is_a_flag,
    keep_quiet_in,
    show_help,
)
from bot.features.welcome.views import COMMAND
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening
from bot.words import t

on = Listening()


@on.command(COMMAND)
def show_help_by_command(heard: Heard) -> View | None:
    return show_help(_watched_name(heard))


@on.event("member_joined_channel")
def introduce_by_invitation(heard: Heard) -> View | None:
    event = heard.event
    with heard.look() as work:
        if event["user"] != work.workspace.bot_user_id:
            return None
    channel = heard.client.conversations_info(channel=event["channel"])["channel"]
    inviter, watched = event.get("inviter", ""), _watched_name(heard)
    heard.meet(inviter)
    with heard.open_work() as work:
        if channel.get("is_ext_shared"):
            explain_shared_channel(work, heard.body["event_id"], channel["id"], channel["name"], inviter)
        else:
            introduce(work, heard.body["event_id"], event["channel"], watched, inviter)
    return None


@on.event("app_mention")
def answer_mention(heard: Heard) -> View | None:
    event = heard.event
    if event.get("bot_id") or heard.body.get("is_ext_shared_channel"):
        return None
    return _answer_with_help(heard, event.get("thread_ts") or event["ts"])


@on.event("message")
def answer_direct_message(heard: Heard) -> View | None:
    event = heard.event
    if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype"):
        return None
    return _answer_with_help(heard, event.get("thread_ts") or event["ts"])


@on.event("channel_shared")
def keep_quiet_by_sharing(heard: Heard) -> View | None:
    with heard.open_work() as work:
        keep_quiet_in(work, heard.event["channel"], shared=True)
    return None


@on.event("channel_unshared")
def speak_again_by_unsharing(heard: Heard) -> View | None:
    with heard.open_work() as work:
        keep_quiet_in(work, heard.event["channel"], shared=bool(heard.event.get("is_ext_shared")))
    return None


def _answer_with_help(heard: Heard, ts: str) -> View | None:
    event = heard.event
    name = _watched_name(heard)
    heard.meet(event["user"])
    with heard.open_work() as work:
        if not is_a_flag(work, event["channel"], event.get("text", "")):
            answer_with_help(work, heard.body["event_id"], event["user"], event["channel"], ts, name)
    return None


def _watched_name(heard: Heard) -> str:
    """As people know the channel; a private one keeps its name from those who might not see it."""
    with heard.look() as work:
        channel_id = work.workspace.watched_channel
    try:
        channel = heard.client.conversations_info(channel=channel_id)["channel"]
    except (SlackApiError, OSError):
        return t("our channel")
    return t("our channel") if channel.get("is_private") else f"#{channel['name']}"
