from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Reading(Base):
    """How far a channel that the bot is in is known to have been heard."""

    __tablename__ = "readings"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    read_until: Mapped[str]
    """The ts of Slack's of the newest message that was there."""
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    """None when something may have been missed since."""
