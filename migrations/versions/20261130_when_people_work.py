"""when people work"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS = {"work_from": "09:00", "work_until": "18:00", "holidays": ""}
LISTS = {"work_days": '["0", "1", "2", "3", "4"]', "days_off": "[]"}


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name, words in WORDS.items():
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=words))
        for name, those in LISTS.items():
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default=those))
        batch_op.add_column(sa.Column("furious_overrides", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", bot.db.base.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_off_until", bot.db.base.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_escalations_owner_off_until"), ["owner_off_until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalations_owner_off_until"))
        batch_op.drop_column("owner_off_until")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("asked_at")
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name in ("furious_overrides", *LISTS, *WORDS):
            batch_op.drop_column(name)
