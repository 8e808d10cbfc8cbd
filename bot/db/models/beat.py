from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Beat(Base):
    """When the clocks last ran, whichever process ran them."""

    __tablename__ = "beats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
