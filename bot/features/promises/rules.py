from datetime import datetime, timedelta
from enum import StrEnum

BEFORE_AT_LEAST = timedelta(minutes=15)
LATE_EVERY = timedelta(days=1)


class Fate(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    BROKEN = "broken"


class Asked(StrEnum):
    SOON = "soon"
    NOW = "now"
    LATE = "late"


def asked(due_at: datetime, now: datetime) -> Asked:
    """How a promise stands when it is asked about: a minute is not late yet."""
    if now < due_at:
        return Asked.SOON
    return Asked.NOW if now < due_at + timedelta(minutes=1) else Asked.LATE


def first_ask(made_at: datetime, due_at: datetime) -> datetime:
    """A quarter of the time before it is due, at least fifteen minutes; when it is due if there is no room for that."""
    before = due_at - max(BEFORE_AT_LEAST, (due_at - made_at) / 4)
    return before if before > made_at else due_at


def next_ask(due_at: datetime, now: datetime) -> datetime:
    """After the one before it is due comes the one when it is due, then one a day until it is settled."""
    return due_at if now < due_at else now + LATE_EVERY


def suggested_due(now: datetime) -> datetime:
    """Tomorrow at about this time, on the next full hour."""
    return (now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
