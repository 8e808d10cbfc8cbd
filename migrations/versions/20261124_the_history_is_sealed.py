"""the history is sealed"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GIVEN = ("salt", "digest", "seal")
HISTORY = sa.table(
    "history",
    *(sa.column(name) for name in ("id", "workspace_id", "escalation_id", "at", "by", "act", "detail", "number")),
    *(sa.column(name) for name in GIVEN),
)
CHAINS = sa.table("chains", *(sa.column(name) for name in ("workspace_id", "of", "length", "seal")))


def upgrade() -> None:
    op.create_table(
        "chains",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_chains_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "of", name=op.f("pk_chains")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        for name in GIVEN:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("erased_at", bot.db.base.UtcDateTime(timezone=True), nullable=True))
    _seal_what_is_there(op.get_bind())
    with op.batch_alter_table("history", schema=None) as batch_op:  # for the rows that were there; now it is given
        for name in (*GIVEN, "number"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("history", schema=None) as batch_op:
        for name in ("erased_at", "number", *GIVEN):
            batch_op.drop_column(name)
    op.drop_table("chains")


def _seal_what_is_there(connection: sa.Connection) -> None:
    """As `bot/db/seals.py` did when this was written. A chain at a time: none is longer than memory."""
    key = (HISTORY.c.workspace_id, HISTORY.c.escalation_id)
    for workspace_id, escalation_id in connection.execute(sa.select(*key).distinct()).all():
        of_chain = (key[0] == workspace_id, key[1].is_not_distinct_from(escalation_id))
        detail = sa.cast(HISTORY.c.detail, sa.Text).label("text")
        wanted = sa.select(HISTORY.c.id, HISTORY.c.at, HISTORY.c.by, HISTORY.c.act, detail).where(*of_chain)
        rows: list[dict[str, Any]] = []
        seal = ""
        for number, row in enumerate(connection.execute(wanted.order_by(HISTORY.c.id)).all(), start=1):
            salt = secrets.token_hex(16)
            digest = _sha256(salt, row.by, row.text)
            seal = _sha256(seal, workspace_id, escalation_id, row.id, number, _instant(row.at), row.act, digest)
            rows.append({"its": row.id, "number": number, "salt": salt, "digest": digest, "seal": seal})
        sealed = {name: sa.bindparam(name) for name in ("number", *GIVEN)}
        connection.execute(HISTORY.update().where(HISTORY.c.id == sa.bindparam("its")).values(sealed), rows)
        head = {"workspace_id": workspace_id, "of": str(escalation_id or ""), "length": len(rows), "seal": seal}
        connection.execute(CHAINS.insert().values(head))


def _instant(at: datetime | str) -> str:
    return at if isinstance(at, str) else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _sha256(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
