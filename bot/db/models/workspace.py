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
    """Empty until there is one."""
    digest_channel: Mapped[str]
    leads: Mapped[list[str]]
    """User ids in the order in which they are asked."""
    zone: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    """The one that we speak there: English, or that of a catalogue in bot/words."""
    shared_channels: Mapped[list[str]] = mapped_column(default_factory=list)
    """Channels that another company sees: nothing is posted there."""
    emoji: Mapped[str] = mapped_column(default="rotating_light")
    goal_furious: Mapped[int] = mapped_column(default=15)
    goal_angry: Mapped[int] = mapped_column(default=30)
    goal_upset: Mapped[int] = mapped_column(default=60)
    goal_uneasy: Mapped[int] = mapped_column(default=-4 * 60)
    goal_cool: Mapped[int] = mapped_column(default=-24 * 60)
    """Minutes within which somebody speaks with a client of that heat; below zero they are of working time."""
    rungs_off: Mapped[list[str]] = mapped_column(default_factory=list)
    """Rungs of the ladder that are not said here."""
    quiet_from: Mapped[str] = mapped_column(default="21:00")
    quiet_until: Mapped[str] = mapped_column(default="08:00")
    """Local times of each person, between which nobody is spoken to. Both are empty where there are none."""
    work_from: Mapped[str] = mapped_column(default="09:00")
    work_until: Mapped[str] = mapped_column(default="18:00")
    """Local times of each person. An end that is not after the beginning is on the next day."""
    work_days: Mapped[list[str]] = mapped_column(default_factory=lambda: list("01234"))
    """Monday is 0."""
    holidays: Mapped[str] = mapped_column(default="")
    """Whose public holidays are kept: a country's code, such as GB, or with its region, such as DE-BY; or empty."""
    days_off: Mapped[list[str]] = mapped_column(default_factory=list)
    """As 2026-12-24, or as 12-24 for one every year."""
    furious_overrides: Mapped[bool] = mapped_column(default=False)
    """Whether who is to call a furious client is told in their quiet hours and on their days off too."""
    digest_day: Mapped[int] = mapped_column(default=0)
    """Monday is 0."""
    digest_time: Mapped[str] = mapped_column(default="09:00")
    retention_days: Mapped[int] = mapped_column(default=365)
    may_close: Mapped[str] = mapped_column(default="owner")
    """owner (and leads), lead or anybody."""
    guided: Mapped[str | None] = mapped_column(default=None)
    """Whom the first-run guide was sent to."""
    set_up_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the first-run guide was done with."""
    next_reading_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the channels should next be read back for what was missed."""
    next_digest_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
