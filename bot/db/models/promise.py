from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Promise(Base):
    """What we told the client we would do, and by when."""

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    what: Mapped[str]
    by: Mapped[str]
    """Who made it."""
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    """open, kept, moved (a new promise took its place) or broken."""
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    next_ask_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
