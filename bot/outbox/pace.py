"""Gates: one call at a time in a channel, a bucket of posts, and the pause Slack asked for. Shared by all processes.

A channel's gate is for its posts. Slack counts changes, readings and deletions in the whole workspace, so each has a
gate of its own; and the one for everything shuts when Slack does not let us in at all.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from bot.db.engine import insert_once
from bot.db.models import Gate, Message
from bot.outbox import Durations

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
EVERYTHING, CHANGES, READINGS, DELETIONS = "*", "chat.update", "conversations.history", "chat.delete"
IS_A_POST = and_(Message.ts.is_(None), Message.state != "ambiguous")

SHUT = select(Gate.channel, Gate.busy_until, Gate.paused_until, Gate.full_at).where(
    Gate.workspace_id == bindparam("workspace_id"),
    or_(Gate.busy_until > bindparam("now"), Gate.paused_until > bindparam("now"), Gate.full_at > bindparam("empty")),
)
PASSES = and_(
    Message.channel.not_in(bindparam("busy", expanding=True)),
    or_(~IS_A_POST, Message.channel.not_in(bindparam("no_posts", expanding=True))),
    or_(Message.ts.is_(None), Message.is_withdrawn, bindparam("changes_pass", type_=Boolean)),
    or_(Message.ts.is_(None), ~Message.is_withdrawn, bindparam("deletions_pass", type_=Boolean)),
    or_(Message.state != "ambiguous", bindparam("readings_pass", type_=Boolean)),
)
"""Which messages the gates let pass. Few are shut at one moment: naming them is a tenth of the cost of asking for each
waiting message's."""


def shut_gates(session: Session, workspace_id: str, now: datetime, durations: Durations) -> dict[str, Any] | None:
    """What `PASSES` asks for; None when nothing passes."""
    empty = now + durations.refill * (durations.burst - 1)
    gates = session.execute(SHUT, {"workspace_id": workspace_id, "now": now, "empty": empty}).all()
    paused = {gate.channel for gate in gates if gate.paused_until > now}
    if EVERYTHING in paused:
        return None
    return {
        "busy": [gate.channel for gate in gates if gate.busy_until > now],
        "no_posts": [gate.channel for gate in gates if gate.full_at > empty or gate.channel in paused],
        "changes_pass": CHANGES not in paused, "readings_pass": READINGS not in paused,
        "deletions_pass": DELETIONS not in paused,
    }  # fmt: skip


def pass_gate(session: Session, message: Message, now: datetime, durations: Durations) -> bool:
    """Take the channel for one call. False when another process was quicker: asked again under the row's lock.

    Nobody waits here: who waited with other gates in hand could be waited for.
    """
    everything = session.get(Gate, (message.workspace_id, EVERYTHING), populate_existing=True)
    if everything is None or not everything.reason:
        return _pass_channel(session, message, now, durations)
    # Locked out, one call in a while finds out whether we are let in again.
    everything = _locked(session, message.workspace_id, EVERYTHING)
    if everything is None or everything.paused_until > now or not _pass_channel(session, message, now, durations):
        return False
    everything.paused_until = now + durations.probe
    return True


def _pass_channel(session: Session, message: Message, now: datetime, durations: Durations) -> bool:
    insert_gate(session, message.workspace_id, message.channel)
    gate = _locked(session, message.workspace_id, message.channel)
    if gate is None or gate.busy_until > now:
        return False
    if message.ts is None and message.state != "ambiguous":
        if gate.paused_until > now or gate.full_at > now + durations.refill * (durations.burst - 1):
            return False
        gate.full_at = max(gate.full_at, now) + durations.refill
    gate.busy_until = now + durations.lease
    return True


def insert_gate(session: Session, workspace_id: str, name: str) -> None:
    if session.get(Gate, (workspace_id, name)) is None:
        insert_once(
            session, Gate, workspace_id=workspace_id, channel=name, busy_until=LONG_AGO, paused_until=LONG_AGO,
            full_at=LONG_AGO, reason="",
        )  # fmt: skip


def leave_gate(session: Session, workspace_id: str, channel: str, now: datetime) -> None:
    """The call is over."""
    _set(session, workspace_id, channel, busy_until=now)


def pause(session: Session, workspace_id: str, name: str, until: datetime) -> None:
    """Slack asked us to wait: everyone does. A longer pause stands."""
    insert_gate(session, workspace_id, name)
    this = Gate.workspace_id == workspace_id, Gate.channel == name, Gate.paused_until < until
    session.execute(update(Gate).where(*this).values(paused_until=until))


def lock_out(session: Session, workspace_id: str, reason: str, until: datetime) -> None:
    insert_gate(session, workspace_id, EVERYTHING)
    _set(session, workspace_id, EVERYTHING, paused_until=until, reason=reason)


def let_in(session: Session, workspace_id: str) -> None:
    gate = session.get(Gate, (workspace_id, EVERYTHING))
    if gate is not None and gate.reason:
        _set(session, workspace_id, EVERYTHING, paused_until=LONG_AGO, reason="")


def _locked(session: Session, workspace_id: str, name: str) -> Gate | None:
    return session.get(Gate, (workspace_id, name), with_for_update={"skip_locked": True}, populate_existing=True)


def _set(session: Session, workspace_id: str, name: str, **values: Any) -> None:
    session.execute(update(Gate).where(Gate.workspace_id == workspace_id, Gate.channel == name).values(values))
