from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Ask(Base):
    """One timed word to one person: who, what, when, about what."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index(None, "workspace_id", "person", "state"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    person: Mapped[str]
    """A user id."""
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"), index=True)
    topic: Mapped[str]
    """Within one topic a newer ask to the same person takes the place of an older one."""
    key: Mapped[str]
    """What makes it the same ask when it is asked for twice."""
    due_at: Mapped[datetime]
    """When it should be said."""
    speak_at: Mapped[datetime]
    """When it may be said: not before, and not while they sleep."""
    text: Mapped[str]
    blocks: Mapped[list[Any]]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), default=None)
    """Said in this message's thread; otherwise in the person's direct message."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """It does not wait for the five minutes that lie between other words to one person."""
    is_wished: Mapped[bool] = mapped_column(default=False)
    """They set that time themselves: it is said then, whatever the hour."""
    state: Mapped[str] = mapped_column(default="waiting")
    """waiting, said or struck."""
    said_at: Mapped[datetime | None] = mapped_column(default=None)
    struck_why: Mapped[str] = mapped_column(default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), default=None)
