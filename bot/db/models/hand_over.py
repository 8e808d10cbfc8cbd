from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class HandOver(Base):
    """The owner offers it to somebody else, with a brief, and keeps it until that one accepts."""

    __tablename__ = "hand_overs"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    by: Mapped[str]
    """Who offers it."""
    receiver: Mapped[str]
    offered_at: Mapped[datetime]
    facts: Mapped[str]
    promises: Mapped[str]
    mood: Mapped[str]
    avoid: Mapped[str]
    """What not to say."""
    state: Mapped[str] = mapped_column(default="offered")
    """offered, accepted, declined or withdrawn."""
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    line_id: Mapped[int | None] = mapped_column(default=None)
    """The line in the thread that says so: a message, without a foreign key, since it may be deleted first."""
    next_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When both hear that nobody has accepted."""
