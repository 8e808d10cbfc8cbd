from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Step(Base):
    """A step of the playbook in one escalation."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("escalation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"))
    key: Mapped[str]
    """Its key in the playbook."""
    position: Mapped[int]
    state: Mapped[str] = mapped_column(default="todo")
    """todo, done or skipped."""
    by: Mapped[str | None] = mapped_column(default=None)
    at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
