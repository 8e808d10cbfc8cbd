from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Chain(Base):
    """How long a chain of the history is, and its newest seal: kept outside it, so that a cut tail shows.

    Not a column of the escalation: a chain is the last thing a transaction locks, and an escalation the first.
    """

    __tablename__ = "chains"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    of: Mapped[str] = mapped_column(primary_key=True)
    """An escalation's id; empty for the workspace's own rows."""
    length: Mapped[int]
    seal: Mapped[str]
