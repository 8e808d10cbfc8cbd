"""What the audit found, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.db.audit import Audit, read_at_once
from bot.db.engine import open_database, or_say_why
from bot.errors import SettingError

SETTLED = timedelta(minutes=1)
"""What began before that is written or given up: no transaction lives so long."""


@dataclass(frozen=True)
class Finding:
    says: str
    is_well: bool

    def __str__(self) -> str:
        return self.says


def audit_of(database_url: str, now: datetime, moment: str = "", noted: str = "") -> Iterator[Finding]:
    """Every broken place as it is found, and at last what is whole. `noted` is the sha256 that was said of the moment.

    Raises SettingError, one sentence, for a database that can't be read and a moment that is none.
    """
    until = _read_moment(moment) if moment else (now - SETTLED).replace(microsecond=0)
    audit, broken, database = Audit(until), 0, open_database(database_url)
    try:
        with or_say_why(), database.reading() as session:
            read_at_once(session)
            for place in audit.read(session):
                broken += 1
                yield Finding(str(place), False)
    finally:
        database.close()
    yield Finding(_summary(audit, broken), not broken)
    yield _about_hash(audit, noted)


def _summary(audit: Audit, broken: int) -> str:
    rows, chains = _counted(audit.rows, "row"), _counted(audit.chains, "chain")
    if not broken:
        return f"The history is whole: {rows} in {chains}."
    places = _counted(broken, "broken place")
    whole_chains = audit.chains - audit.broken_chains
    return f"The history has {places}. Whole are {audit.whole} of {rows}, and {whole_chains} of {chains}."


def _about_hash(audit: Audit, noted: str) -> Finding:
    at, command = f"{audit.until:%Y-%m-%dT%H:%M:%SZ}", "python app.py audit verify"
    if noted and noted != audit.sha256:
        return Finding(f"Up to {at} its sha256 is {audit.sha256}, and {noted} was noted: it was written anew.", False)
    if noted:
        return Finding(f"Up to {at} it is the history that was noted.", True)
    return Finding(
        f"Up to {at} its sha256 is {audit.sha256}. Note both where nobody who can change this database can: "
        f"`{command} {at} {audit.sha256}` must find it so for ever.",
        True,
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _read_moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise SettingError(f"{typed!r} is no moment; write it as 2026-11-24T10:00:00Z.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
