"""Slack's ids as they stand in text and links."""

import html
import re

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
CHANNEL = re.compile(r"<#(C[A-Z0-9]+)(?:\|([^>]*))?>")
LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")
OTHER = re.compile(r"<![^>|]*(?:\|([^>]*))?>")
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def mentioned(text: str) -> list[str]:
    """User ids mentioned in a text as Slack sends it, in order."""
    return MENTION.findall(text)


def without_mentions(text: str) -> str:
    return MENTION.sub(" ", text)


def as_typed(text: str) -> str:
    """A text of Slack's as the person saw it: decoded once, here, and kept as plain text from then on."""
    text = CHANNEL.sub(lambda found: "#" + (found[2] or found[1]), text)
    text = LINK.sub(lambda found: found[2] or found[1].removeprefix("mailto:").removeprefix("tel:"), text)
    text = OTHER.sub(lambda found: found[1] or "", text)
    return html.unescape(text).translate(QUOTES)


def permalink(workspace_url: str, channel: str, ts: str, thread_ts: str | None = None) -> str:
    """The address Slack itself gives a message (chat.getPermalink), without asking for it."""
    link = f"{workspace_url}archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread_ts}&cid={channel}" if thread_ts and thread_ts != ts else link
