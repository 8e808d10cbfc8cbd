from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Channel(Base):
    """A channel in which an escalation lives, or would: who sees it, as Slack last said."""

    __tablename__ = "channels"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    is_private: Mapped[bool]
    is_direct: Mapped[bool] = mapped_column(default=False)
    """A conversation of two or of a few."""
    is_shared: Mapped[bool] = mapped_column(default=False)
    """With another company."""
    is_archived: Mapped[bool] = mapped_column(default=False)
    is_left: Mapped[bool] = mapped_column(default=False)
    """The bot is not in it."""
    members: Mapped[list[str]] = mapped_column(default_factory=list)
    """User ids; of private and direct ones only."""
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    """When Slack was last asked; None when something has changed since."""
    changes: Mapped[int] = mapped_column(default=0)
    """How many events told of a change: an answer that was asked for before one of them may be older than it."""
