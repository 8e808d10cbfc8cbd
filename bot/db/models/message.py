from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Message(Base):
    """What Slack should show (`revision`) and what it shows (`ts`, `sent_revision`)."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "workspace_id", "line", "state"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    channel: Mapped[str]
    """A channel's id, or a user's for their direct message."""
    key: Mapped[str] = mapped_column(unique=True)
    """Opaque; travels in the message's metadata and finds it again after a call whose end we did not see."""
    text: Mapped[str]
    blocks: Mapped[list[Any]]
    line: Mapped[str]
    """Messages of one line are posted one after the other: a thread, a direct message."""
    due_at: Mapped[datetime]
    """When Slack should be called next, while pending or ambiguous."""
    changed_at: Mapped[datetime]
    """The first change Slack does not know yet: an update waits for more, but not for ever."""
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"), default=None, index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), default=None)
    """The message of ours whose thread it is posted in."""
    thread_ts: Mapped[str | None] = mapped_column(default=None)
    """Or somebody else's message."""
    broadcast: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    """Slack should show it no more: it is deleted there, and then this row is."""
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="pending")
    """pending, sending, ambiguous, sent, parked or dropped: see `bot/outbox`."""
    sent_channel: Mapped[str | None] = mapped_column(default=None)
    ts: Mapped[str | None] = mapped_column(default=None)
    sent_revision: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    """Raised at each claim: a process that lost its lease finds another number and keeps its hands off."""
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    first_try_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    """Why it is parked, in Slack's word."""
    report_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When the leads should hear that it is parked."""
