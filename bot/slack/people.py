"""Meeting people: who somebody is, asked of Slack once and kept as a row. Never inside a transaction."""

import logging
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.db.engine import insert_once
from bot.db.models import Person
from bot.work import Doors

log = logging.getLogger(__name__)
NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class Acquaintance:
    """Knows the people of one workspace."""

    def __init__(self, client: WebClient, doors: Doors, workspace_id: str) -> None:
        self._client, self._doors, self._workspace_id = client, doors, workspace_id

    def meet(self, *user_ids: str) -> None:
        """Have a row for each; unknown ids are left out. Raises SlackApiError or OSError when Slack does not answer."""
        wanted = set(user_ids) - {""}
        with self._doors.look(self._workspace_id) as work:
            known = set(
                work.session.scalars(
                    select(Person.user_id).where(Person.workspace_id == self._workspace_id, Person.user_id.in_(wanted))
                )
            )
        for user_id in sorted(wanted - known):
            self._introduce(user_id)

    def _introduce(self, user_id: str) -> None:
        try:
            user = self._client.users_info(user=user_id, include_locale=True)["user"]
        except SlackApiError as error:
            if error.response.get("error") in NOBODY:
                return
            raise
        rest = self._rest_hours(user_id)
        with self._doors.open(self._workspace_id) as work:
            values = described(user, work.workspace.id, work.workspace.zone) | rest
            insert_once(work.session, Person, workspace_id=work.workspace.id, user_id=user_id, **values)

    def _rest_hours(self, user_id: str) -> dict[str, datetime | None]:
        try:
            return do_not_disturb(dict(self._client.dnd_info(user=user_id).data))  # type: ignore[arg-type]
        except SlackApiError as error:
            log.info("do-not-disturb of a person is not known: %s", error.response.get("error"))
            return {}


def described(user: dict[str, Any], workspace_id: str, default_zone: str) -> dict[str, Any]:
    """Columns of Person from Slack's user object. Slackbot is a bot, whatever its `is_bot` says."""
    profile = user.get("profile") or {}
    team = user.get("team_id") or profile.get("team") or workspace_id
    return {
        "name": profile.get("display_name")
        or user.get("real_name")
        or profile.get("real_name")
        or user.get("name")
        or user["id"],
        "zone": _zone(user.get("tz"), default_zone),
        "locale": user.get("locale", ""),
        "is_guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        "is_single_channel_guest": bool(user.get("is_ultra_restricted")),
        "is_stranger": bool(user.get("is_stranger")) or team != workspace_id,
        "is_bot": bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        "is_deactivated": bool(user.get("deleted")),
        "is_admin": bool(user.get("is_admin") or user.get("is_owner")),
    }


def do_not_disturb(status: dict[str, Any]) -> dict[str, datetime | None]:
    """The current or next stretch of do-not-disturb, from `dnd.info` or `dnd_updated_user`."""
    if status.get("snooze_enabled"):
        return {
            "dnd_from": datetime.fromtimestamp(0, UTC),
            "dnd_until": datetime.fromtimestamp(status["snooze_endtime"], UTC),
        }
    if not status.get("dnd_enabled"):
        return {"dnd_from": None, "dnd_until": None}
    start, end = status.get("next_dnd_start_ts", 0), status.get("next_dnd_end_ts", 0)
    return {"dnd_from": datetime.fromtimestamp(start, UTC), "dnd_until": datetime.fromtimestamp(end, UTC)}


def _zone(name: str | None, default: str) -> str:
    try:
        ZoneInfo(name or default)
    except (KeyError, ValueError, OSError):
        return default
    return name or default
