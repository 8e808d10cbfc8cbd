"""Alembic's entry: the database is the one in the settings, or the one the caller names."""

import time

from alembic import context
from sqlalchemy import NullPool, create_engine, event
from sqlalchemy.exc import OperationalError

import bot.db.models  # noqa: F401  # fills the metadata
from bot.db.base import Base
from bot.settings import read_settings

TRIES = 10

url = context.config.attributes.get("url") or read_settings().database_url

engine = create_engine(url, poolclass=NullPool)
if engine.dialect.name == "sqlite":
    # Python begins a transaction only before it writes rows: half of a migration would stay, and another could come
    # between the copy of a table and its end.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))



def migrate() -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True,
            transaction_per_migration=True,
        )  # fmt: skip
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


for tries_left in range(TRIES - 1, -1, -1):
    try:
        migrate()
        break
    except OperationalError:  # a lock in each other's way, with who still serves: each migration is whole or not at all
        if not tries_left:
            raise
        time.sleep(1)
