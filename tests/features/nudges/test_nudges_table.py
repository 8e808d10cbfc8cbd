"""Who hears what when, in every case of the table: what changes is read before it is kept."""

from pathlib import Path

from databases import Sqlite
from month import hasty
from table import FILE, cases, rows


def test_the_table_has_cases_enough() -> None:
    assert len(set(cases())) >= 200


def test_who_hears_what_when_is_what_the_table_says(sqlite: Sqlite, tmp_path: Path) -> None:
    database = hasty(sqlite.copy(tmp_path))
    try:
        assert [*rows(database)] == FILE.read_text(encoding="utf-8").splitlines()
    finally:
        database.close()
