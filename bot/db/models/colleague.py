from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Colleague(Base):
    """Somebody who was brought in, with one line of what is needed from them."""

    __tablename__ = "colleagues"
    __table_args__ = (UniqueConstraint("escalation_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"))
    person: Mapped[str]
    """A user id."""
    by: Mapped[str]
    at: Mapped[datetime]
    need: Mapped[str]
    state: Mapped[str] = mapped_column(default="asked")
    """asked, coming or declined."""
