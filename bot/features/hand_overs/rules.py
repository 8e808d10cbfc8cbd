from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.features.escalations.rules import heat_word
from bot.hours import local
from bot.words import capital, plural, t
from bot.words.local import moment_words, weekday_words

PATIENCE_AT_LEAST = timedelta(minutes=5)
FACTS_MOST, PROMISES_MOST, MOOD_MOST, AVOID_MOST, REASON_MOST = 700, 500, 200, 200, 200


def lies_until(offered_at: datetime, third_of_goal_at: datetime) -> datetime:
    """How long an offer may lie before both hear that nobody has accepted it."""
    return max(third_of_goal_at, offered_at + PATIENCE_AT_LEAST)


@dataclass(frozen=True)
class Brief:
    """What the next one has to know."""

    facts: str = ""
    promises: str = ""
    mood: str = ""
    avoid: str = ""


class Promised(Protocol):
    what: str
    due_at: datetime


def facts_known(what_happened: str, tries: int, contact: str, *, is_reached: bool, notes: str = "") -> str:
    """What happened, how often somebody tried, what is noted of the client: each a line."""
    tried = ""
    if is_reached:
        tried = t("We have spoken with {contact}.", contact=contact)
    elif tries:
        tried = plural(
            "Tried {contact} once, and nobody was reached.", "Tried {contact} {count} times, and nobody was reached.",
            tries, contact=contact,
        )  # fmt: skip
    return "\n".join(line for line in (what_happened, tried, notes) if line)


def promises_known(promises: Sequence[Promised], zone: str) -> str:
    """In the zone of who writes the brief, and says which: it is read as plain text in another."""
    return "\n".join(_promised(each.what, local(each.due_at, zone), zone) for each in promises)


def _promised(what: str, at: datetime, zone: str) -> str:
    day, moment = weekday_words(at.weekday(), is_short=True), moment_words(at)
    return t("{what}, by {day} {moment} ({zone})", what=what, day=day, moment=moment, zone=zone)


def mood_known(heat: int) -> str:
    return capital(heat_word(heat))
