"""Phone numbers as they are typed, shown and dialled."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

NOWHERE = "ZZ"
FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Phone:
    """`shown` are its digits, well set; `dialled` is what a phone takes when it is pressed. Both are empty where no
    number was understood. `beside` is what was typed, where more or other than that number stands there."""

    shown: str = ""
    dialled: str = ""
    beside: str = ""


@lru_cache(maxsize=4_096)
def read_phone(typed: str, zone: str) -> Phone:
    """A number without its country is one of the country in which that zone is kept."""
    typed = typed.strip()
    region = region_of(zone)
    found, is_all = _number(typed, region)
    if found is None:
        return Phone(beside=typed)
    shown = phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)
    dialled = phonenumbers.format_number(found, PhoneNumberFormat.RFC3966)
    is_certain = is_all and phonenumbers.is_valid_number(found)
    return Phone(shown, dialled, "" if is_certain else typed)


def region_of(zone: str) -> str:
    """The country of a zone, as two letters; ZZ where there is none."""
    return _regions().get(zone, NOWHERE)


def _number(typed: str, region: str) -> tuple[PhoneNumber | None, bool]:
    """The number in it, and whether it is all that stands there."""
    if not any(c.isalpha() for c in typed.casefold().replace("ext", "").replace("x", "")):
        try:
            found = phonenumbers.parse(typed, region)
        except NumberParseException:
            return None, False
        return (found, True) if phonenumbers.is_possible_number(found) else (None, False)
    within = next(iter(PhoneNumberMatcher(typed, region)), None)
    return (within.number, False) if within else (None, False)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    """By zone, and by the names that a zone had before."""
    zones = resources.files("tzdata.zoneinfo")
    rows = [line.split("\t") for line in zones.joinpath("zone.tab").read_text("utf-8").splitlines()]
    found = {row[2]: row[0] for row in rows if len(row) > 2 and not row[0].startswith("#")}
    rules = zones.joinpath("tzdata.zi").read_text("utf-8").splitlines()
    links = [line.split(" ") for line in rules if line.startswith("L ")]
    return {name: found[zone] for _, zone, name in links if zone in found} | found
