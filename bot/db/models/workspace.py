from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Workspace(Base):
    """One Slack workspace and its house rules. `id` is Slack's team id."""

    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    """Slack's address of the workspace, with the slash: permalinks are made from it without asking Slack."""
    bot_user_id: Mapped[str]
    watched_channel: Mapped[str]
    digest_channel: Mapped[str]
    leads: Mapped[list[str]]
    """User ids in the order in which they are asked."""
    zone: Mapped[str]
    shared_channels: Mapped[list[str]] = mapped_column(default_factory=list)
    """Channels that another company sees: nothing is posted there."""
    emoji: Mapped[str] = mapped_column(default="rotating_light")
    next_reading_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the channels should next be read back for what was missed."""
    next_digest_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
