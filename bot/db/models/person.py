from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Person(Base):
    """Somebody we have met in Slack, as `users.info` described them."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    user_id: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str] = mapped_column(default="")
    """As Slack names it: en-US. Empty while it is not known."""
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_single_channel_guest: Mapped[bool] = mapped_column(default=False)
    is_stranger: Mapped[bool] = mapped_column(default=False)
    """Belongs to another workspace and meets us in a shared channel."""
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_deactivated: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    """Of the Slack workspace."""
    dnd_from: Mapped[datetime | None] = mapped_column(default=None)
    dnd_until: Mapped[datetime | None] = mapped_column(default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    """When Slack was last asked who they are and whether they rest."""
    active_at: Mapped[datetime | None] = mapped_column(default=None)
    """When they last pressed or typed something of ours: who is up by choice may be spoken to at night."""
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    """When an ask was last said to them."""
    away_from: Mapped[datetime | None] = mapped_column(default=None)
    away_until: Mapped[datetime | None] = mapped_column(default=None)
    """As they told us: meanwhile what is new goes to somebody else."""
    next_ask_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When the earliest of their waiting asks may be said."""
