"""Whose name somebody typed: one we know, one of a few, or a new one. A doubt is asked, never decided."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

ASKED_MOST = 4
"""More than that is no question."""
UNLIKE, WITHIN = 55, 66
"""Of a hundred: below it two names have too little in common to be looked at closely."""
LOOKED_AT_MOST, TELLS_MOST = 60, 300
"""A word that stands in more names than that says nothing of whose name it is."""
FORMS = {
    "ltd": "ltd limited", "inc": "inc incorporated", "corp": "corp corporation", "co": "co company", "llc": "llc",
    "llp": "llp", "plc": "plc", "gmbh": "gmbh mbh", "ag": "ag", "kg": "kg ohg gbr ug ek kgaa", "sa": "sa sas sarl sl",
    "spa": "spa srl", "bv": "bv nv", "ab": "ab", "as": "as aps asa", "oy": "oy oyj", "pty": "pty", "pte": "pte",
    "doo": "doo", "spzoo": "spzoo", "kft": "kft zrt", "lda": "lda ltda", "kk": "kk", "ooo": "ооо ooo",
}  # fmt: skip
FORM_OF = {word: form for form, words in FORMS.items() for word in words.split()}
SPELT_OUT = re.compile(r"\b(sp z o o|g m b h|s p a|s a r l|s r l|s a s|d o o|l l c|p l c|s a|b v|n v|a s|e k|k k)$")
LIGHT = frozenset({"and", "und", "et", "y", "og", "och", "the"})
SMALL = frozenset({
    "and", "und", "et", "e", "y", "i", "og", "och", "the", "of", "de", "der", "die", "das", "la", "le", "les", "el",
    "du", "van", "von",
})  # fmt: skip
COMMON = frozenset({
    "group", "bank", "services", "service", "systems", "international", "global", "national", "royal", "general",
    "first", "united", "new", "industries", "solutions", "partners", "holding", "holdings", "trading", "traders",
    "foods", "hotels", "hotel", "shipping", "logistics", "media", "health", "energy", "consulting", "technologies",
    "technology", "tech", "software", "enterprises", "works", "company", "brothers", "bros", "sons", "studio",
    "bar", "cafe", "supplies", "north", "south", "east", "west", "great", "big", "blue", "red", "green", "black",
    "white",
})  # fmt: skip
SPELT_WITH = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "’": "'", "&": " and ",
    "+": " and ",
})  # fmt: skip
UMLAUT = re.compile(r"([aou])e")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiou")
LONG_WORD, LONG_NAME, SWAPPED_WORD, SHORT, TYPOS_MOST = 7, 8, 5, 3, 3
SHORTENED = {
    "bros": "brothers", "intl": "international", "mfg": "manufacturing", "assoc": "associates", "natl": "national",
    "svcs": "services", "grp": "group", "univ": "university", "ind": "industries", "inds": "industries",
}  # fmt: skip
"""As people write them."""
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: str(number) for number, word in enumerate(COUNTED, 1)}


@dataclass(frozen=True)
class Found:
    """`sure` is whose name it is; `doubt` whose it may be, the likeliest first. Neither: nobody's that we know."""

    sure: int | None = None
    doubt: Sequence[int] = ()
    is_slip: bool = False
    """Sure, though it was typed with a slip of the finger."""


@dataclass(frozen=True)
class Name:
    """A name, taken apart."""

    key: str
    words: tuple[str, ...]
    """Without what a lawyer adds, "the" and "and"."""
    form: str
    """What the lawyer added."""

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @property
    def sounded(self) -> str:
        """As it is written where there is no ä."""
        return UMLAUT.sub(r"\1", self.joined)

    @property
    def counted(self) -> str:
        """With its numbers as digits."""
        return "".join(NUMBERS.get(word, word) for word in self.words)


