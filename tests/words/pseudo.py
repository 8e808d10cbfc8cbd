"""A language that nobody speaks: every letter is a wide one, and what stands in braces changes places.

So what was not translated, and what was glued together in the order of English, can be seen.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from extracting import POT

from bot.words import CATALOGUES, speaking
from bot.words.catalogues import compiled

PSEUDO = "eo"
"""Its grammar is Esperanto's, which has one plural."""
KEPT = re.compile(r"(\{[a-z_]+\})")
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in map(chr, range(33, 127)) if c.isalpha()}


def pseudo(english: str) -> str:
    """⟦Ｗｉｄｅ⟧, its places in the other order."""
    pieces = KEPT.split(english)
    places = pieces[1::2][::-1]
    words = [piece.translate(WIDE) for piece in pieces[::2]]
    return f"⟦{''.join(w + p for w, p in zip(words, [*places, ''], strict=True))}⟧"


def pseudo_catalogue() -> Catalog:
    with POT.open("rb") as stream:
        pot = read_po(stream)
    made = Catalog(locale=PSEUDO)
    for message in pot:
        if message.id:
            ids = message.id
            made.add(ids, pseudo(ids) if isinstance(ids, str) else tuple(pseudo(each) for each in ids))
    return made


@contextmanager
def speaking_pseudo() -> Iterator[None]:
    CATALOGUES[PSEUDO] = compiled(pseudo_catalogue(), "pseudo")
    try:
        with speaking(PSEUDO):
            yield
    finally:
        del CATALOGUES[PSEUDO]
