"""Sentences for Slack: made of parts, so that what a person typed is never parsed as markup.

A sentence is shown as rich text, whose text elements Slack does not parse, and spoken as `text`, which Slack does parse
and where everything typed is therefore escaped.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.words import later, template
from bot.words.local import moment_words

ELLIPSIS = "…"
WORD_JOINER = "\u2060"
TRAPS = str.maketrans({sign: WORD_JOINER + sign for sign in "*_~`"})
"""Slack has no escape for these; a joiner before them keeps them from opening anything."""


@dataclass(frozen=True)
class Bold:
    text: str


@dataclass(frozen=True)
class Struck:
    text: str


@dataclass(frozen=True)
class Italic:
    text: str


@dataclass(frozen=True)
class Mention:
    """A person, by user id."""

    user: str


@dataclass(frozen=True)
class Place:
    """A channel, or somebody's direct messages, by id."""

    id: str

    @property
    def is_person(self) -> bool:
        return self.id.startswith(("U", "W"))


@dataclass(frozen=True)
class Moment:
    """An instant, shown in each reader's own zone. `form` is made of date tokens of Slack's."""

    at: datetime
    form: str = later("{date_short_pretty} at {time}")


@dataclass(frozen=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True)
class Dial:
    """A phone number that can be pressed. On a lock screen it is its digits."""

    url: str
    digits: str


Part = str | Bold | Struck | Italic | Mention | Place | Moment | Link | Dial


def tidy(typed: str, limit: int) -> str:
    """What was typed on one line, without characters that move or hide text, cut with an ellipsis."""
    kept = "".join(
        c for c in typed if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs") or c == "\u200d"
    )
    return cut(" ".join(kept.split()), limit)


def ended(typed: str) -> str:
    """As the end of a sentence of ours: with a full stop, where it has no end of its own."""
    return typed if typed.endswith((".", "!", "?", "…")) else f"{typed}."


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def escape(text: str) -> str:
    """Text as `text` and mrkdwn may carry it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").translate(TRAPS)


def spoken(parts: Sequence[Part]) -> str:
    """The sentence as `text`: what a lock screen and a screen reader say."""
    return "".join(_spoken(part) for part in parts)


def _spoken(part: Part) -> str:
    match part:
        case str():
            return escape(part)
        case Bold() | Struck() | Italic():
            return escape(part.text)
        case Mention():
            return f"<@{part.user}>"
        case Place():
            return f"<{'@' if part.is_person else '#'}{part.id}>"
        case Moment():
            return f"<!date^{int(part.at.timestamp())}^{template(part.form)}|{_fallback(part)}>"
        case Link():
            return f"<{part.url}|{escape(part.label)}>"
        case Dial():
            return escape(part.digits)


def _fallback(part: Moment) -> str:
    """For a client that does not know the token: nobody knows who reads it, or where."""
    return f"{moment_words(part.at)} UTC"


def rich(parts: Sequence[Part]) -> dict[str, Any]:
    """The sentence as a section of a rich text block."""
    return {"type": "rich_text_section", "elements": [_rich(part) for part in parts if not _is_empty(part)]}


def _is_empty(part: Part) -> bool:
    """Slack refuses a text element without text."""
    return part == "" or (isinstance(part, Bold | Struck | Italic) and not part.text)


def _rich_place(place: Place) -> dict[str, Any]:
    if place.is_person:
        return {"type": "user", "user_id": place.id}
    return {"type": "channel", "channel_id": place.id}


def _rich(part: Part) -> dict[str, Any]:
    match part:
        case str():
            return {"type": "text", "text": part}
        case Bold():
            return {"type": "text", "text": part.text, "style": {"bold": True}}
        case Struck():
            return {"type": "text", "text": part.text, "style": {"strike": True}}
        case Italic():
            return {"type": "text", "text": part.text, "style": {"italic": True}}
        case Mention():
            return {"type": "user", "user_id": part.user}
        case Place():
            return _rich_place(part)
        case Moment():
            stamp = int(part.at.timestamp())
            return {"type": "date", "timestamp": stamp, "format": template(part.form), "fallback": _fallback(part)}
        case Link(url=url, label=shown) | Dial(url=url, digits=shown):
            return {"type": "link", "url": url, "text": shown}