def key_of(name: str) -> str:
    """The name as it is compared: case, accents, signs and spacing folded. A name of signs alone stays as it is."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", bare)
    return " ".join(words) or " ".join(name.split())


def keys_of(name: str, aliases: Iterable[str] = ()) -> str:
    """All that a client is found by, one a line, the name first."""
    lines = [key_of(_spelt(each)) or key_of(each) for each in (name, *aliases)]
    return "\n".join(dict.fromkeys(lines))


def find_name(typed: str, known: Sequence[tuple[int, str]]) -> Found:
    """`known` are ids with what `keys_of` made of each: ten thousand of them take some milliseconds."""
    wanted = _name(key_of(_spelt(typed)))
    lines = [(who, line) for who, keys in known for line in keys.split("\n")]
    exact = {who for who, line in lines if line == wanted.key}
    if len(exact) == 1:
        return Found(sure=exact.pop())
    near = [(who, _name(line)) for who, line in _worth_a_look(wanted, lines)]
    same = [(who, name) for who, name in near if _is_same(wanted, name)]
    if len({who for who, _ in same}) == 1 and not all(_other_form(wanted, name) for _, name in same):
        return Found(sure=same[0][0])
    if same:
        return _asked([(0.0, who) for who, _ in same])
    scored = [(how_far, who) for who, name in near if (how_far := _distance(wanted, name)) is not None]
    slips = {who for who, name in near if _is_slip(wanted.words, name.words)}
    typos = {who for how_far, who in scored if how_far < 1}
    if len(slips) == 1 and typos <= slips:
        return Found(sure=slips.pop(), is_slip=True)
    return _asked(scored)


def _asked(scored: Iterable[tuple[float, int]]) -> Found:
    ranked = list(dict.fromkeys(who for _, who in sorted(scored)))
    return Found(doubt=tuple(ranked[:ASKED_MOST]))


def _spelt(name: str) -> str:
    return name.casefold().replace("'", "").translate(SPELT_WITH).replace("'", "")


@lru_cache(maxsize=20_000)
def _name(key: str) -> Name:
    words = SPELT_OUT.sub(lambda found: found[0].replace(" ", ""), key).split()
    form = ""
    while len(words) > 1 and words[-1] in FORM_OF:
        last = words.pop()
        form = form or FORM_OF[last]
        if len(words) > 1 and words[-1] == "and":
            words.pop()
    kept = [SHORTENED.get(word, word) for word in words if word not in LIGHT] or words
    return Name(key, tuple(kept), form)


def _worth_a_look(wanted: Name, lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those that have enough in common with it: quick, and rather too many than too few."""
    texts = [line for _, line in lines]
    whole = process.extract(wanted.key, texts, scorer=fuzz.ratio, score_cutoff=UNLIKE, limit=LOOKED_AT_MOST)
    part = process.extract(wanted.joined, texts, scorer=fuzz.partial_ratio, score_cutoff=WITHIN, limit=LOOKED_AT_MOST)
    found = {n for _, _, n in [*whole, *part]}
    for word in (word for word in wanted.words if len(word) > SHORT and word not in COMMON):
        holding = {n for n, text in enumerate(texts) if word in text}
        found |= holding if len(holding) <= TELLS_MOST else set()
    if pattern := _initials(wanted):
        found |= {n for n, text in enumerate(texts) if pattern.match(text)}
    return [lines[n] for n in sorted(found)]


def _initials(wanted: Name) -> re.Pattern[str] | None:
    """What begins with these letters, word by word."""
    letters = wanted.joined
    return re.compile(r"\W".join(rf"{letter}\w+" for letter in letters)) if _are_initials(wanted) else None


def _are_initials(name: Name) -> bool:
    return SHORT <= len(name.joined) <= 5 and (len(name.words) == 1 or all(len(word) == 1 for word in name.words))


def _is_same(one: Name, other: Name) -> bool:
    if one.key.replace(" ", "") == other.key.replace(" ", ""):
        return True
    return one.joined == other.joined or one.sounded == other.sounded or one.counted == other.counted


def _other_form(one: Name, other: Name) -> bool:
    """A Ltd and a GmbH may be two companies."""
    return bool(one.form and other.form and one.form != other.form)


def _digits(name: Name) -> str:
    return "".join(re.findall(r"\d", name.joined))


