"""Settling in: which workspace the token belongs to, and what the environment says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.db.engine import Database, insert_once, or_say_why
from bot.db.models import Workspace
from bot.errors import SettingError
from bot.settings import Settings

UNSEEN = "{name} names {value!r}, a channel I can't see. Invite me there with /invite, or copy its id from its details."
SHARED = "{name} is #{channel}, which is shared with another company. Choose a channel that only your company sees."
GONE = "{name} is #{channel}, which is archived. Choose another, or bring it back."


def settle_in(client: WebClient, settings: Settings, database: Database) -> str:
    """Write the workspace's row and return its id. Raises SettingError, one sentence, for what cannot work."""
    try:
        me = client.auth_test()
        watched = find_channel(client, "ESCALATIONS_CHANNEL", settings.escalations_channel)["id"]
        digest = (
            find_channel(client, "DIGEST_CHANNEL", settings.digest_channel)["id"]
            if settings.digest_channel
            else watched
        )
    except SlackApiError as error:
        raise SettingError(f"Slack says {error.response.get('error')!r} to SLACK_BOT_TOKEN. {WHERE}") from error
    except OSError as error:
        raise SettingError(
            f"I can't reach Slack at {settings.slack_api_url} ({error}). Check the network, then start again."
        ) from error
    values = {
        "name": me["team"],
        "url": me["url"],
        "bot_user_id": me["user_id"],
        "watched_channel": watched,
        "digest_channel": digest,
        "leads": list(settings.leads),
        "zone": settings.workspace_timezone,
    }
    with or_say_why(), database.writing.begin() as session:
        insert_once(session, Workspace, id=me["team_id"], shared_channels=[], **values)  # others may start with us
        workspace = session.get_one(Workspace, me["team_id"])
        for name, value in values.items():
            setattr(workspace, name, value)
        # Both were just seen not to be shared.
        workspace.shared_channels = [kept for kept in workspace.shared_channels if kept not in (watched, digest)]
    return str(me["team_id"])


@dataclass(frozen=True)
class SeenChannel:
    """A channel as Slack shows it to us."""

    name: str
    trouble: str = ""
    """unseen, absent (we are not in it), shared or archived; empty when it can be used."""
    members: frozenset[str] | None = None
    """Of a private one."""


def see_channel(client: WebClient, channel_id: str) -> SeenChannel:
    """Look at it now. Raises SlackApiError or OSError when Slack does not answer."""
    found = _by_id(client, channel_id)
    if found is None or found.get("is_im") or found.get("is_mpim"):
        return SeenChannel("", "unseen")
    reasons = (
        ("shared", found.get("is_ext_shared")), ("archived", found.get("is_archived")),
        ("absent", not found.get("is_member")),
    )  # fmt: skip
    trouble = next((reason for reason, holds in reasons if holds), "")
    members = frozenset(_members(client, channel_id)) if found.get("is_private") and not trouble else None
    return SeenChannel(str(found["name"]), trouble, members)


def _members(client: WebClient, channel_id: str) -> Iterator[str]:
    cursor = ""
    while True:
        page = client.conversations_members(channel=channel_id, limit=200, cursor=cursor or None)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


WHERE = "You find the token at api.slack.com/apps, your app, under OAuth & Permissions."


def find_channel(client: WebClient, setting: str, value: str) -> dict[str, Any]:
    """Slack's channel, from an id or a #name. Raises SettingError for one that cannot be used."""
    found = _by_name(client, value.removeprefix("#")) if value.startswith("#") else _by_id(client, value)
    if found is None:
        raise SettingError(UNSEEN.format(name=setting, value=value))
    if found.get("is_ext_shared"):
        raise SettingError(SHARED.format(name=setting, channel=found["name"]))
    if found.get("is_archived"):
        raise SettingError(GONE.format(name=setting, channel=found["name"]))
    return found


def _by_id(client: WebClient, channel_id: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = client.conversations_info(channel=channel_id)["channel"]
    except SlackApiError as error:
        if error.response.get("error") == "channel_not_found":
            return None
        raise
    return found


def _by_name(client: WebClient, name: str) -> dict[str, Any] | None:
    return next((channel for channel in _channels(client) if channel["name"] == name), None)


def _channels(client: WebClient) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = client.conversations_list(types="public_channel,private_channel", limit=200, cursor=cursor or None)
        yield from page["channels"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return
