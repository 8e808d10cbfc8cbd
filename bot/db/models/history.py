import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base

ERASED = "erased"
"""The act of a row of the workspace's own that names the rows from which names and words were taken."""


def new_salt() -> str:
    return secrets.token_hex(16)


class History(Base):
    """Who did what, and when. Rows are only ever added; a seal chains each to the one before: `bot/db/seals.py`."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"), index=True)
    """None for what concerns the workspace as a whole. Each escalation is a chain, and the workspace's own rows are."""
    at: Mapped[datetime]
    by: Mapped[str | None]
    """A user id; none when a clock did it."""
    act: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    salt: Mapped[str] = mapped_column(default_factory=new_salt, init=False)
    """Without it nobody could tell an erased name from its digest by trying all names."""
    number: Mapped[int] = mapped_column(default=0, init=False)
    """Its place in the chain, from 1."""
    digest: Mapped[str] = mapped_column(default="", init=False)
    """Over what can be erased."""
    seal: Mapped[str] = mapped_column(default="", init=False)
    """Over everything else, the digest, and the seal before."""
    erased_at: Mapped[datetime | None] = mapped_column(default=None, init=False)
    """When who did it and what in particular was taken out, and the salt with it."""
