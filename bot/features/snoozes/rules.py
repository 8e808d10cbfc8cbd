"""When somebody wants to hear of it again."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.hours import local

REASON_MOST = 120
HALF_HOUR = timedelta(minutes=30)
LEAST = timedelta(minutes=5)
"""A meeting that ends in a minute or two has not ended yet."""


class Span(StrEnum):
    TEN_MINUTES = "10 minutes"
    HALF_AN_HOUR = "half an hour"
    AFTER_MEETING = "after my meeting"


def again_at(span: Span, now: datetime, zone: str) -> datetime:
    """Meetings end on the full or the half hour of whoever sits in them."""
    if span is not Span.AFTER_MEETING:
        return now + (HALF_HOUR if span is Span.HALF_AN_HOUR else HALF_HOUR / 3)
    here = local(now, zone)
    into = datetime.combine(here.date(), here.time()) - datetime.combine(here.date(), time(here.hour))
    until = now + HALF_HOUR - into % HALF_HOUR
    return until if until - now >= LEAST else until + HALF_HOUR
