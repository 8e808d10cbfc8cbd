from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Gate(Base):
    """The pace of one channel, of one of Slack's methods, or of the whole workspace; shared by all processes."""

    __tablename__ = "gates"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    busy_until: Mapped[datetime]
    """One call at a time: until then somebody holds it."""
    paused_until: Mapped[datetime]
    """Slack asked us to wait."""
    full_at: Mapped[datetime]
    """The instant at which the bucket of posts will be full again; each post moves it on by a second."""
    reason: Mapped[str] = mapped_column(default="")
    """Why the workspace locked us out, in Slack's word; on its own gate only."""
