from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Erasure(Base):
    """A client or a person whom somebody wants forgotten, with a day in which it can be undone."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    by: Mapped[str]
    """Who asked for it, and hears of it."""
    asked_at: Mapped[datetime]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    """One of the two, until it is done."""
    state: Mapped[str] = mapped_column(default="planned")
    """planned, running, done or undone."""
    next_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When it begins, or goes on."""
