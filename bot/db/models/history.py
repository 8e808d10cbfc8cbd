from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class History(Base):
    """Who did what, and when. Rows are only ever added."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"), index=True)
    """None for what concerns the workspace as a whole."""
    at: Mapped[datetime]
    by: Mapped[str | None]
    """A user id; none when a clock did it."""
    act: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
