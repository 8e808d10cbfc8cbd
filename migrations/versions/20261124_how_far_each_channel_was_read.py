"""how far each channel was read"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("read_until", sa.String(), nullable=False),
        sa.Column("read_at", bot.db.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_readings_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "channel", name=op.f("pk_readings")),
    )
    with op.batch_alter_table("gates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.execute(
        "INSERT INTO readings (workspace_id, channel, read_until) "
        "SELECT id, watched_channel, read_until FROM workspaces WHERE read_until IS NOT NULL"
    )
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("read_until")


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("read_until", sa.String(), nullable=True))
    op.execute(
        "UPDATE workspaces SET read_until = (SELECT read_until FROM readings "
        "WHERE workspace_id = workspaces.id AND channel = workspaces.watched_channel)"
    )

    with op.batch_alter_table("gates", schema=None) as batch_op:
        batch_op.drop_column("reason")

    op.drop_table("readings")
