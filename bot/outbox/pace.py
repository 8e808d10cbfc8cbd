"""Gates: one call at a time in a channel, a bucket of posts, and the pause Slack asked for. Shared by all processes."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import Session

from bot.db.engine import insert_once
from bot.db.models import Gate, Message
from bot.outbox import Durations

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def shut(now: datetime, durations: Durations) -> ColumnElement[bool]:
    """Whether a gate would not let its message pass. An update is not counted as a post."""
    bucket_empty = Gate.full_at > now + durations.refill * (durations.burst - 1)
    return or_(Gate.busy_until > now, Gate.paused_until > now, and_(Message.ts.is_(None), bucket_empty))


def pass_gate(session: Session, message: Message, now: datetime, durations: Durations) -> bool:
    """Take the channel for one call. False when another process was quicker: asked again under the row's lock.

    Nobody waits here: who waited with other gates in hand could be waited for.
    """
    key = {"workspace_id": message.workspace_id, "channel": message.channel}
    if session.get(Gate, key) is None:
        insert_once(session, Gate, **key, busy_until=LONG_AGO, paused_until=LONG_AGO, full_at=LONG_AGO)
    gate = session.get(Gate, key, with_for_update={"skip_locked": True}, populate_existing=True)
    if gate is None or gate.busy_until > now or gate.paused_until > now:
        return False
    if message.ts is None:
        if gate.full_at > now + durations.refill * (durations.burst - 1):
            return False
        gate.full_at = max(gate.full_at, now) + durations.refill
    gate.busy_until = now + durations.lease
    return True


def leave_gate(
    session: Session, workspace_id: str, channel: str, now: datetime, paused_until: datetime | None = None
) -> None:
    """The call is over; `paused_until` closes the channel for everyone."""
    values = {"busy_until": now} | ({"paused_until": paused_until} if paused_until else {})
    session.execute(update(Gate).where(Gate.workspace_id == workspace_id, Gate.channel == channel).values(values))
