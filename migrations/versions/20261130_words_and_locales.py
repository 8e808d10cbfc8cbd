"""words and locales"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW = {"workspaces": ("language", "en"), "people": ("locale", "")}


def upgrade() -> None:
    for table, (column, first) in NEW.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(), nullable=False, server_default=first))


def downgrade() -> None:
    for table, (column, _) in NEW.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
