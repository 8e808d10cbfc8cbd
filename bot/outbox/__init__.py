"""The outbox makes Slack show what the rows of `messages` say.

    pending → sending → sent          a change makes a sent one pending again
                 ├────→ pending       Slack was busy, or nobody answered before a byte was sent
                 ├────→ ambiguous     it may or may not have been posted: wait, look for its key, then decide
                 └────→ parked        Slack says no for good: a person must look
    pending → dropped                 what it says is no longer true

A claim is one short transaction; the call to Slack is made after it, outside of any.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Every duration of the outbox, so that tests can scale them together."""

    lease: timedelta = timedelta(seconds=60)
    call: timedelta = timedelta(seconds=8)
    """Time-out of one call: well inside the lease, and inside the ten seconds a process has to stop."""
    settle: timedelta = timedelta(seconds=60)
    """How long after a call without an end a post may still appear."""
    burst: int = 3
    refill: timedelta = timedelta(seconds=1)
    """Slack takes about one post a second in a channel, and short bursts."""
    back_off_most: timedelta = timedelta(minutes=15)
