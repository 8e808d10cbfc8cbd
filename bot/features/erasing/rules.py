"""What is personal, and how it is taken out of what was said."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

SOMEBODY = "somebody"
"""Stands where a person's id stood."""
SPOKEN = frozenset({"text", "alt_text"})
"""Where the words stand in a block. What else stands there is Slack's, and must stay as it is."""
WORDS = frozenset({
    "clients.name", "clients.key", "clients.contact", "clients.phone", "clients.aliases",
    "clients.keys", "clients.value_at_risk", "clients.language", "clients.notes", "escalations.what_happened",
    "escalations.client_typed", "escalations.contact_typed", "escalations.phone_typed", "escalations.lesson",
    "escalations.muted_why", "promises.what", "steps.reason",
    "messages.text", "messages.blocks", "asks.text", "asks.blocks", "asks.struck_why", "attempts.why",
    "attempts.ask_for", "colleagues.need", "hand_overs.facts", "hand_overs.promises", "hand_overs.mood",
    "hand_overs.avoid", "history.detail", "people.name",
})  # fmt: skip
"""The columns that hold what somebody typed, or a name."""
IDS = frozenset({
    "escalations.owner", "escalations.flagged_by", "escalations.calling_by", "promises.by", "steps.by", "attempts.by",
    "history.by", "history.detail", "people.user_id", "asks.person", "asks.key", "messages.channel", "messages.line",
    "messages.sent_channel", "messages.text", "messages.blocks", "asks.blocks", "asks.text", "gates.channel",
    "erasures.by", "looks.user_id", "channels.members", "colleagues.person", "colleagues.by",
    "hand_overs.by", "hand_overs.receiver", "workspaces.leads", "workspaces.guided",
    "clients.account_owner", "clients.deputy",
})  # fmt: skip
"""The columns in which a person's id may stand, or that of their direct messages."""
PLACES = frozenset({"escalations.source_channel", "escalations.source_ts"})
"""The columns that lead to a client's words in Slack."""
NEITHER = frozenset({
    "asks.state", "asks.topic", "attempts.result", "beats.name", "chains.of", "chains.seal", "channels.channel",
    "clients.zone", "escalations.client_choices",
    "colleagues.state", "erasures.state", "hand_overs.state",
    "escalations.cause", "escalations.channel", "escalations.outcome", "escalations.state",
    "follow_ups.feeling", "gates.reason", "heard.key", "history.act", "history.digest", "history.salt", "history.seal",
    "messages.key", "messages.reason", "messages.state", "messages.thread_ts", "messages.ts", "people.zone",
    "promises.state", "readings.channel", "readings.read_until", "steps.key", "steps.state", "workspaces.bot_user_id",
    "workspaces.days_off", "workspaces.digest_channel", "workspaces.digest_time", "workspaces.emoji",
    "workspaces.holidays", "workspaces.id", "workspaces.may_close", "workspaces.name", "workspaces.quiet_from",
    "workspaces.quiet_until", "workspaces.rungs_off", "workspaces.shared_channels", "workspaces.url",
    "workspaces.watched_channel", "workspaces.work_days", "workspaces.work_from", "workspaces.work_until",
    "workspaces.zone", "people.locale", "workspaces.language",
})  # fmt: skip
"""All other columns of text, but the workspace's id. A test fails on one that stands nowhere here: say what it holds,
and see that it is erased."""


def replaced(thing: Any, instead: Mapping[str, str], keys: Collection[str] | None = None) -> Any:
    """The same, however deep, with other words in place of these wherever they stand as whole words.

    In what has keys, only under those keys where some are given. A mention becomes the words too.
    """
    match thing:
        case str() if instead:
            return _pattern(instead).sub(lambda found: _instead(found[0], instead), thing)
        case list():
            return [replaced(each, instead, keys) for each in thing]
        case {"type": "user", "user_id": gone} | {"type": "link", "url": gone} if gone in instead:
            return {"type": "text", "text": instead[gone]}
        case dict():
            return {
                key: value if isinstance(value, str) and keys is not None and key not in keys
                else replaced(value, instead, keys)
                for key, value in thing.items()
            }  # fmt: skip
    return thing


def _instead(found: str, instead: Mapping[str, str]) -> str:
    """Of a word, or of a mention."""
    return instead[found] if found in instead else instead[found.removeprefix("<@").removesuffix(">")]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"<@(?:{longest_first})>|(?<!\w)(?:{longest_first})(?!\w)")
