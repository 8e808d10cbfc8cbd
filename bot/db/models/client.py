from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import Base
from bot.db.models.workspace import Workspace


class Client(Base):
    """A company we work for, with the person to phone there."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    workspace: Mapped[Workspace | None] = relationship(viewonly=True, init=False)
    """Whose zone is theirs where they have none. Not raised: whoever works has the workspace in hand already."""
    name: Mapped[str]
    key: Mapped[str]
    """The name as it is compared: case, accents and spacing folded."""
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    """As typed; what was understood of it is for the views to say."""
    aliases: Mapped[list[str]] = mapped_column(default_factory=list)
    """What else people call it."""
    keys: Mapped[str] = mapped_column(default="")
    """The name and all aliases as they are compared, one a line: thousands of them are read when one is looked for."""
    zone: Mapped[str] = mapped_column(default="")
    """Empty where it is the workspace's."""
    value_at_risk: Mapped[str] = mapped_column(default="")
    """As typed: a number means nothing without its currency and its years."""
    prefers_writing: Mapped[bool] = mapped_column(default=False)
    do_not_call: Mapped[bool] = mapped_column(default=False)
    hard_of_hearing: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="")
    """Which they speak, where it is not ours."""
    notes: Mapped[str] = mapped_column(default="")
    account_owner: Mapped[str | None] = mapped_column(default=None)
    """Who phones when nobody is named."""
    deputy: Mapped[str | None] = mapped_column(default=None)
    """Who does while the account owner cannot."""
    is_listed: Mapped[bool] = mapped_column(default=False)
    """Somebody set it down on purpose, by the form or a list: it is kept until somebody has it forgotten, and it is
    nobody's secret. All others were only ever flagged."""
