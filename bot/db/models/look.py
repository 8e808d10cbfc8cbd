from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Look(Base):
    """Somebody's Home tab: when they opened it, how far they leafed, and what it shows."""

    __tablename__ = "looks"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    user_id: Mapped[str]
    looked_at: Mapped[datetime]
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    """What Slack should show there is a message like any other."""
    mine_page: Mapped[int] = mapped_column(default=0)
    board_page: Mapped[int] = mapped_column(default=0)
    redraw_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """While they may still be looking."""