def _distance(one: Name, other: Name) -> float | None:
    """How far the two are from each other: below 1 a typo, from there on a part of it. None when they are others."""
    if _digits(one) and _digits(other) and _digits(one) != _digits(other):
        return None
    if (far := _typos_in(one, other)) is not None:
        return far / 10
    if sorted(one.words) == sorted(other.words) or _same_but_small(one, other):
        return 0.9
    if _is_part(one.words, other.words) or _is_part(other.words, one.words):
        return 1 + abs(len(one.words) - len(other.words)) / 10
    if len(one.joined) >= LONG_NAME and other.joined.startswith(one.joined):
        return 1.5
    if _are_initials(one) and "".join(word[0] for word in other.words) == one.joined and len(other.words) > 1:
        return 2
    if len(one.words) <= len(other.words) and (far := _begins(one, other)) is not None:
        return 3 + far
    return None


def _same_but_small(one: Name, other: Name) -> bool:
    """The words in another order, or without the small ones."""
    left, right = ([word for word in name.words if word not in SMALL] for name in (one, other))
    return len(left) > 1 and sorted(left) == sorted(right)


def _typos_in(one: Name, other: Name) -> int | None:
    """Word by word where there are as many; else in all of it, where a space may be among them."""
    if len(one.words) == len(other.words):
        far = [_typos(left, right) for left, right in zip(one.words, other.words, strict=True) if left != right]
        known = [each for each in far if each is not None]
        if len(known) == len(far) and 0 < sum(known) <= TYPOS_MOST:
            return sum(known)
    return _typos(one.sounded, other.sounded, 4)


def _typos(one: str, other: str, per: int = 3) -> int | None:
    """How many, if they may be typos: one in so many letters."""
    most = min(TYPOS_MOST, max(1, min(len(one), len(other)) // per)) if min(len(one), len(other)) > SHORT else 0
    far = OSA.distance(one, other, score_cutoff=most)
    return int(far) if 0 < far <= most else None


def _is_part(few: Sequence[str], many: Sequence[str]) -> bool:
    """All the words of the one stand in the other, in that order; and one of them says something, or they begin it."""
    if len(few) >= len(many):
        return False
    rest = iter(many)
    if not all(any(word == other for other in rest) for word in few):
        return False
    return tuple(many[: len(few)]) == tuple(few) or any(word not in COMMON and len(word) > SHORT for word in few)


def _begins(one: Name, other: Name) -> int | None:
    """Typed as far as it was clear, with a typo or a word cut short."""
    begun = "".join(other.words[: len(one.words)])
    if len(one.joined) > SHORT and begun.startswith(one.joined):
        return 0
    return _typos(one.joined, begun, 4) if len(one.words) < len(other.words) else None


def _is_slip(typed: Sequence[str], known: Sequence[str]) -> bool:
    """One slip of the finger, such as makes no other name: two letters swapped, a neighbour hit, a vowel left out."""
    if len(typed) != len(known):
        return False
    unlike = [(one, other) for one, other in zip(typed, known, strict=True) if one != other]
    if len(unlike) != 1:
        return False
    is_long = sum(map(len, known)) >= LONG_NAME
    return _is_slip_of_a_word(*unlike[0], fewest=SWAPPED_WORD - is_long)


def _is_slip_of_a_word(typed: str, known: str, fewest: int) -> bool:
    if len(known) < fewest or OSA.distance(typed, known) != 1 or not (typed.isalpha() and known.isalpha()):
        return False
    at = next((n for n, (one, other) in enumerate(zip(typed, known, strict=False)) if one != other), -1)
    if sorted(typed) == sorted(known):
        return True
    inside = 0 < at < len(known) - 1 and len(known) >= LONG_WORD
    if inside and len(typed) == len(known):
        return _are_neighbours(typed[at], known[at])
    return inside and len(typed) < len(known) and known[at] in VOWELS


def _are_neighbours(one: str, other: str) -> bool:
    return any(abs(row.find(one) - row.find(other)) == 1 for row in ROWS if one in row and other in row)
