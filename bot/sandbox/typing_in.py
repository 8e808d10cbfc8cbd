"""What Slack makes of the words a person types: mentions, channels and links become markup, the rest is escaped."""

import re
from collections.abc import Callable

from bot.sandbox.state import State
from bot.sandbox.things import Json

URL = re.compile(r"(https?://[^\s<>|]+)")
BROADCAST = re.compile(r"@(here|channel|everyone)\b")
TOKEN = re.compile(r"<(@|#|!|https?:|mailto:)([^>]*)>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(text: str, state: State) -> str:
    return _marked(text, lambda words: _mentions(BROADCAST.sub(r"<!\1>", words), state, labelled=False))


def as_command(text: str, state: State, *, escape: bool) -> str:
    """`escape` is the manifest's should_escape: people and channels arrive as ids, links marked."""
    return _marked(text, lambda words: _mentions(words, state, labelled=True)) if escape else escaped(text)


def _marked(text: str, mark: Callable[[str], str]) -> str:
    """Links in pointed brackets, and `mark` applied to the words between them only: a link may hold a # or an @."""
    pieces = URL.split(escaped(text))
    return "".join(f"<{piece}>" if number % 2 else mark(piece) for number, piece in enumerate(pieces))


def _mentions(text: str, state: State, *, labelled: bool) -> str:
    names = {
        name: member for member in state.members.values() for name in (member.name, member.first_name, member.real_name)
    }
    for name in sorted(names, key=len, reverse=True):
        label = f"|{names[name].name}" if labelled else ""
        text = re.sub(rf"(?<![<\w])@{re.escape(name)}\b", f"<@{names[name].id}{label}>", text, flags=re.IGNORECASE)
    for channel in list(state.channels.values()):
        if channel.name:
            text = re.sub(rf"(?<![<\w])#{re.escape(channel.name)}\b", f"<#{channel.id}|{channel.name}>", text)
    return text


def as_blocks(marked: str, block_id: str) -> list[Json]:
    """The rich text that a person's message carries beside its text."""
    elements: list[Json] = []
    end = 0
    for found in TOKEN.finditer(marked):
        elements += _words(marked[end : found.start()])
        kind, target = found[1], found[2].split("|")[0]
        elements.append(
            {
                "@": {"type": "user", "user_id": target},
                "#": {"type": "channel", "channel_id": target},
                "!": {"type": "broadcast", "range": target},
            }.get(kind, {"type": "link", "url": kind + target})
        )
        end = found.end()
    elements += _words(marked[end:])
    return [
        {"type": "rich_text", "block_id": block_id, "elements": [{"type": "rich_text_section", "elements": elements}]}
    ]


def _words(marked: str) -> list[Json]:
    plain = marked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [{"type": "text", "text": plain}] if plain else []
