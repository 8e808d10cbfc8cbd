"""the house rules of a workspace"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MINUTES = {"goal_furious": 15, "goal_angry": 30, "goal_upset": 60, "goal_uneasy": 240, "goal_cool": 1440}
NUMBERS = MINUTES | {"digest_day": 0, "retention_days": 365}
WORDS = {"quiet_from": "21:00", "quiet_until": "08:00", "digest_time": "09:00", "may_close": "owner"}


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name, value in NUMBERS.items():
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=str(value)))
        for name, words in WORDS.items():
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=words))
        batch_op.add_column(sa.Column("rungs_off", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("guided", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("set_up_at", bot.db.base.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.alter_column("escalation_id", existing_type=sa.Integer(), nullable=True)
    workspaces = sa.table("workspaces", sa.column("set_up_at", bot.db.base.UtcDateTime(timezone=True)))
    # They run already, and need no guide.
    op.execute(workspaces.update().values(set_up_at=datetime(2026, 11, 24, tzinfo=UTC)))


def downgrade() -> None:
    # history.escalation_id stays nullable: what concerns the whole workspace is kept
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_column("is_rehearsal")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("is_admin")
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name in ("set_up_at", "guided", "rungs_off", *WORDS, *NUMBERS):
            batch_op.drop_column(name)
