"""The audit: reads the whole history as it is stored, and finds every place where it is not what was written.

Who can change rows can also seal them anew, and then only a hash that was noted elsewhere tells. So it is over the rows
up to a moment: what is added after that does not change it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Integer, Row, Select, String, Text, case, cast, func, literal, select, text, type_coerce
from sqlalchemy.orm import Session

from bot.db.models import ERASED, Chain, Escalation, History
from bot.db.seals import digest_of, instant, seal_of

AT_ONCE = 1_000
CHANGED, GAP = "it was changed, moved or added", "rows before it are gone, or it is not in its place"
UNCOVERED = "it is marked as erased, and nothing says that it was erased then"
Stored = Row[Any]


@dataclass(frozen=True)
class Broken:
    """One place. Never a client's name, or a word of what was said."""

    workspace_id: str
    of: str
    """The chain: an escalation's id; empty for the workspace's own."""
    row_id: int | None
    what: str

    def __str__(self) -> str:
        about = f"escalation {self.of!a}" if self.of else "its own history"
        row = f", row {self.row_id}" if self.row_id else ""
        return f"workspace {self.workspace_id!a}, {about}{row}: {self.what}.".replace("'", "")


@dataclass
class Audit:
    """What is counted while the broken places are found. `until` bounds what the hash is over, and nothing else."""

    until: datetime
    rows: int = 0
    whole: int = 0
    chains: int = 0
    broken_chains: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """Over the seals of all rows up to the moment, erased ones too."""
        return str(self._hash.hexdigest())

    def read(self, session: Session) -> Iterator[Broken]:
        """Every broken place, a workspace after the other. Needs one view of all the tables: `read_at_once`."""
        heads = _heads(session)
        found = session.execute(_stored(), execution_options={"yield_per": AT_ONCE})
        for workspace_id, rows in groupby(found, lambda row: str(row.workspace_id)):
            yield from _Workspace(self, workspace_id, heads.pop(workspace_id, {})).read(rows)
        for workspace_id, left in heads.items():
            yield from _Workspace(self, workspace_id, left).read(())
        for workspace_id, escalation_id in session.execute(_without_history()):
            self.chains, self.broken_chains = self.chains + 1, self.broken_chains + 1
            yield Broken(workspace_id, str(escalation_id), None, "it has no history at all")

    def count(self, row: Stored, *, is_whole: bool) -> None:
        self.rows += 1
        self.whole += is_whole
        if instant(row.at) <= instant(self.until):
            self._hash.update(f"{row.seal}\n".encode("utf-8", "replace"))


