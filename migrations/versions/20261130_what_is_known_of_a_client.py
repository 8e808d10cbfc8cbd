"""what is known of a client"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS = ("keys", "zone", "value_at_risk", "language", "notes")
FLAGS = ("prefers_writing", "do_not_call", "hard_of_hearing", "is_listed")
PEOPLE = ("account_owner", "deputy")


def upgrade() -> None:
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.add_column(sa.Column("aliases", sa.JSON(), nullable=False, server_default="[]"))
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for name in FLAGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in PEOPLE:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
    clients = sa.table("clients", sa.column("key", sa.String()), sa.column("keys", sa.String()))
    op.execute(clients.update().values(keys=clients.c.key))
    with op.batch_alter_table("people", schema=None) as batch_op:
        for name in ("away_from", "away_until"):
            batch_op.add_column(sa.Column(name, bot.db.base.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("client_typed", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("client_choices", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        for name in ("client_choices", "client_typed"):
            batch_op.drop_column(name)
    with op.batch_alter_table("people", schema=None) as batch_op:
        for name in ("away_until", "away_from"):
            batch_op.drop_column(name)
    with op.batch_alter_table("clients", schema=None) as batch_op:
        for name in (*PEOPLE[::-1], *FLAGS[::-1], *WORDS[::-1], "aliases"):
            batch_op.drop_column(name)
