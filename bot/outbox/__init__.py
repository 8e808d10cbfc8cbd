"""The outbox makes Slack show what the rows of `messages` say.

    pending → sending → sent          a change makes a sent one pending again
                 ├────→ pending       Slack was busy, or nobody answered before a byte was sent
                 ├────→ ambiguous     it may or may not have been posted: wait, look for its key, then decide
                 ├────→ parked        Slack says no for good: a person must look
                 └────→ unknown       a word to one person that cannot be looked for: given up, never guessed
    pending → dropped                 what it says is no longer true

Whatever is withdrawn goes the same ways, but for its last step: it is deleted in Slack, and then its row is.

A claim is one short transaction; the call to Slack is made after it, outside of any.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

UNKNOWN_IF_POSTED = "unknown_if_posted"
"""The reason of a message that may stand in Slack and cannot be looked for."""
Told = Callable[[str, str], None]
"""Hears of each call's act and outcome, for whoever counts them."""


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Every duration of the outbox, so that tests can scale them together."""

    lease: timedelta = timedelta(seconds=60)
    call: timedelta = timedelta(seconds=8)
    """Time-out of one call: well inside the lease, and inside the ten seconds a process has to stop."""
    usual_call: timedelta = timedelta(seconds=1)
    settle: timedelta = timedelta(seconds=60)
    """How long after a call without an end a post may still appear."""
    unreadable: timedelta = timedelta(minutes=15)
    """How long a post is looked for in vain before somebody hears that it is not known."""
    probe: timedelta = timedelta(seconds=60)
    """How often one call finds out whether a workspace that locked us out lets us in again."""
    burst: int = 3
    refill: timedelta = timedelta(seconds=1)
    """Slack takes about one post a second in a channel, and short bursts."""
    back_off_most: timedelta = timedelta(minutes=15)
