from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Digest(Base):
    """A week that was told. The unique key is what makes it once."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("workspace_id", "iso_year", "iso_week"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    iso_year: Mapped[int]
    iso_week: Mapped[int]
    covers_from: Mapped[datetime]
    covers_until: Mapped[datetime]
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
