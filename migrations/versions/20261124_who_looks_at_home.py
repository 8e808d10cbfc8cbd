"""who looks at their home tab"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("looked_at", bot.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("mine_page", sa.Integer(), nullable=False),
        sa.Column("board_page", sa.Integer(), nullable=False),
        sa.Column("redraw_at", bot.db.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_looks_message_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_looks_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_looks_workspace_id_user_id")),
    )
    op.create_index(op.f("ix_looks_redraw_at"), "looks", ["redraw_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_looks_redraw_at"), table_name="looks")
    op.drop_table("looks")
