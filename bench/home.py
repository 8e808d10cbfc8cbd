"""What a Home tab costs us with 1, 30 and 5,000 clients who are angry, apart from Slack: python bench/home.py"""

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from channels import just_asked  # noqa: E402
from databases import Postgres, Sqlite  # noqa: E402

from bot.db.engine import Database, open_database  # noqa: E402
from bot.db.models import Client, Escalation, Person, Workspace  # noqa: E402
from bot.features.home.usecases import home_of  # noqa: E402
from bot.work import Doors  # noqa: E402

NOW, LEAD, RUNS = datetime(2026, 3, 2, 10, tzinfo=UTC), "ULENA", 100
BLOCKS_MOST = 100


def plant(database: Database, team: str, many: int) -> None:
    """Every other client is the lead's."""
    with database.writing.begin() as session:
        session.add(Workspace(
            id=team, name="Northwind", url="https://northwind.slack.com/", bot_user_id="UBOT", leads=[LEAD],
            watched_channel="C1", digest_channel="C2", zone="Europe/London", set_up_at=NOW,
        ))  # fmt: skip
        session.flush()
        session.add(Person(workspace_id=team, user_id=LEAD, name="Lena", zone="Europe/Lisbon", locale="en-GB"))
        for number in range(many):
            client = Client(workspace_id=team, name=f"Client {number}", key=f"client {number}")
            session.add(Escalation(
                workspace_id=team, channel="C1", flagged_by=LEAD, flagged_at=NOW, waiting_since=NOW, what_happened="",
                state="waiting", heat=1 + number % 5, client=client, owner=(LEAD, "USAM")[number % 2],
            ))  # fmt: skip


def p95_of(doors: Doors, team: str) -> float:
    """Milliseconds: nineteen of twenty tabs are made in that time."""
    with doors.open(team) as work:
        just_asked(work)
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        with doors.look(team) as work:
            blocks = home_of(work, LEAD)
        took.append((time.perf_counter() - begun) * 1_000)
        if len(blocks) > BLOCKS_MOST:
            raise SystemExit(f"{len(blocks)} blocks: Slack takes {BLOCKS_MOST}")
    return statistics.quantiles(took, n=20)[-1]


def measure(kind: str, url: str) -> None:
    database = open_database(url)
    doors = Doors(database, lambda: NOW, lambda: None)
    found = {}
    for many in (1, 30, 5_000):
        plant(database, f"T{many}", many)
        found[many] = p95_of(doors, f"T{many}")
        print(f"{kind}, {many:>5} open: p95 {found[many]:.0f} ms")
    database.close()
    print(f"{kind}: 5,000 cost {found[5_000] / found[30]:.1f} times what 30 cost")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Sqlite(Path(folder)).copy(Path(folder)))
    server = Postgres()
    try:
        with server.copy() as url:
            measure("PostgreSQL", url)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
