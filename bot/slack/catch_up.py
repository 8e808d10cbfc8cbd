"""Catching up: Slack does not bring again what it could not bring while it, or we, were down. So we read back.

In every channel that the bot is in, what was said and flagged since the last reading is heard as if it came now, by the
same listeners. What was heard at its time is passed over. A flagged message that is gone is heard as deleted.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import CursorResult, select, update

from bot.db.engine import DOES_NOT_ANSWER, put
from bot.db.models import Escalation, HeardOnce, Reading, Workspace
from bot.work import Doors

log = logging.getLogger(__name__)
Event = dict[str, Any]
Hear = Callable[[dict[str, Any]], int]
"""Hears an envelope as Slack sends it, and says with which HTTP status it would answer."""
PAGE = 200
TOMBSTONE = "tombstone"
"""What Slack leaves of a deleted message that has answers."""
READ_EVERY = timedelta(hours=1)
READ_AGAIN_AFTER = timedelta(minutes=1)
GO_ON_AFTER = timedelta(seconds=1)
AT_ONCE = 10
"""Channels in one beat: the clocks run on the same thread."""
OVERLAP = timedelta(minutes=2)
"""Slack may show a message a little after its ts: read a bit of what was read before."""
FLAGS_OVERLAP = timedelta(days=1)
"""While we were down, somebody may have flagged what we had read before."""


class CatchUp:
    """Reads one workspace's channels from where they were last read."""

    def __init__(self, client: WebClient, doors: Doors, workspace_id: str, hear: Hear) -> None:
        self._client, self._doors, self._workspace_id, self._hear = client, doors, workspace_id, hear

    def ask(self) -> None:
        """Events may have been missed: read everything back at the next beat, not within the hour."""
        try:
            with self._doors.open(self._workspace_id) as work:
                work.workspace.next_reading_at = work.now
                mine = Reading.workspace_id == self._workspace_id
                work.session.execute(update(Reading).where(mine).values(read_at=None))
        except DOES_NOT_ANSWER as error:
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
        """Hear what was missed, oldest first. Returns how many messages; what could not be read is tried again soon."""
        heard = 0
        try:
            channels = self._unread()
            for channel in channels[:AT_ONCE]:
                heard += self._read(channel)
        except (SlackApiError, OSError) as error:
            log.warning("a channel could not be read back (%s)", type(error).__name__)
            self._come_back(_asked_to_wait(error) or READ_AGAIN_AFTER)
        else:
            if len(channels) > AT_ONCE:
                self._come_back(GO_ON_AFTER)
        return heard

    def _unread(self) -> list[str]:
        """Channels not read within the hour; the watched one first."""
        with self._doors.look(self._workspace_id) as work:
            watched, shared = work.workspace.watched_channel, set(work.workspace.shared_channels)
            lately = Reading.read_at > work.now - READ_EVERY / 2
            read = set(work.session.scalars(work.select(Reading).with_only_columns(Reading.channel).where(lately)))
        return sorted(self._channels() - shared - read, key=lambda channel: (channel != watched, channel))

    def _channels(self) -> set[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            page = self._client.users_conversations(
                types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor or None
            )
            found |= {channel["id"] for channel in page["channels"]}
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return found

    def _read(self, channel: str) -> int:
        with self._doors.look(self._workspace_id) as work:
            reading = work.session.get(Reading, (self._workspace_id, channel))
        if reading is None:  # nothing to catch up with: only where to begin
            newest = self._client.conversations_history(channel=channel, limit=1)["messages"]
            self._keep(channel, newest[0]["ts"] if newest else "0.000000")
            return 0
        overlap = OVERLAP if reading.read_at else FLAGS_OVERLAP
        new_from = float(reading.read_until) - OVERLAP.total_seconds()
        since = float(reading.read_until) - overlap.total_seconds()
        read = list(self._since(channel, since))
        missed = [
            message for message in read
            if (float(message["ts"]) >= new_from or message.get("reactions")) and not self._is_known(channel, message)
        ]  # fmt: skip
        oldest_first = sorted(missed, key=lambda message: float(message["ts"]))
        all_heard = all(self._hear_message(channel, message, new_from) for message in oldest_first)
        if not (all_heard and self._hear_deletions(channel, since, read)):
            self._come_back(READ_AGAIN_AFTER)
        else:
            self._keep(channel, max([reading.read_until, *(message["ts"] for message in read)], key=float))
        return len(missed)

    def _since(self, channel: str, since: float) -> Iterator[dict[str, Any]]:
        oldest, cursor = f"{max(0.0, since):.6f}", ""
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

    def _hear_message(self, channel: str, message: dict[str, Any], new_from: float) -> bool:
        """The message, if it is new, then the reactions it carries. False when one could not be heard now."""
        events = [message | {"type": "message", "channel": channel}] if float(message["ts"]) >= new_from else []
        for reaction in message.get("reactions", ()):
            item = {"type": "message", "channel": channel, "ts": message["ts"]}
            events += [
                {"type": "reaction_added", "user": user, "reaction": reaction["name"], "item": item,
                 "item_user": message.get("user"), "event_ts": message["ts"]}
                for user in reaction["users"][:1]
            ]  # fmt: skip
        return all(self._hear(self._envelope(event, message["ts"])) < 300 for event in events)

    def _hear_deletions(self, channel: str, since: float, read: Sequence[dict[str, Any]]) -> bool:
        """Of messages that were flagged and should be among what was read. False when one could not be heard now."""
        shown = {message["ts"] for message in read if message.get("subtype") != TOMBSTONE}
        with self._doors.look(self._workspace_id) as work:
            quoted = work.select(Escalation).where(
                Escalation.source_channel == channel, Escalation.source_ts >= f"{since:.6f}",
                Escalation.what_happened != "",
            )  # fmt: skip
            flagged = [escalation.source_ts or "" for escalation in work.all(quoted)]
        gone = [ts for ts in flagged if ts not in shown and not self._is_there(channel, ts)]
        deleted = {"type": "message", "subtype": "message_deleted", "channel": channel}
        return all(self._hear(self._envelope(deleted | {"ts": ts, "deleted_ts": ts}, ts)) < 300 for ts in gone)

    def _is_there(self, channel: str, ts: str) -> bool:
        """Asked for by itself: an answer in a thread is not among a channel's messages."""
        try:
            found = self._client.conversations_replies(
                channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2
            )["messages"]
        except SlackApiError as error:
            if error.response.get("error") in ("thread_not_found", "message_not_found"):
                return False
            raise
        return any(message["ts"] == ts and message.get("subtype") != TOMBSTONE for message in found)

    def _envelope(self, event: Event, ts: str) -> dict[str, Any]:
        key = f"history:{event['channel'] if 'channel' in event else event['item']['channel']}:{ts}:{event['type']}"
        return {"type": "event_callback", "team_id": self._workspace_id, "event_id": key, "event": event}

    def _keep(self, channel: str, until: str) -> None:
        with self._doors.open(self._workspace_id) as work:
            where = {"workspace_id": self._workspace_id, "channel": channel}
            put(work.session, Reading, **where, read_until=until, read_at=work.now)

    def _come_back(self, after: timedelta) -> None:
        with self._doors.open(self._workspace_id) as work:
            work.workspace.next_reading_at = work.now + after


def _asked_to_wait(error: Exception) -> timedelta | None:
    headers = error.response.headers if isinstance(error, SlackApiError) else {}
    seconds = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=float(seconds)) if str(seconds).isdecimal() else None
