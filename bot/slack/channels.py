"""Looking at channels: who sees one, asked of Slack and kept as a row. Never inside a transaction."""

import logging
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.db.engine import insert_once
from bot.db.models import Channel, Escalation
from bot.work import FOREIGN_KEYS_PASS, Doors

log = logging.getLogger(__name__)
GONE = frozenset({"channel_not_found", "missing_scope"})
"""A private channel that we are no longer in, or a conversation that was never ours."""
PAGE = 200
TRIES = 2


class Channels:
    """Knows the channels of one workspace in which escalations live."""

    def __init__(self, client: WebClient, doors: Doors, workspace_id: str) -> None:
        self._client, self._doors, self._workspace_id = client, doors, workspace_id

    def look_at(self, *channels: str) -> None:
        """Have each as it is now. Raises SlackApiError or OSError when Slack does not answer."""
        for channel in channels:
            if not any(self._look(channel) for _ in range(TRIES)):
                log.warning("a channel changed each time it was looked at")

    def look_at_all(self) -> None:
        """At the start: those that were never looked at. What Slack will not say now is asked at the first click."""
        with self._doors.look(self._workspace_id) as work:
            mine = select(Escalation.channel).where(Escalation.workspace_id == self._workspace_id)
            house = work.workspace
            wanted = {house.watched_channel, house.digest_channel, *work.session.scalars(mine.distinct())} - {""}
            known = {channel.channel for channel in work.all(work.select(Channel))}
        try:
            self.look_at(*sorted(wanted - known))
        except (SlackApiError, OSError) as error:
            log.warning("not every channel could be looked at (%s)", type(error).__name__)

    def _look(self, channel: str) -> bool:
        """False when an event told of a change meanwhile: the answer may be older than that."""
        with self._doors.open(self._workspace_id) as work:
            key = {"workspace_id": self._workspace_id, "channel": channel}
            unknown = {"is_private": True, "is_direct": False, "is_shared": False, "is_archived": False}
            insert_once(work.session, Channel, **key, **unknown, is_left=False, members=[], changes=0)
            changes = work.session.get_one(Channel, (self._workspace_id, channel)).changes
            asked_at = work.now
        found = self._ask(channel)
        with self._doors.open(self._workspace_id) as work:
            row = work.session.get_one(Channel, (self._workspace_id, channel), with_for_update=FOREIGN_KEYS_PASS)
            if row.changes != changes:
                return False
            for name, value in (found | {"asked_at": asked_at}).items():
                setattr(row, name, value)
        return True

    def _ask(self, channel: str) -> dict[str, Any]:
        """Columns of Channel."""
        try:
            shown = self._client.conversations_info(channel=channel)["channel"]
            is_direct = bool(shown.get("is_im") or shown.get("is_mpim"))
            is_private = bool(shown.get("is_private"))
            members = list(members_of(self._client, channel)) if is_private or is_direct else []
        except SlackApiError as error:
            if error.response.get("error") not in GONE:
                raise
            return {"is_left": True}  # and otherwise as it was when we left
        return {
            "is_private": is_private, "is_direct": is_direct, "is_shared": bool(shown.get("is_ext_shared")),
            "is_archived": bool(shown.get("is_archived")), "members": members,
            "is_left": not is_direct and not shown.get("is_member"),
        }  # fmt: skip


def members_of(client: WebClient, channel: str) -> Iterator[str]:
    cursor = ""
    while True:
        page = client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return
