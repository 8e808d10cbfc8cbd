"""Sentences: our own words with what was typed in its places. A template is said in the language that is spoken.

    says("*{client} is closed* by {name}.", client=client.name, name=name)

Between asterisks stands what is bold. Only the template is read so; what comes into its places never is.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from bot.slack.blocks import Block, Sentence, View
from bot.slack.text import Bold, Part
from bot.words import template

PIECES = re.compile(r"(\{[a-z_]+\}|\*)")


def sentence(english: str, /, **named: Part | int) -> Sentence:
    """`english` is written out where this is called, never made: translators find it there."""
    return Sentence(_joined(_filled(template(english), named)))


def says(english: str, /, *, more: Sequence[Block] = (), **named: Part | int) -> View:
    """The common message: one sentence, and perhaps something to press."""
    return shows(sentence(english, **named), *more)


def shows(said: Sentence, *more: Block) -> View:
    return View(said.text, [said.block, *more])


def verbatim(*parts: Part) -> Sentence:
    """What is in words already, or was typed by somebody."""
    return Sentence(_joined(parts))


def together(*sentences: Sentence | None) -> Sentence:
    """Several whole sentences as one; those that are not there are left out."""
    parts: list[Part] = []
    for each in sentences:
        if each is not None and each.parts:
            parts += [" ", *each.parts] if parts else each.parts
    return Sentence(_joined(parts))


def _filled(words: str, named: dict[str, Part | int]) -> list[Part]:
    found: list[Part] = []
    for piece, is_place, is_bold in _pieces(words):
        part = named[piece] if is_place else piece
        plain = str(part) if isinstance(part, int) else part
        found.append(Bold(plain) if is_bold and isinstance(plain, str) else plain)
    return found


@lru_cache(maxsize=2_000)
def _pieces(words: str) -> tuple[tuple[str, bool, bool], ...]:
    """Of a template, each with whether it is a place, and whether it is bold."""
    pieces = PIECES.split(words)
    bold = accumulate(piece == "*" for piece in pieces)
    return tuple(
        (piece.strip("{}"), piece.startswith("{"), bool(stars % 2))
        for piece, stars in zip(pieces, bold, strict=True) if piece not in ("", "*")
    )  # fmt: skip


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Those of one kind that stand beside each other are one."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, str) and isinstance(before, str):
            found[-1] = before + part
        elif isinstance(part, Bold) and isinstance(before, Bold):
            found[-1] = Bold(before.text + part.text)
        elif part not in ("", Bold("")):
            found.append(part)
    return found
