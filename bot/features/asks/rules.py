"""When a person may be spoken to."""

from datetime import datetime, timedelta

from bot.hours import Week
from bot.words import Later, later

AWAKE_FOR = timedelta(hours=1)
"""Who pressed or typed something this recently is up by choice, whatever the hour."""
LATE = timedelta(minutes=1)
SPACE = timedelta(minutes=5)
"""Between two words to one person, unless the later one cannot wait."""
FURIOUS = 5
ORDINARY = Week()


def may_speak_at(
    at: datetime, zone: str, dnd_from: datetime | None, dnd_until: datetime | None, active_at: datetime | None,
    week: Week = ORDINARY,
) -> datetime:  # fmt: skip
    """The first instant from `at` on that is not in their quiet hours, on a day off, or in their do-not-disturb."""
    if active_at and at - active_at < AWAKE_FOR:
        return at
    while True:
        allowed = week.off_until(at, zone) or at
        if dnd_from and dnd_until and dnd_from <= allowed < dnd_until:
            allowed = dnd_until
        if allowed == at:
            return at
        at = allowed


def is_late(may_be_said: datetime, said: datetime) -> bool:
    return said - may_be_said > LATE


def free_at(now: datetime, told_at: datetime | None, *, is_urgent: bool) -> datetime:
    """The first instant from `now` on at which somebody who was told something at `told_at` hears the next thing."""
    return now if is_urgent or told_at is None else max(now, told_at + SPACE)


def why_late(due: datetime, may_be_said: datetime, said: datetime) -> Later | None:
    """The end of a sentence; None when it was said in time."""
    if is_late(may_be_said, said):
        return later("I was down")
    if not is_late(due, said):
        return None
    return later("I had just written to you") if said - due <= SPACE else later("you were off then")
