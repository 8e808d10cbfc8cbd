"""Catching up: Slack does not bring again what it could not bring while it, or we, were down. So we read back.

Everything in the watched channel since the last reading is heard as if it came now, by the same listeners. What was
heard at its time is passed over.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.db.models import Escalation, HeardOnce, Workspace
from bot.work import Doors

log = logging.getLogger(__name__)
Event = dict[str, Any]
Hear = Callable[[dict[str, Any]], int]
"""Hears an envelope as Slack sends it, and says with which HTTP status it would answer."""
PAGE = 200
READ_EVERY = timedelta(hours=1)
NEVER = "0.000000"
OVERLAP = timedelta(minutes=2)
"""Slack may show a message a little after its ts: read a bit of what was read before."""


class CatchUp:
    """Reads one workspace's watched channel from where it was last read."""

    def __init__(self, client: WebClient, doors: Doors, workspace_id: str, hear: Hear) -> None:
        self._client, self._doors, self._workspace_id, self._hear = client, doors, workspace_id, hear

    def ask(self) -> None:
        """Events may have been missed: read back at the next beat, not within the hour."""
        try:
            with self._doors.open(self._workspace_id) as work:
                work.workspace.next_reading_at = work.now
        except SQLAlchemyError as error:
            log.warning("a reading could not be noted (%s); the hourly one will do", type(error).__name__)

    def run_if_due(self) -> int:
        """One process reads, and winds the clock before it does. Slack is called outside of any transaction."""
        with self._doors.look(self._workspace_id) as work:
            due_at = work.workspace.next_reading_at
            if due_at is None or due_at > work.now:
                return 0
        with self._doors.open(self._workspace_id) as work:
            mine = Workspace.id == self._workspace_id, Workspace.next_reading_at == due_at
            wound = update(Workspace).where(*mine).values(next_reading_at=work.now + READ_EVERY)
            if not cast("CursorResult[Any]", work.session.execute(wound)).rowcount:
                return 0
        return self.run()

    def run(self) -> int:
        """Hear what was missed, oldest first. Returns how many messages; 0 too when Slack does not answer."""
        with self._doors.look(self._workspace_id) as work:
            channel, since = work.workspace.watched_channel, work.workspace.read_until
        try:
            read = list(self._since(channel, since)) if since else self._newest(channel)
        except (SlackApiError, OSError) as error:
            log.warning("the watched channel could not be read back (%s)", type(error).__name__)
            return 0
        missed = [message for message in read if since and not self._is_known(channel, message)]
        heard = all(
            self._hear_message(channel, message) for message in sorted(missed, key=lambda each: float(each["ts"]))
        )
        if heard:
            self._keep(max([since or NEVER, *(message["ts"] for message in read)], key=float))
        return len(missed)

    def _newest(self, channel: str) -> list[dict[str, Any]]:
        """The first time there is nothing to catch up with: only where to begin."""
        newest: list[dict[str, Any]] = self._client.conversations_history(channel=channel, limit=1)["messages"]
        return newest

    def _since(self, channel: str, since: str) -> Iterator[dict[str, Any]]:
        oldest, cursor = f"{float(since) - OVERLAP.total_seconds():.6f}", ""
        while True:
            page = self._client.conversations_history(channel=channel, oldest=oldest, limit=PAGE, cursor=cursor or None)
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    def _is_known(self, channel: str, message: dict[str, Any]) -> bool:
        """Ours, or flagged before, whatever became of the flag; or joined to one that was open."""
        if message.get("bot_id"):
            return True
        with self._doors.look(self._workspace_id) as work:
            flagged = work.select(Escalation).where(
                Escalation.source_channel == channel, Escalation.source_ts == message["ts"]
            )
            joined = select(HeardOnce).where(
                HeardOnce.workspace_id == self._workspace_id, HeardOnce.key == f"joined:{channel}:{message['ts']}"
            )
            return work.first(flagged) is not None or work.session.scalars(joined).first() is not None

    def _hear_message(self, channel: str, message: dict[str, Any]) -> bool:
        """The message, then the reactions it carries. False when one could not be heard now."""
        events = [message | {"type": "message", "channel": channel}]
        for reaction in message.get("reactions", ()):
            item = {"type": "message", "channel": channel, "ts": message["ts"]}
            events += [
                {"type": "reaction_added", "user": user, "reaction": reaction["name"], "item": item,
                 "item_user": message.get("user"), "event_ts": message["ts"]}
                for user in reaction["users"][:1]
            ]  # fmt: skip
        return all(self._hear(self._envelope(event, message["ts"])) < 300 for event in events)

    def _envelope(self, event: Event, ts: str) -> dict[str, Any]:
        key = f"history:{event['channel'] if 'channel' in event else event['item']['channel']}:{ts}:{event['type']}"
        return {"type": "event_callback", "team_id": self._workspace_id, "event_id": key, "event": event}

    def _keep(self, until: str) -> None:
        with self._doors.open(self._workspace_id) as work:
            work.session.get_one(Workspace, self._workspace_id).read_until = until
