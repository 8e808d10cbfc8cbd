"""The ladder as a table: heat, owner and hour, and what somebody does; who hears what, how many minutes after the flag.

`python tests/features/nudges/table.py` writes it anew into `ladder.txt`, to be read before it is committed.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[3])]

from databases import Sqlite
from month import HEATS, Deed, Month, Said, hasty

from bot.db.engine import Database
from bot.db.models import Ask
from bot.features.nudges.rules import ladder

FILE = Path(__file__).with_name("ladder.txt")
HOURS = {
    "Tuesday 10:00": datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
    "Tuesday 20:50": datetime(2026, 3, 3, 20, 50, tzinfo=UTC),
    "Wednesday 02:00": datetime(2026, 3, 4, 2, 0, tzinfo=UTC),
    "Friday 17:30": datetime(2026, 3, 6, 17, 30, tzinfo=UTC),
    "Saturday 11:00": datetime(2026, 3, 7, 11, 0, tzinfo=UTC),
}
"""In London, where the owner is. Lena, the first lead, is in Lisbon at the same hour; Lars, the second, in New York."""
OWNERS = {"nobody": "flag", "Olivia in London": "flag for Olivia", "Sam in Auckland": "flag for Sam"}
OLIVIA = "UOLIVIA"
DONE: dict[str, list[Deed]] = {
    "nothing": [],
    "calls after 5": [Deed(5, OLIVIA, "calling", 0)],
    "voicemail after 5": [Deed(5, OLIVIA, "voicemail", 0)],
    "later after 5": [Deed(5, OLIVIA, "later", 0)],
    "mutes after 5": [Deed(5, OLIVIA, "mute", 0)],
    "on it after 10": [Deed(10, OLIVIA, "on it", 0)],
    "reached after 10": [Deed(10, OLIVIA, "reached", 0)],
}
LASTS = timedelta(days=4)
NAMES = {"UOLIVIA": "Olivia", "USAM": "Sam", "ULENA": "Lena", "ULARS": "Lars", "UMIA": "Mia"}
RUNGS = [planned.rung.replace("_", " ") for planned in ladder(lambda _: HOURS["Tuesday 10:00"])]


def cases(heat: str) -> Iterator[tuple[str, str, str, str]]:
    """Every hour and owner with nothing done; and whatever Olivia does at every hour."""
    for hour in HOURS:
        yield from ((heat, hour, owner, "nothing") for owner in OWNERS)
    for hour in HOURS:
        yield from ((heat, hour, "Olivia in London", done) for done in DONE if done != "nothing")


def rows(database: Database, heat: str, every: int = 1) -> Iterator[str]:
    """Of each heat other ones, where not every row is wanted."""
    for number, (_, hour, owner, done) in [*enumerate(cases(heat))][HEATS.index(heat) % every :: every]:
        month = Month(database, f"T{heat}{number}", HOURS[hour])
        month.live([Deed(0, "UMIA", OWNERS[owner], HEATS.index(heat)), *DONE[done]], LASTS)
        yield f"{heat} | {hour} | {owner} | {done} | {told_in(month, HOURS[hour]) or 'nobody hears anything'}"


def told_in(month: Month, since: datetime) -> str:
    told = sorted((said for said in month.said() if said.ask.said_at), key=_moment)
    return ", ".join(f"{NAMES[said.ask.person]} {_what(said.ask)} {_after(_moment(said) - since)}" for said in told)


def _moment(said: Said) -> datetime:
    assert said.ask.said_at
    return said.ask.said_at


def _what(ask: Ask) -> str:
    kind, _, rest = ask.key.partition(":")
    if kind == "rung":
        return RUNGS[int(rest.split(":")[2])] + (" (in the thread)" if ask.thread_id else "")
    return kind.replace("_", " ")


def _after(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    return f"+{minutes}" if minutes < 120 else f"+{minutes // 60}h{minutes % 60:02}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        opened = hasty(Sqlite(Path(temporary)).copy(Path(temporary)))
        table = [row for heat in HEATS for row in rows(opened, heat)]
        FILE.write_text("\n".join(table) + "\n", encoding="utf-8")
