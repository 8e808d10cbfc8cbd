from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class FollowUp(Base):
    """A date on which we ask how the client feels."""

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    """How often the client could not be reached on it."""
    feeling: Mapped[str | None] = mapped_column(default=None)
    """content, advocate or unhappy, once answered."""
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    next_ask_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
