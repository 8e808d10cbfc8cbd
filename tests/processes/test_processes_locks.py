"""Several processes at one database: everybody locks in one order, so nobody is ever undone for somebody else."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
from databases import Postgres
from sqlalchemy import make_url
from stage import Stage

ROUNDS, FLAGGERS = 6, ("Fred", "Sam", "Mia")
STATISTICS_ARE_IN = 1.5


def test_flags_for_one_owner_and_clocks_that_speak_to_them_never_deadlock(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.copy() as url, Stage(tmp_path, url) as stage, ThreadPoolExecutor(len(FLAGGERS)) as pool:
        stage.start("web", "worker", "worker")

        def flag(number: int, who: str) -> str | None:
            return stage.slack.person(who).runs(f"/angry-client Client {number} of {who} | furious @Olivia")

        for number in range(ROUNDS):
            stage.slack.clock.wind(timedelta(minutes=8))  # to where those of the last round must be spoken of again
            assert all(pool.map(flag, [number] * len(FLAGGERS), FLAGGERS))
            time.sleep(1)  # a beat
        time.sleep(STATISTICS_ARE_IN)
        assert deadlocks(postgres, url) == 0, stage.wrote()


def deadlocks(postgres: Postgres, url: str) -> int:
    with psycopg.connect(postgres.server.get_uri()) as connection:
        wanted = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
        return connection.execute(wanted, [make_url(url).database]).fetchone()[0]
