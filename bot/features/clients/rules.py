"""How long what is known of a client may be, and what looks like a number."""

import re

NAME_MOST, CONTACT_MOST, PHONE_MOST = 80, 80, 40
ALIASES_MOST, VALUE_MOST, LANGUAGE_MOST, NOTES_MOST = 12, 60, 40, 1_000
DIALABLE = re.compile(r"\+?[\d\s().\-/]{5,}(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
FEWEST_DIGITS = 5


def can_be_dialled(phone: str) -> bool:
    """Whether what was typed looks like a number; if not it is kept all the same, and said."""
    return bool(DIALABLE.fullmatch(phone.strip())) and sum(c.isdigit() for c in phone) >= FEWEST_DIGITS
