"""Alembic's entry: the database is the one in the settings, or the one the caller names."""

from alembic import context
from sqlalchemy import NullPool, create_engine

import bot.db.models  # noqa: F401  # fills the metadata
from bot.db.base import Base
from bot.settings import read_settings

url = context.config.attributes.get("url") or read_settings().database_url

with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True,
        transaction_per_migration=True,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
