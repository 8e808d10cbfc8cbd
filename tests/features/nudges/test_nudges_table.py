"""Who hears what when, in every case of the table: what changes is read before it is kept."""

from pathlib import Path

import pytest
from databases import Sqlite
from month import HEATS, hasty
from table import FILE, cases, rows

TABLE = FILE.read_text(encoding="utf-8").splitlines()


def test_the_table_has_cases_enough() -> None:
    assert len(TABLE) == len(set(TABLE)) == sum(len([*cases(heat)]) for heat in HEATS) >= 200


@pytest.mark.parametrize("heat", HEATS)
def test_who_hears_what_when_is_what_the_table_says(sqlite: Sqlite, tmp_path: Path, heat: str, is_long: bool) -> None:
    """Every third one; `make chaos` looks at all."""
    every = 1 if is_long else 3
    database = hasty(sqlite.copy(tmp_path))
    try:
        expected = [row for row in TABLE if row.startswith(f"{heat} |")][HEATS.index(heat) % every :: every]
        assert [*rows(database, heat, every)] == expected
    finally:
        database.close()
