"""Words: what we say, in the language that is spoken.

An English sentence is its own key, as in gettext; what changes in it stands in braces, so that a translator is free in
the order of words. A language is a file in this folder, `de.po`; for English there is none. Which one is spoken is
known wherever work is opened for a workspace: nobody hands it about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NewType

from bot.words.catalogues import ENGLISH as ENGLISH
from bot.words.catalogues import FOLDER, PLACE, read_catalogues

Later = NewType("Later", str)
"""Our own words where they are written down before it is known in which language they will be said."""
CATALOGUES = read_catalogues(FOLDER)
_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Until this ends, here and in no other thread, we speak that language; English where we don't know it."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def spoken_language() -> str:
    return _LANGUAGE.get()


def t(english: str, /, **named: object) -> str:
    """These words, with what is named in its place. `english` is written out where this is called, never made."""
    return _filled(template(english), named)


def plural(one: str, many: str, count: int, /, **named: object) -> str:
    """As the language has it for that number, which stands in place of {count}."""
    catalogue = CATALOGUES.get(_LANGUAGE.get())
    found = catalogue.ngettext(one, many, count) if catalogue else one if count == 1 else many
    return _filled(found, {"count": count, **named})


def later(english: str, /) -> Later:
    """Marks words for the translators; `said` says them."""
    return Later(english)


def said(words: Later, /, **named: object) -> str:
    return _filled(template(words), named)


def capital(words: str) -> str:
    """As a sentence begins, or a choice in a list; the rest stays, for some languages write nouns so."""
    return words[:1].upper() + words[1:]


def template(english: str) -> str:
    """The words in the language that is spoken, their places still empty."""
    catalogue = CATALOGUES.get(_LANGUAGE.get())
    return catalogue.gettext(english) if catalogue else english


def _filled(words: str, named: dict[str, object]) -> str:
    """Once: what stands in braces in somebody's name is that name."""
    return PLACE.sub(lambda place: str(named[place[1]]), words) if named else words
