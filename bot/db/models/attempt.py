from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Attempt(Base):
    """Somebody tried to speak with the client."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    result: Mapped[str]
    """reached, voicemail, no_answer or wrote."""
    why: Mapped[str] = mapped_column(default="")
    """Why it was written and not said."""
    ask_for: Mapped[str] = mapped_column(default="")
    """Whom else to ask for the next time."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    """When whoever logged it said that it was a mistake."""
