"""Two workspaces in one database, alike in every id of Slack's and every name: nothing of the one reaches the other.

The one acts, and nearly always with the id of a row of the other in its hand.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event, select
from twins import CHANNEL, PEOPLE, Hand, Ids

from bot.db.audit_report import audit_of
from bot.db.base import Base
from bot.db.engine import Database, open_database
from bot.db.models import Message, Person, Workspace
from bot.errors import Refusal
from bot.work import Doors

BEGINS = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OURS, THEIRS = "T0OURS", "T0THEIRS"
OUR_MARK, THEIR_MARK = "by the harbour", "in Zanzibar"
PREPARED = 150
ACTS, ACTS_ON_POSTGRES, MANY_ACTS = 10_000, 500, 50_000
OWN = 0.07
"""That share begins with no row, as much again with one of ours; the rest holds one of theirs."""
CLOCKS_EVERY, IDS_EVERY = 200, 500


class Time:
    def __init__(self) -> None:
        self.now = BEGINS

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    if database_url.startswith("sqlite"):  # no test cuts the power
        event.listen(database.engines[0], "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    with database.writing.begin() as session:
        for team, mark in ((OURS, OUR_MARK), (THEIRS, THEIR_MARK)):
            session.add(Workspace(
                id=team, name="Northwind", url="https://northwind.slack.com/", bot_user_id="U0FIRSTCL",
                watched_channel=CHANNEL, digest_channel=CHANNEL, leads=[PEOPLE[2]], zone="UTC", set_up_at=BEGINS,
            ))  # fmt: skip
            session.flush()
            for user in PEOPLE:
                session.add(Person(workspace_id=team, user_id=user, name=f"{user[3:7].title()} {mark}", zone="UTC"))
    yield database
    database.close()


def rows_of(database: Database, workspace_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of a workspace, in every table."""
    with database.reading() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).where(
                _owner(table) == workspace_id).order_by(*table.primary_key)).mappings()]
            for table in Base.metadata.sorted_tables if _owner(table) is not None
        }  # fmt: skip


def _owner(table: Table) -> Any:
    return table.c.id if table.name == "workspaces" else table.c.get("workspace_id")


def image(rows: dict[str, list[dict[str, Any]]]) -> bytes:
    return json.dumps(rows, default=repr, sort_keys=True).encode()


def strangers(database: Database) -> list[str]:
    """Our rows that refer to a row which is not ours."""
    ours = rows_of(database, OURS)
    ids = {name: {row["id"] for row in rows} for name, rows in ours.items() if rows and "id" in rows[0]}
    return [
        f"{table.name}.{column.name} of {row}"
        for table in Base.metadata.sorted_tables for column in table.c for key in column.foreign_keys
        for row in ours.get(table.name, ())
        if row[column.name] is not None and row[column.name] not in ids.get(key.column.table.name, set())
    ]  # fmt: skip


@pytest.mark.parametrize("half", [0, 1])
def test_nothing_crosses_between_two_workspaces_that_are_alike(
    database: Database, database_url: str, half: int, seed: int, is_long: bool
) -> None:
    time, chance = Time(), random.Random(2 * seed + half)  # noqa: S311  # a test
    doors = Doors(database, time, lambda: None)
    theirs, ours = Hand(doors, THEIRS, THEIR_MARK, chance), Hand(doors, OURS, OUR_MARK, chance)
    for hand in (theirs, ours):
        prepare(hand, time)
    before, their_ids = rows_of(database, THEIRS), theirs.ids()
    is_sqlite = database_url.startswith("sqlite")
    became = acted(ours, their_ids, time, MANY_ACTS if is_long else ACTS if is_sqlite else ACTS_ON_POSTGRES)
    assert image(rows_of(database, THEIRS)) == image(before)
    assert THEIR_MARK.encode() not in image(rows_of(database, OURS)), "their words stand in a row of ours"
    assert not strangers(database)
    assert min(became.values()) > OWN * became.total(), became
    assert [finding.is_well for finding in audit_of(database_url, time.now)] == [True, True]


def prepare(hand: Hand, time: Time) -> None:
    """Something of every kind, in every state; words that could not be delivered among it."""
    hand.begin()
    for number in range(PREPARED):
        if number % 10 == 0:
            ids = hand.ids()
            hand.run_clocks()
        with suppress(Refusal):
            if number % 3:
                hand.use(ids)
            else:
                hand.act()
        time.passes(minutes=7)
    with hand.doors.open(hand.workspace_id) as work:
        for message in work.all(work.select(Message).order_by(Message.id))[:20]:
            message.state, message.reason, message.report_at = "parked", "is_archived", work.now


def acted(ours: Hand, their_ids: Ids, time: Time, acts: int) -> Counter[str]:
    """Act, and look whether anything of theirs is shown."""
    became: Counter[str] = Counter()
    our_ids = ours.ids()
    for number in range(acts):
        drawn = ours.chance.random()
        try:
            shown = repr(ours.act() if drawn < OWN else ours.use(our_ids if drawn < 2 * OWN else their_ids))
            became["done"] += 1
        except Refusal as refusal:
            shown = repr((refusal.says, refusal.fields))
            became["refused"] += 1
        assert THEIR_MARK not in shown, shown
        time.passes(seconds=11)
        if number % CLOCKS_EVERY == 0:
            ours.run_clocks()
        if number % IDS_EVERY == 0:
            our_ids = ours.ids()
    return became
