"""Work: whatever happens, happens in one transaction, in one workspace, at one moment."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from bot.db.base import Base
from bot.db.engine import Database, insert_once
from bot.db.models import Escalation, HeardOnce, Message, Workspace
from bot.errors import NotFound
from bot.words import ENGLISH, speaking

Row = TypeVar("Row", bound=Base)
FOREIGN_KEYS_PASS = {"key_share": True}
"""On PostgreSQL every new row locks what it refers to a little; a lock of ours must not stand in the way of those."""
DIRECT = ("U", "W", "D")
HOME = "home:"
"""Before a user's id: not a channel, but their Home tab."""
LARGEST_ID = 2**31 - 1
UPDATE_WAITS = timedelta(milliseconds=300)
UPDATE_WAITS_AT_MOST = timedelta(seconds=1)


class Words(Protocol):
    """What can be said: a whole sentence and the blocks that show it."""

    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> list[dict[str, Any]]: ...


@dataclass
class Work:
    """One transaction. A use case never commits, never reads the clock, never calls Slack."""

    session: Session
    workspace: Workspace
    now: datetime
    spoke: bool = field(default=False, init=False)

    def find(self, model: type[Row], row_id: int | str, *, lock: bool = True) -> Row:
        """The row, locked until the transaction ends. Raises NotFound, for another workspace's row too."""
        if not str(row_id).isdecimal() or int(row_id) > LARGEST_ID:
            raise NotFound
        return self.one(self.select(model).where(model.id == int(row_id)), lock=lock)  # type: ignore[attr-defined]

    def select(self, model: type[Row]) -> Select[Row]:
        """Rows of this workspace: the one gate between tenants."""
        query = select(model).where(model.workspace_id == self.workspace.id)  # type: ignore[attr-defined]
        return query.options(selectinload(Escalation.client)) if issubclass(model, Escalation) else query

    def one(self, query: Select[Row], *, lock: bool = True) -> Row:
        """The one row, locked. Raises NotFound."""
        row = self.first(query, lock=lock)
        if row is None:
            raise NotFound
        return row

    def first(self, query: Select[Row], *, lock: bool = False) -> Row | None:
        query = query.limit(1)
        if lock:
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        return self.session.scalars(query).first()

    def all(self, query: Select[Row]) -> Sequence[Row]:
        return self.session.scalars(query).all()

    def rows(self, query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        """A few columns of many rows, where whole ones would be too many."""
        return self.session.execute(query).all()

    def count(self, query: Select[Row]) -> int:
        return self.session.scalar(select(func.count()).select_from(query.subquery())) or 0

    def take_turns(self) -> None:
        """From here to the end of the transaction, one at a time in the whole workspace."""
        self.session.get(Workspace, self.workspace.id, with_for_update=FOREIGN_KEYS_PASS)

    def first_time(self, key: str) -> bool:
        """Whether this was never heard before. Kept in the same transaction as what follows from it."""
        return insert_once(self.session, HeardOnce, workspace_id=self.workspace.id, key=key, at=self.now)

    def add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row

    def say(
        self, channel: str, words: Words, *, about: Escalation | None = None, thread: Message | None = None,
        thread_ts: str | None = None, broadcast: bool = False,
    ) -> Message:  # fmt: skip
        """A message that will be posted in the channel, or to the user whose id that is, as soon as this commits."""
        self.spoke = True
        if thread is not None and thread.thread_ts:  # our card stands in somebody's thread: that thread goes on
            thread_ts, thread = thread.thread_ts, None
        key = secrets.token_urlsafe(16)
        alone = channel if channel.startswith(DIRECT) else key  # cards of several clients need not wait for each other
        line = f"{channel}:{thread.id if thread else thread_ts or alone}"
        message = Message(
            workspace_id=self.workspace.id, channel=channel, key=key, text=words.text,
            blocks=words.blocks, line=line, due_at=self.now, changed_at=self.now,
            escalation_id=about.id if about else None, thread_id=thread.id if thread else None, thread_ts=thread_ts,
            broadcast=broadcast,
        )  # fmt: skip
        return self.add(message)

    def show_home(self, user_id: str, blocks: list[dict[str, Any]]) -> Message:
        """What somebody's Home tab shows already, as a message that can be changed."""
        channel = f"{HOME}{user_id}"
        return self.add(Message(
            workspace_id=self.workspace.id, channel=channel, key=secrets.token_urlsafe(16), text="Home", blocks=blocks,
            line=channel, due_at=self.now, changed_at=self.now, state="sent", sent_channel=channel, ts=channel,
            sent_revision=1,
        ))  # fmt: skip

    def change(self, message: Message, words: Words) -> None:
        """Make the message say something else. Several changes before Slack hears of them are one call."""
        if (message.text, message.blocks) == (words.text, words.blocks):
            return
        self.spoke = True
        message.text, message.blocks = words.text, words.blocks
        message.revision += 1
        if message.state in ("sent", "parked") and message.ts:
            message.state, message.changed_at = "pending", self.now
        if message.state == "pending" and message.ts:
            message.due_at = min(self.now + UPDATE_WAITS, message.changed_at + UPDATE_WAITS_AT_MOST)

    def withdraw(self, message: Message) -> None:
        """Slack shall show it no more. Its words are gone at once; the row goes when Slack has deleted it."""
        if not message.ts and message.state not in ("sending", "ambiguous"):
            self.session.delete(message)
            self.session.flush()
            return
        parent = self.session.get(Message, message.thread_id) if message.thread_id else None
        if parent is not None:  # which may be deleted first
            message.thread_id, message.thread_ts = None, parent.ts
        self.spoke = True
        message.text, message.blocks, message.is_withdrawn, message.report_at = "", [], True, None
        message.revision += 1
        if message.state in ("sent", "parked", "pending"):
            message.state, message.due_at, message.changed_at = "pending", self.now, self.now


@dataclass(frozen=True)
class Doors:
    """Where work is opened. `wake` tells the outbox that there is something to say."""

    database: Database
    now: Callable[[], datetime]
    wake: Callable[[], None]
    languages: dict[str, str] = field(default_factory=dict)
    """What each workspace was last known to speak."""

    def language_of(self, workspace_id: str) -> str:
        """For what is said outside of any transaction. Every piece of work opened brings it up to date."""
        return self.languages.get(workspace_id, ENGLISH)

    @contextmanager
    def open(self, workspace_id: str) -> Iterator[Work]:
        """Work that commits when the block ends, and leaves nothing behind when it raises."""
        with self.database.writing.begin() as session:
            work = Work(session, _workspace(session, workspace_id), self.now())
            with self._speaking(work.workspace):
                yield work
        if work.spoke:
            self.wake()

    @contextmanager
    def look(self, workspace_id: str) -> Iterator[Work]:
        """Work that only reads: it waits for no writer, and locks nothing."""
        with self.database.reading(autoflush=False) as session:
            work = Work(session, _workspace(session, workspace_id), self.now())
            with self._speaking(work.workspace):
                yield work

    def _speaking(self, workspace: Workspace) -> AbstractContextManager[None]:
        self.languages[workspace.id] = workspace.language
        return speaking(workspace.language)


def _workspace(session: Session, workspace_id: str) -> Workspace:
    workspace = session.get(Workspace, workspace_id)
    if workspace is None:
        raise NotFound
    return workspace
