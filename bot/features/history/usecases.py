from collections.abc import Sequence
from typing import Any

from bot.db.models import ERASED, Escalation, History
from bot.work import Work

NAMED_MOST = 500
"""Rows that one row names as erased."""


def note(work: Work, escalation: Escalation | None, by: str | None, act: str, **detail: Any) -> None:
    """Keep it for good, sealed when this commits. Without an escalation it is the workspace's own."""
    about = escalation.id if escalation else None
    row = History(workspace_id=work.workspace.id, escalation_id=about, at=work.now, by=by, act=act, detail=detail)
    work.session.add(row)


def erase_rows(work: Work, rows: Sequence[History]) -> int:
    """Take out of these rows who did it and what in particular. That something was done, and when, stays proved.

    Rows that are erased already, or that say what was erased, are left as they are. Returns how many were not.
    """
    erased = [row for row in rows if row.erased_at is None and row.act != ERASED]
    for row in erased:
        row.by, row.detail, row.salt, row.erased_at = None, {}, "", work.now
    for first in range(0, len(erased), NAMED_MOST):
        note(work, None, None, ERASED, rows=[row.id for row in erased[first : first + NAMED_MOST]])
    return len(erased)
