"""Claiming: which message goes next, and who carries it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from bot.db.models import Message, Workspace
from bot.outbox import Durations
from bot.outbox.pace import CHANGES, DELETIONS, PASSES, READINGS, pass_gate, shut_gates
from bot.work import DIRECT

TOGETHER_MOST = 50
"""Look-ups that one reading of a channel answers."""
PARENT_NOT_POSTED = "parent_not_posted"
UNSETTLED = ("pending", "sending", "ambiguous")

_parent, _earlier = aliased(Message), aliased(Message)
DUE = or_(
    and_(Message.state.in_(("pending", "ambiguous")), Message.due_at <= bindparam("now")),
    and_(Message.state == "sending", Message.lease_until <= bindparam("now")),
)
PARENT_IS_SETTLED = exists().where(
    _parent.id == Message.thread_id, or_(_parent.ts.is_not(None), _parent.state.in_(("parked", "dropped")))
)
IS_IN_LINE = exists().where(
    _earlier.workspace_id == Message.workspace_id, _earlier.line == Message.line, _earlier.id < Message.id,
    _earlier.ts.is_(None), _earlier.state.in_(UNSETTLED),
)  # fmt: skip
ELIGIBLE = (
    select(Message.id)
    .where(Message.workspace_id == bindparam("workspace_id"), DUE, PASSES)
    .where(or_(Message.thread_id.is_(None), PARENT_IS_SETTLED), or_(Message.ts.is_not(None), ~IS_IN_LINE))
    .order_by(Message.is_withdrawn, Message.due_at, Message.id)
    .limit(8)
)
"""Made once: to make it costs as much as to run it. What is only to be deleted keeps nobody waiting."""
Act = Literal["post", "update", "look_up", "delete"]


@dataclass(frozen=True)
class Claimed:
    """A message as it stood when it was claimed, and the fence that its carrier must come back with."""

    id: int
    workspace_id: str
    channel: str
    sent_channel: str | None
    ts: str | None
    thread_ts: str | None
    broadcast: bool
    key: str
    text: str
    blocks: list[Any]
    revision: int
    fence: int
    tries: int
    first_try_at: datetime
    claimed_at: datetime
    act: Act
    barred: str | None
    """Why Slack must not be asked: its parent never got there, or outsiders would read it."""
    beside: tuple["Claimed", ...] = ()
    """Others to be looked for in the same place: one reading answers for all."""

    @property
    def all(self) -> tuple["Claimed", ...]:
        return self, *self.beside

    @property
    def is_direct(self) -> bool:
        """To one person alone."""
        return self.channel.startswith(DIRECT)

    @property
    def gate(self) -> str:
        """Which gate a pause that Slack asks for shuts."""
        return {"post": self.channel, "update": CHANGES, "look_up": READINGS, "delete": DELETIONS}[self.act]


def claim_one(session: Session, workspace_id: str, now: datetime, durations: Durations) -> Claimed | None:
    """Take the first message that may go now. The caller commits, and only then calls Slack."""
    shut = shut_gates(session, workspace_id, now, durations)
    if shut is None:
        return None
    asked = {"workspace_id": workspace_id, "now": now, **shut}
    for message_id in session.scalars(ELIGIBLE, asked).all():
        wanted = (
            select(Message).where(Message.id == message_id, DUE).with_for_update(skip_locked=True, key_share=True)
        )
        message = session.scalars(wanted.execution_options(populate_existing=True), {"now": now}).first()
        if message is not None and message.is_withdrawn and message.state == "pending" and not message.ts:
            session.delete(message)  # it was looked for, and is not there
        elif (
            message is not None
            and _give_up_lost_lease(message, now, durations)
            and pass_gate(session, message, now, durations)
        ):
            claimed = _taken(session, message, now, durations)
            return replace(claimed, beside=_beside(session, message, now, durations)) if _looks(claimed) else claimed
    return None


def _looks(claimed: Claimed) -> bool:
    return claimed.act == "look_up" and not claimed.barred


def _beside(session: Session, first: Message, now: datetime, durations: Durations) -> tuple[Claimed, ...]:
    """What else is to be looked for where this one is."""
    wanted = select(Message).where(
        Message.workspace_id == first.workspace_id, Message.channel == first.channel, Message.id != first.id,
        Message.thread_id.is_not_distinct_from(first.thread_id), Message.ts.is_(None),
        Message.thread_ts.is_not_distinct_from(first.thread_ts), Message.state == "ambiguous", Message.due_at <= now,
    ).order_by(Message.id).limit(TOGETHER_MOST).with_for_update(skip_locked=True, key_share=True)  # fmt: skip
    return tuple(_taken(session, message, now, durations) for message in session.scalars(wanted).all())


def _give_up_lost_lease(message: Message, now: datetime, durations: Durations) -> bool:
    """A process died with this in its hands. An update is made again; a post may have gone out. True: go on now."""
    if message.state != "sending":
        return True
    message.fence += 1
    if message.ts:
        message.state, message.first_try_at = "pending", now
        return True
    may_appear_until = (message.lease_until or now) - durations.lease + durations.call + durations.settle
    # Where the lease ran out because this machine's clock was put on, the call may still be under way.
    message.state, message.due_at = "ambiguous", max(may_appear_until, now + durations.usual_call)
    return False


def _bar(session: Session, message: Message, parent: Message | None) -> str | None:
    if parent is not None and parent.ts is None:
        return PARENT_NOT_POSTED
    if message.is_withdrawn:
        return None
    workspace = session.get(Workspace, message.workspace_id)
    return "shared_with_another_company" if workspace and message.channel in workspace.shared_channels else None


def _taken(session: Session, message: Message, now: datetime, durations: Durations) -> Claimed:
    act: Act = "post"
    if message.ts:
        act = "delete" if message.is_withdrawn else "update"
    elif message.state == "ambiguous":
        act = "look_up"
    parent = session.get(Message, message.thread_id) if message.thread_id else None
    if message.ts is None:
        message.first_try_at = message.first_try_at or now
    message.state, message.lease_until = "sending", now + durations.lease
    message.fence, message.tries = message.fence + 1, message.tries + 1
    session.flush()
    return Claimed(
        id=message.id,
        workspace_id=message.workspace_id,
        channel=message.channel,
        sent_channel=message.sent_channel,
        ts=message.ts,
        thread_ts=parent.ts if parent else message.thread_ts,
        broadcast=message.broadcast,
        key=message.key,
        text=message.text,
        blocks=message.blocks,
        revision=message.revision,
        fence=message.fence,
        tries=message.tries,
        act=act,
        first_try_at=message.first_try_at or now,
        claimed_at=now,
        barred=_bar(session, message, parent),
    )
