"""what was typed is kept"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
TYPED = ("contact_typed", "phone_typed")


def upgrade() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        for name in TYPED:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        for name in reversed(TYPED):
            batch_op.drop_column(name)
