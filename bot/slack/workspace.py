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
from bot.slack.channels import members_of

UNSEEN = "{name} names {value!r}, a channel I can't see. Invite me there with /invite, or copy its id from its details."
SHARED = "{name} is #{channel}, which is shared with another company. Choose a channel that only your company sees."
GONE = "{name} is #{channel}, which is archived. Choose another, or bring it back."


def settle_in(client: WebClient, settings: Settings, database: Database) -> str:
    """Write the workspace's row and return its id. Raises SettingError, one sentence, for what cannot work.

    The environment gives the first values only: what leads have set since stands.
    """
    with or_say_why():
        try:
            me = client.auth_test()
            kept = _kept(database, me["team_id"])
            first = _first_channels(client, settings, kept)
        except SlackApiError as error:
            raise SettingError(f"Slack says {error.response.get('error')!r} to SLACK_BOT_TOKEN. {WHERE}") from error
        except OSError as error:
            raise SettingError(
                f"I can't reach Slack at {settings.slack_api_url} ({error}). Check the network, then start again."
            ) from error
        if kept is None or not kept.leads:
            first["leads"] = list(settings.leads)
        values = {"name": me["team"], "url": me["url"], "bot_user_id": me["user_id"], **first}
        with database.writing.begin() as session:
            empty = {"watched_channel": "", "digest_channel": "", "leads": []}
            new = {**_defaults(), **empty, "zone": settings.workspace_timezone, **values}
            insert_once(session, Workspace, id=me["team_id"], **new)  # others may start with us
            workspace = session.get_one(Workspace, me["team_id"])
            for name, value in values.items():
                setattr(workspace, name, value)
            # They were just seen not to be shared.
            workspace.shared_channels = [one for one in workspace.shared_channels if one not in first.values()]
    return str(me["team_id"])


def _kept(database: Database, workspace_id: str) -> Workspace | None:
    with database.reading() as session:
        return session.get(Workspace, workspace_id)


def _first_channels(client: WebClient, settings: Settings, kept: Workspace | None) -> dict[str, Any]:
    """From the environment, where the workspace has none yet."""
    found: dict[str, Any] = {}
    if settings.escalations_channel and not (kept and kept.watched_channel):
        found["watched_channel"] = find_channel(client, "ESCALATIONS_CHANNEL", settings.escalations_channel)["id"]
    if settings.digest_channel and not (kept and kept.digest_channel):
        found["digest_channel"] = find_channel(client, "DIGEST_CHANNEL", settings.digest_channel)["id"]
    elif found and not (kept and kept.digest_channel):
        found["digest_channel"] = found["watched_channel"]
    return found


def _defaults() -> dict[str, Any]:
    """Those of the model: a bare insert does not know them."""
    made = Workspace(
        id="", name="", url="", bot_user_id="", watched_channel="", digest_channel="", leads=[], zone="UTC"
    )
    return {column.key: getattr(made, column.key) for column in Workspace.__table__.columns if column.key != "id"}


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
    members = frozenset(members_of(client, channel_id)) if found.get("is_private") and not trouble else None
    return SeenChannel(str(found["name"]), trouble, members)


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
