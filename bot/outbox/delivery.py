"""Calling Slack: one call per kind of act. Nothing here touches the database."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import Ambiguous, TryLater, Undeliverable
from bot.outbox.claim import Claimed
from bot.outbox.outcomes import meaning

log = logging.getLogger(__name__)
EVENT_TYPE = "first_call_message"
CLOCKS_DIFFER = timedelta(seconds=120)
NEVER_PARSE: dict[str, Any] = {"parse": "none", "link_names": False}


@dataclass(frozen=True)
class Sent:
    """Slack shows it: the channel it really went to, and its ts."""

    channel: str
    ts: str


class Delivery:
    """Says a claimed message to Slack. Raises TryLater, Ambiguous or Undeliverable."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, message: Claimed) -> Sent:
        channel = self.channel_of(message)
        thread: dict[str, Any] = (
            {"thread_ts": message.thread_ts, "reply_broadcast": message.broadcast} if message.thread_ts else {}
        )
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}}
        try:
            answer = self._client.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks, metadata=metadata, unfurl_links=False,
                unfurl_media=False, **NEVER_PARSE, **thread,
            )  # fmt: skip
        except Exception as error:
            raise meaning(error) from error
        return Sent(answer["channel"], answer["ts"])

    def update(self, message: Claimed) -> Sent:
        channel, ts = message.sent_channel or message.channel, message.ts or ""
        try:
            self._client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks, **NEVER_PARSE)
        except Exception as error:
            raise meaning(error) from error
        return Sent(channel, ts)

    def look_up(self, message: Claimed) -> Sent | None:
        """The message as Slack already shows it, found by its key; the newer of two is deleted."""
        channel = self.channel_of(message)
        try:
            found = self._with_key(message, channel)
        except SlackApiError as error:
            no = meaning(error)
            raise Undeliverable("unknown_if_posted") if isinstance(no, Undeliverable) else no from error
        except Exception as error:
            raise meaning(error) from error
        for newer in found[1:]:
            self._delete(channel, newer)
        return Sent(channel, found[0]) if found else None

    def _delete(self, channel: str, ts: str) -> None:
        try:
            self._client.chat_delete(channel=channel, ts=ts)
        except Exception as error:
            no = meaning(error)
            if not isinstance(no, Undeliverable):
                raise no from error
            log.warning("a second copy stays where it is: %s", no.reason)

    def _with_key(self, message: Claimed, channel: str) -> list[str]:
        oldest = f"{(message.first_try_at - CLOCKS_DIFFER).timestamp():.6f}"
        arguments: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True, "limit": 200}
        found, cursor = [], ""
        while True:
            if message.thread_ts:
                page = self._client.conversations_replies(ts=message.thread_ts, cursor=cursor or None, **arguments)
            else:
                page = self._client.conversations_history(cursor=cursor or None, **arguments)
            messages: list[dict[str, Any]] = page["messages"]
            found += [m["ts"] for m in messages if _key(m) == message.key]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return sorted(found)

    def channel_of(self, message: Claimed) -> str:
        """A direct message is opened first: posting to a user's id would leave nothing to look up."""
        if not message.channel.startswith(("U", "W")):
            return message.channel
        try:
            return str(self._client.conversations_open(users=message.channel)["channel"]["id"])
        except Exception as error:
            no = meaning(error)
            # Opening changes nothing that could be doubled: an unclear end is as good as none.
            raise TryLater(0) if isinstance(no, Ambiguous) else no from error


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload: dict[str, Any] = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT_TYPE else None
