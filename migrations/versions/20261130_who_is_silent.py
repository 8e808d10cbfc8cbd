"""who is silent, what is urgent, who was told when"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
MOMENT = bot.db.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_at", MOMENT, nullable=True))
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_seen_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("silent_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("released_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("muted_why", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_escalations_silent_at"), ["silent_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalations_silent_at"))
        for name in ("muted_why", "released_at", "silent_at", "owner_seen_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("told_at")
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.drop_column("is_urgent")
