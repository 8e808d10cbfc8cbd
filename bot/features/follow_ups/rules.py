from datetime import datetime, time
from enum import StrEnum

from bot.hours import working_days_later
from bot.words import later

AFTER_WORKING_DAYS = (2, 10)
AT = time(10)
TRIES_MOST = 3
"""So often a follow-up is asked for, or the client found out, before it is left to the next one."""


class Feeling(StrEnum):
    CONTENT = "content"
    ADVOCATE = "advocate"
    UNHAPPY = "unhappy"


FEELING_WORDS = {
    Feeling.CONTENT: later("content"),
    Feeling.ADVOCATE: later("so pleased that they would recommend us"),
    Feeling.UNHAPPY: later("still unhappy"),
}


def follow_up_dates(agreed_at: datetime, zone: str) -> list[datetime]:
    """Ten in the morning, in the owner's zone."""
    return [working_days_later(agreed_at, days, AT, zone) for days in AFTER_WORKING_DAYS]


def next_working_morning(now: datetime, zone: str) -> datetime:
    return working_days_later(now, 1, AT, zone)
