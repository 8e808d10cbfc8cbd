"""Calling Slack: one call per kind of act. Nothing here touches the database."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.errors import Ambiguous, TryLater, Undeliverable
from bot.outbox import Told
from bot.outbox.claim import Claimed
from bot.outbox.outcomes import meaning
from bot.work import HOME

log = logging.getLogger(__name__)
EVENT_TYPE = "first_call_message"
CLOCKS_DIFFER = timedelta(seconds=120)
NOT_THERE = frozenset({"message_not_found", "channel_not_found"})
NEVER_PARSE: dict[str, Any] = {"parse": "none", "link_names": False}


@dataclass(frozen=True)
class Sent:
    """Slack shows it: the channel it really went to, and its ts."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Gone:
    """Slack shows it no more."""


class Delivery:
    """Says a claimed message to Slack. Raises TryLater, Ambiguous, LockedOut or Undeliverable."""

    def __init__(self, client: WebClient, told: Told = lambda *_: None) -> None:
        self._client, self._told = client, told

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
        if message.channel.startswith(HOME):
            return self._publish(message)
        channel, ts = message.sent_channel or message.channel, message.ts or ""
        try:
            self._client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks, **NEVER_PARSE)
        except Exception as error:
            raise meaning(error) from error
        return Sent(channel, ts)

    def _publish(self, message: Claimed) -> Sent:
        """A Home tab is always there: showing it anew is a change, and may be said twice."""
        user = message.channel.removeprefix(HOME)
        try:
            self._client.views_publish(user_id=user, view={"type": "home", "blocks": message.blocks})
        except Exception as error:
            raise meaning(error) from error
        return Sent(message.channel, message.ts or "")

    def delete(self, message: Claimed) -> Gone:
        channel, ts = message.sent_channel or message.channel, message.ts or ""
        try:
            self._client.chat_delete(channel=channel, ts=ts)
        except Exception as error:
            no = meaning(error)
            if not isinstance(no, Undeliverable) or no.reason not in NOT_THERE:
                raise no from error
        return Gone()

    def look_up(self, message: Claimed) -> dict[int, Sent]:
        """Those of `message.all` that Slack shows, by id, found by their keys; the newer of two is deleted."""
        channel = self.channel_of(message)
        try:
            shown = self._keys_shown(message, channel)
        except Exception as error:
            raise meaning(error) from error
        found = {each.id: sorted(ts for key, ts in shown if key == each.key) for each in message.all}
        for newer in (ts for copies in found.values() for ts in copies[1:]):
            self._delete(channel, newer)
        return {message_id: Sent(channel, copies[0]) for message_id, copies in found.items() if copies}

    def take_back(self, copy: Sent) -> None:
        """We posted it too late, and another had posted it meanwhile."""
        self._delete(copy.channel, copy.ts)

    def _delete(self, channel: str, ts: str) -> None:
        try:
            self._client.chat_delete(channel=channel, ts=ts)
        except Exception as error:
            no = meaning(error)
            if not isinstance(no, Undeliverable):
                raise no from error
            log.warning("a second copy stays where it is: %s", no.reason)
        else:
            self._told("look_up", "second_copy_deleted")

    def _keys_shown(self, message: Claimed, channel: str) -> list[tuple[str, str]]:
        """Key and ts of what we posted there since the first try. By Slack's clock: ours may have been set."""
        age = max(message.claimed_at - each.first_try_at for each in message.all) + CLOCKS_DIFFER
        shown: list[tuple[str, str]] = []
        oldest, cursor = 0.0, ""
        while True:
            page = self._page(message, channel, cursor)
            messages: list[dict[str, Any]] = page["messages"]
            shown += [(key, each["ts"]) for each in messages if (key := _key(each))]
            oldest = oldest or (_slack_says(page) - age).timestamp()
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            # A channel is read from its newest message back, a thread from its beginning.
            if not cursor or (not message.thread_ts and float(messages[-1]["ts"]) < oldest):
                return shown

    def _page(self, message: Claimed, channel: str, cursor: str) -> SlackResponse:
        wanted: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if message.thread_ts:
            return self._client.conversations_replies(ts=message.thread_ts, cursor=cursor or None, **wanted)
        return self._client.conversations_history(cursor=cursor or None, **wanted)

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


def _slack_says(page: SlackResponse) -> datetime:
    """Slack's own time, as it stands on its answer."""
    headers = {name.lower(): value for name, value in page.headers.items()}
    date = headers["date"]
    return parsedate_to_datetime(date[0] if isinstance(date, list) else date)


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload: dict[str, Any] = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT_TYPE else None
