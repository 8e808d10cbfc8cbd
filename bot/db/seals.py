"""Seals: every row of the history is sealed together with the seal before it, so that a changed byte shows.

The digest is over what can be erased, who did it and what in particular; the seal is over the digest and all the rest.
So names and words can be taken out of a row, while that it was there, and when, stays proved.

Rows are sealed last before the commit, chain by chain in one order: whoever waits for a chain holds nothing that its
holder may still want, whatever they have locked before.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, event, inspect, select, text, update
from sqlalchemy.orm import Mapper, Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from bot.db.models import Chain, History

EMPTY: tuple[None, dict[str, Any], str] = (None, {}, "")
"""By, detail and salt of a row that is erased."""
MAY_CHANGE = {"by", "detail", "salt", "erased_at"}
NOTED = "noted"
OPEN = text(
    "INSERT INTO chains (workspace_id, of, length, seal) VALUES (:workspace_id, :of, 0, '') ON CONFLICT DO NOTHING"
)


class AppendOnlyError(Exception):
    """The history is only ever added to."""


def digest_of(salt: str, by: str | None, detail: str) -> str:
    """`detail` is the JSON as it is stored, byte for byte."""
    return _sha256(salt, by, detail)


def seal_of(
    before: str, workspace_id: str, escalation_id: int | None, row_id: int, number: int, at: str, act: str, digest: str
) -> str:
    return _sha256(before, workspace_id, escalation_id, row_id, number, at, act, digest)


def instant(at: datetime | str) -> str:
    """As SQLite stores it, which hands over what it has stored, whatever that is by now."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(at, datetime) else str(at)


def seal_noted(session: Session) -> None:
    """Seal the rows that this transaction has added."""
    session.flush()
    noted: list[History] = session.info.pop(NOTED, [])
    for _, rows in groupby(sorted(noted, key=lambda row: (*_chain_of(row), row.id)), _chain_of):
        _lengthen(session, list(rows))


def _chain_of(row: History) -> tuple[str, int]:
    return row.workspace_id, row.escalation_id or 0


def _lengthen(session: Session, rows: Sequence[History]) -> None:
    key = {"workspace_id": rows[0].workspace_id, "of": str(rows[0].escalation_id or "")}
    wanted = select(Chain.length, Chain.seal).filter_by(**key).with_for_update(key_share=True)
    head = session.execute(wanted).first()
    if head is None:
        session.execute(OPEN, key)
        head = session.execute(wanted).one()
    number, seal = head.length, head.seal
    for row in rows:
        number += 1
        digest = digest_of(row.salt, row.by, json.dumps(row.detail))
        at = instant(row.at)
        seal = seal_of(seal, row.workspace_id, row.escalation_id, row.id, number, at, row.act, digest)
        for name, value in (("number", number), ("digest", digest), ("seal", seal)):
            set_committed_value(row, name, value)
    sealed = [{"id": row.id, "number": row.number, "digest": row.digest, "seal": row.seal} for row in rows]
    session.execute(update(History), sealed)
    session.execute(update(Chain).filter_by(**key).values(length=number, seal=seal))


@event.listens_for(History, "after_insert")
def _remember(_mapper: Mapper[History], _connection: Connection, row: History) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault(NOTED, []).append(row)


@event.listens_for(History, "before_update")
def _refuse_other_changes(_mapper: Mapper[History], _connection: Connection, row: History) -> None:
    """A row may be erased, once and as a whole. That a later row must name it, the audit sees to."""
    changed = {attribute.key for attribute in inspect(row).attrs if attribute.history.has_changes()}
    is_erased = "erased_at" in changed and changed <= MAY_CHANGE and (row.by, row.detail, row.salt) == EMPTY
    if changed and not is_erased:
        raise AppendOnlyError(f"history row {row.id}: {', '.join(sorted(changed))} would be changed")


@event.listens_for(History, "before_delete")
def _refuse_to_delete(_mapper: Mapper[History], _connection: Connection, row: History) -> None:
    raise AppendOnlyError(f"history row {row.id} would be deleted")


def _sha256(*parts: str | int | None) -> str:
    """As a JSON list: no two lists of parts are the same bytes. A changed column can hold what JSON has no word for."""
    return hashlib.sha256(json.dumps(parts, default=repr).encode()).hexdigest()
