from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Sweep(Base):
    """When the workspace is next searched for what was kept long enough."""

    __tablename__ = "sweeps"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    next_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