def read_at_once(session: Session) -> None:
    """To be called first: the session sees one moment, takes the time it needs, and gets bytes that are no text."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        session.execute(text("SET LOCAL statement_timeout = 0"))
        return
    driver: Any = session.connection().connection.driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")


@dataclass
class _Chain:
    """One chain, read row by row."""

    number: int = 0
    before: set[str] = field(default_factory=lambda: {""})
    """What the next row may be sealed with: after a row that is broken, its seal as stored and as it should be."""

    def read(self, row: Stored) -> str:
        """What is wrong with the row; empty when it is whole."""
        rest = (row.workspace_id, row.escalation_id, row.id, row.number, instant(row.at), row.act, row.digest)
        expected = {seal_of(before, *rest) for before in self.before}
        is_next = row.number == self.number + 1
        self.number = row.number if isinstance(row.number, int) else 0
        if row.seal in expected:
            self.before = {row.seal}
            return _wrong_inside(row)
        self.before = {row.seal, *expected} if len(expected) == 1 else {row.seal}
        return CHANGED if is_next else GAP

    def end(self, head: tuple[int, str] | None) -> str:
        """What is wrong with its end, by what is kept outside it."""
        if head is None:
            return "its newest seal is gone"
        if head[0] != self.number:
            return f"it ends with row number {self.number}, and {head[0]} were written"
        return "" if head[1] in self.before else "its newest seal is another"


def _wrong_inside(row: Stored) -> str:
    if row.erased_at is None:
        is_told = digest_of(row.salt, row.by, row.detail) == row.digest
        return "" if is_told else "who did it, or what in particular, was changed"
    is_empty = (row.by, row.detail, row.salt) == (None, "{}", "")
    return "" if is_empty else "it is marked as erased, and something stands in it"


@dataclass
class _Workspace:
    """The chains of one workspace, its own first: there stands what was erased."""

    audit: Audit
    id: str
    heads: dict[str, tuple[int, str]]
    """Length and newest seal by chain, as they are kept outside it."""
    covers: dict[int, set[str]] = field(default_factory=dict)
    """The rows that a row of the workspace's own names as erased, and when."""
    erased: list[Stored] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def read(self, all_rows: Iterable[Stored]) -> Iterator[Broken]:
        for of, rows in groupby(all_rows, lambda row: str(row.escalation_id or "")):
            yield from self._read_chain(of, rows, self.heads.pop(of, None))
        for of, (length, _) in self.heads.items():
            self.audit.chains += 1
            yield self._broken(of, None, f"all {length} rows are gone")
        for row in self.erased:
            if instant(row.erased_at) not in self.covers.get(row.id, ()):
                self.audit.whole -= 1
                yield self._broken(str(row.escalation_id or ""), row.id, UNCOVERED)
        self.audit.broken_chains += len(self.broken)

    def _read_chain(self, of: str, rows: Iterable[Stored], head: tuple[int, str] | None) -> Iterator[Broken]:
        chain = _Chain()
        self.audit.chains += 1
        for row in rows:
            wrong = chain.read(row)
            self.audit.count(row, is_whole=not wrong)
            if wrong:
                yield self._broken(of, row.id, wrong)
            else:
                self._remember(row)
        if wrong := chain.end(head):
            yield self._broken(of, None, wrong)

    def _remember(self, row: Stored) -> None:
        if row.erased_at is not None:
            self.erased.append(row)
        elif row.act == ERASED and row.escalation_id is None:
            named = json.loads(row.detail).get("rows")
            for row_id in named if isinstance(named, list) else ():
                self.covers.setdefault(row_id, set()).add(instant(row.at))

    def _broken(self, of: str, row_id: int | None, what: str) -> Broken:
        self.broken.add(of)
        return Broken(self.id, of, row_id, what)


def _heads(session: Session) -> dict[str, dict[str, tuple[int, str]]]:
    found: dict[str, dict[str, tuple[int, str]]] = {}
    heads = select(Chain.workspace_id, Chain.of, Chain.length, Chain.seal)
    for workspace_id, of, length, seal in session.execute(heads):
        found.setdefault(workspace_id, {})[of] = length, seal
    return found


def _without_history() -> Select[str, int]:
    """Every escalation was flagged: where not even that is left, neither rows nor their newest seal."""
    has_rows = select(History.id).where(History.escalation_id == Escalation.id).exists()
    of = (Chain.workspace_id == Escalation.workspace_id, Chain.of == cast(Escalation.id, String))
    return select(Escalation.workspace_id, Escalation.id).where(~has_rows, ~select(Chain.of).where(*of).exists())


def _stored() -> Select[*tuple[Any, ...]]:
    """Chain by chain, as it is stored: SQLite's times and all JSON as they stand there, readable or not."""
    of_workspace = case((History.escalation_id.is_(None), literal(0, Integer)), else_=1)
    columns = (
        History.id, History.workspace_id, History.escalation_id, type_coerce(History.at, String).label("at"),
        History.by, History.act, cast(History.detail, Text).label("detail"), History.salt, History.number,
        History.digest, History.seal, type_coerce(History.erased_at, String).label("erased_at"),
    )  # fmt: skip
    in_order = (of_workspace, func.coalesce(History.escalation_id, 0), History.number, History.id)
    return select(*columns).order_by(History.workspace_id, *in_order)
