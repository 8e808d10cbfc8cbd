"""How a client's name and number are read."""

import re
import unicodedata

NAME_MOST, CONTACT_MOST, PHONE_MOST = 80, 80, 40
DIALABLE = re.compile(r"\+?[\d\s().\-/]{5,}(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
FEWEST_DIGITS = 5


def key_of(name: str) -> str:
    """The name as it is compared: case, accents, signs and spacing folded. A name of signs alone stays as it is."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", bare)
    return " ".join(words) or " ".join(name.split())


def can_be_dialled(phone: str) -> bool:
    """Whether what was typed looks like a number; if not it is kept all the same, and said."""
    return bool(DIALABLE.fullmatch(phone.strip())) and sum(c.isdigit() for c in phone) >= FEWEST_DIGITS
