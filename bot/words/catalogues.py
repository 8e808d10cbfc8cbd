"""The catalogues: a language each, as gettext's tools and translators know them. They are read once, at the start."""

import logging
import re
from collections.abc import Iterable
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

log = logging.getLogger(__name__)
ENGLISH = "en"
FOLDER = Path(__file__).parent
PLACE = re.compile(r"\{([a-z_]+)\}")
BOLD = "*"


def read_catalogues(folder: Path) -> dict[str, GNUTranslations]:
    """By language. A file that is none is left out, and said in the log: we start all the same, in English."""
    found: dict[str, GNUTranslations] = {}
    for file in sorted(folder.glob("*.po")):
        try:
            with file.open("rb") as stream:
                catalogue = read_po(stream, locale=file.stem, abort_invalid=True)
        except (PoFileError, UnknownLocaleError, UnicodeDecodeError, ValueError) as error:
            log.warning("%s is no catalogue, so that language is not spoken: %s", file.name, error)
            continue
        found[file.stem] = compiled(catalogue, file.name)
    return found


def compiled(catalogue: Catalog, name: str) -> GNUTranslations:
    """Ready to be spoken from, without what would fall apart on the way."""
    for message in [message for message in catalogue if (message.id and wrong_with(message))]:
        log.warning("%s: said in English, because its %s: %s", name, wrong_with(message), _texts(message.id)[0])
        catalogue.delete(message.id)
    stream = BytesIO()
    write_mo(stream, catalogue)
    stream.seek(0)
    return GNUTranslations(stream)


def wrong_with(message: Message) -> str:
    """What a translation does not keep of the English; empty when all is well, or there is none yet."""
    said = [text for text in _texts(message.string) if text]
    wanted = _places(_texts(message.id))
    for text in said:
        missing = wanted - _places([text]) - ({"count"} if message.pluralizable else set())
        if missing or _places([text]) - wanted:
            return "places in braces differ"
        if text.count(BOLD) % 2 or bool(text.count(BOLD)) is not any(BOLD in each for each in _texts(message.id)):
            return "asterisks differ"
    return ""


def _texts(words: str | Iterable[str] | None) -> list[str]:
    return [] if words is None else [words] if isinstance(words, str) else list(words)


def _places(texts: Iterable[str]) -> set[str]:
    return {place for text in texts for place in PLACE.findall(text)}
