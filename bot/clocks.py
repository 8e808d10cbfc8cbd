"""Clocks: "when does this need attention next?" is a column, and one runner serves them all."""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db.models import Escalation
from bot.errors import cause_of
from bot.work import Doors, Work

log = logging.getLogger(__name__)
POISON_WAITS = timedelta(minutes=15)
AT_ONCE = 200
"""Rows of one clock in one beat, so that none starves the others."""


@dataclass(frozen=True)
class Clock:
    """A nullable instant of a row, and what is to be done with the row when it has come: wind it on, or stop it."""

    column: InstrumentedAttribute[Any]
    act: Callable[[Work, Any], None]
    under: InstrumentedAttribute[Any] | None = None
    """The column that names the escalation it belongs to, which is locked first: everybody locks in this order."""

    @property
    def model(self) -> Any:
        return self.column.class_


def run_due(clocks: Sequence[Clock], doors: Doors, workspace_id: str) -> int:
    """Serve every row whose time has come, each in a transaction of its own. Returns how many."""
    return sum(_run_clock(clock, doors, workspace_id) for clock in _which_are_due(clocks, doors, workspace_id))


def next_due(clocks: Sequence[Clock], session: Session, workspace_id: str) -> datetime | None:
    """The earliest instant on any clock."""
    found = _each_next(clocks, session, workspace_id)
    return min((instant for instant in found if instant), default=None)


def _which_are_due(clocks: Sequence[Clock], doors: Doors, workspace_id: str) -> list[Clock]:
    """In one look: a beat comes every second, and most find nothing."""
    with doors.look(workspace_id) as work:
        found = zip(clocks, _each_next(clocks, work.session, workspace_id), strict=True)
        return [clock for clock, instant in found if instant and instant <= work.now]


def _each_next(clocks: Sequence[Clock], session: Session, workspace_id: str) -> Sequence[datetime | None]:
    """The earliest instant on each."""
    if not clocks:
        return ()
    return session.execute(_asking_all(tuple(clocks)), {"workspace": workspace_id}).one()


@cache
def _asking_all(clocks: tuple[Clock, ...]) -> Any:
    """In one row. Built once: that takes longer than asking."""
    workspace_id: BindParameter[str] = bindparam("workspace")
    earliest = (select(func.min(each.column)).where(_ours(each, workspace_id)) for each in clocks)
    return select(*(instant.scalar_subquery() for instant in earliest))


def _ours(clock: Clock, workspace_id: Any) -> Any:
    model = clock.model
    return (model.workspace_id if hasattr(model, "workspace_id") else model.id) == workspace_id


def _run_clock(clock: Clock, doors: Doors, workspace_id: str) -> int:
    for served in range(AT_ONCE):
        row_id = _serve_first(clock, doors, workspace_id)
        if row_id is None:
            return served
    return AT_ONCE


def _serve_first(clock: Clock, doors: Doors, workspace_id: str) -> Any:
    """Serve the row that has waited longest, and return its id. Another process's row is skipped, not waited for."""
    row_id = None
    try:
        with doors.look(workspace_id) as work:  # nothing is locked for nothing
            if work.session.scalar(_due(clock, workspace_id, work.now)) is None:
                return None
        with doors.open(workspace_id) as work:
            row_id = _lock_first(clock, work)
            if row_id is not None:
                clock.act(work, work.session.get(clock.model, row_id, populate_existing=True))
    except OperationalError:
        raise  # the database's trouble, not the row's: the next beat tries again
    except Exception as error:
        if row_id is None:
            raise
        _set_aside(clock, doors, workspace_id, row_id, error)
    return row_id


def _lock_first(clock: Clock, work: Work) -> Any:
    due = _due(clock, work.workspace.id, work.now)
    if clock.under is not None:
        parent = work.session.scalar(due.with_only_columns(clock.under))
        work.session.execute(select(Escalation.id).where(Escalation.id == parent).with_for_update(key_share=True))
        due = due.where(clock.under == parent)
    return work.session.scalar(due.with_for_update(skip_locked=True, key_share=True))


def _due(clock: Clock, workspace_id: str, now: datetime) -> Any:
    return select(clock.model.id).where(_ours(clock, workspace_id), clock.column <= now).order_by(clock.column).limit(1)


def _set_aside(clock: Clock, doors: Doors, workspace_id: str, row_id: Any, error: Exception) -> None:
    """One broken row must not stop the rest: its clock is moved on, and the cause is logged."""
    reference = secrets.token_hex(2)
    log.error("ref %s: %s %s broke at its time: %s", reference, clock.column, row_id, cause_of(error))
    with doors.open(workspace_id) as work:
        still_due = _due(clock, workspace_id, work.now).where(clock.model.id == row_id)
        if work.session.scalar(still_due.with_for_update(key_share=True)) is not None:  # nobody has served it since
            row = work.session.get(clock.model, row_id, populate_existing=True)
            setattr(row, clock.column.key, work.now + POISON_WAITS)
