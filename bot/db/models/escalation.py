from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import Base
from bot.db.models.client import Client


class Escalation(Base):
    """One client who is angry, from the flag to the lesson."""

    __tablename__ = "escalations"
    __table_args__ = (UniqueConstraint("workspace_id", "source_channel", "source_ts"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    state: Mapped[str] = mapped_column(index=True)
    heat: Mapped[int]
    """1 cool to 5 furious."""
    what_happened: Mapped[str]
    """At most 500 characters of what was typed."""
    channel: Mapped[str]
    """The channel that holds the card."""
    flagged_by: Mapped[str]
    flagged_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    """Start of the response clock: the flag, or the reopening."""
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), init=False, index=True)
    client: Mapped[Client | None] = relationship(lazy="raise", default=None)
    source_channel: Mapped[str | None] = mapped_column(default=None)
    source_ts: Mapped[str | None] = mapped_column(default=None)
    """The flagged message, when a message was flagged: one message gives one escalation."""
    owner: Mapped[str | None] = mapped_column(default=None, index=True)
    reached_at: Mapped[datetime | None] = mapped_column(default=None)
    """First human voice since `waiting_since`."""
    calling_since: Mapped[datetime | None] = mapped_column(default=None)
    calling_by: Mapped[str | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """Closed, undone or merged."""
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its words and names were erased: only what is counted is left, and nothing can be done with it any more."""
    outcome: Mapped[str | None] = mapped_column(default=None)
    cause: Mapped[str | None] = mapped_column(default=None)
    lesson: Mapped[str] = mapped_column(default="")
    relapses: Mapped[int] = mapped_column(default=0)
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    """Of the first-run guide: no client, no lead and no figure hears of it."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"), default=None)
    # No foreign keys to messages: those refer to escalations already, and two tables cannot both be made first.
    card_id: Mapped[int | None] = mapped_column(default=None)
    checklist_id: Mapped[int | None] = mapped_column(default=None)
    owner_question_id: Mapped[int | None] = mapped_column(default=None)
    """Who takes it? Asked in the thread, and answered in place."""
    client_question_id: Mapped[int | None] = mapped_column(default=None)
    """Which client is it? Likewise."""
    client_typed: Mapped[str] = mapped_column(default="")
    """The name that was typed, while that question is open."""
    contact_typed: Mapped[str] = mapped_column(default="")
    phone_typed: Mapped[str] = mapped_column(default="")
    """Of the client who is still to be named: kept for whichever it is."""
    client_choices: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    """The ids of the clients that it may be, in the order of the buttons."""
    next_nudge_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    debrief_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When to ask how the call went that somebody said they were making."""
    owed_at: Mapped[datetime | None] = mapped_column(default=None)
    """By when the client is owed the next word."""
    owner_seen_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the owner last did anything about it, or became its owner."""
    silent_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When the owner will have been silent for so long that somebody asks."""
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was offered to others, because the owner did not answer."""
    muted_why: Mapped[str] = mapped_column(default="")
    """Why the owner wants no reminders of it; empty while they do."""
    owner_off_until: Mapped[datetime | None] = mapped_column(default=None, index=True)
    """When the owner hears what they were asked, where they are off now: the card says so until then."""
    rung: Mapped[int] = mapped_column(default=0)
    """The next rung of the ladder to be said."""
