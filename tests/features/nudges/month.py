"""A month of one team, by its use cases alone: who does what when is given, and everything said to somebody is kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from channels import just_asked
from sqlalchemy import event

from bot.clocks import Clock, next_due, run_due
from bot.db.engine import Database, open_database
from bot.db.models import Ask, Escalation, History, Person, Workspace
from bot.errors import Refusal
from bot.features import asks, calls, follow_ups, hand_overs, nudges, promises, silence
from bot.features.calls.rules import Result
from bot.features.calls.usecases import log_attempt, start_calling
from bot.features.closing.usecases import reopen
from bot.features.flagging.rules import Understood
from bot.features.flagging.usecases import Details, flag, undo_flag
from bot.features.nudges.usecases import give_more_time
from bot.features.owners.usecases import assign, claim
from bot.features.silence.usecases import say_on_it
from bot.features.snoozes.rules import Span
from bot.features.snoozes.usecases import mute, snooze, unmute
from bot.work import Doors, Work

BEGINS = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""A month in which New York, then London and Lisbon put their clocks on, and Auckland puts them back soon after."""
ZONES = {"UOLIVIA": "Europe/London", "USAM": "Pacific/Auckland", "UMIA": "America/New_York", "ULENA": "Europe/Lisbon",
         "ULARS": "America/New_York"}  # fmt: skip
LEADS = ["ULENA", "ULARS"]
DND = {"UMIA": (BEGINS + timedelta(days=3, hours=7), BEGINS + timedelta(days=3, hours=13))}
CLOCKS: tuple[Clock, ...] = tuple(
    clock for feature in (asks, nudges, silence, calls, hand_overs, follow_ups, promises) for clock in feature.CLOCKS
)
"""Those that speak to somebody about a client."""
HEATS = ("furious", "angry", "upset", "uneasy", "cool")

Act = Callable[[Work, str, str], object]
ACTS: dict[str, Act] = {
    "claim": claim,
    "calling": start_calling,
    "reached": lambda work, by, about: log_attempt(work, by, about, Result.REACHED),
    "voicemail": lambda work, by, about: log_attempt(work, by, about, Result.VOICEMAIL, timedelta(minutes=10)),
    "on it": say_on_it,
    "later": lambda work, by, about: snooze(work, by, about, Span.TEN_MINUTES),
    "after my meeting": lambda work, by, about: snooze(work, by, about, Span.AFTER_MEETING),
    "mute": lambda work, by, about: mute(work, by, about, "I meet them at eleven"),
    "unmute": unmute,
    "give time": give_more_time,
    "to Sam": lambda work, by, about: assign(work, by, about, "USAM"),
    "to Olivia": lambda work, by, about: assign(work, by, about, "UOLIVIA"),
    "not angry": undo_flag,
    "reopen": reopen,
}


def hasty(database_url: str) -> Database:
    """Opened so that no commit waits for the disk: no test cuts the power."""
    database = open_database(database_url)
    for engine in database.engines:
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return database


class Deed(NamedTuple):
    """So many minutes after the one before, somebody flags a client, or acts on one of those flagged."""

    after: int
    by: str
    what: str
    about: int


class Said(NamedTuple):
    ask: Ask
    heat: int


class Month:
    """Of a workspace of its own."""

    def __init__(self, database: Database, team: str, begins: datetime = BEGINS) -> None:
        self.now, self.flags = begins, 0
        self.active: dict[str, list[datetime]] = {person: [] for person in ZONES}
        self.database, self.team = database, team
        self.doors = Doors(database, lambda: self.now, lambda: None)
        with self.database.writing.begin() as session:
            session.add(Workspace(
                id=team, name="Northwind", url="https://northwind.slack.com/", bot_user_id="UBOT", leads=LEADS,
                watched_channel="C1", digest_channel="C2", zone="Europe/London", set_up_at=BEGINS,
            ))  # fmt: skip
            session.flush()
            for user_id, zone in ZONES.items():
                begins, ends = DND.get(user_id, (None, None))
                session.add(Person(workspace_id=team, user_id=user_id, name=user_id[1:].title(), zone=zone,
                                   dnd_from=begins, dnd_until=ends))  # fmt: skip

    def live(self, deeds: list[Deed], until: timedelta) -> None:
        for deed in deeds:
            self._until(self.now + timedelta(minutes=deed.after))
            self._do(deed)
        self._until(self.now + until)

    def said(self) -> list[Said]:
        with self.doors.look(self.team) as work:
            about = {each.id: each.heat for each in work.all(work.select(Escalation))}
            asks = work.all(work.select(Ask).order_by(Ask.id))
            return [Said(ask, about.get(ask.escalation_id or 0, 0)) for ask in asks]

    def waits(self) -> dict[int, list[tuple[datetime, datetime | None]]]:
        """From when to when each client waited for a human voice, by the history."""
        found: dict[int, list[tuple[datetime, datetime | None]]] = {}
        begins, ends = {"flagged", "reopened", "is one after all"}, {"reached", "not an angry client"}
        with self.doors.look(self.team) as work:
            rows = work.select(History).where(History.escalation_id.is_not(None))
            for row in work.all(rows.order_by(History.id)):
                spans = found.setdefault(row.escalation_id or 0, [])
                if row.act in begins:
                    spans.append((row.at, None))
                elif row.act in ends and spans and spans[-1][1] is None:
                    spans[-1] = (spans[-1][0], row.at)
        return found

    def _do(self, deed: Deed) -> None:
        try:
            with self.doors.open(self.team) as work:
                just_asked(work)
                self._act(work, deed)
                self.active[deed.by].append(self.now)
        except Refusal:
            pass  # and nothing of it has happened

    def _act(self, work: Work, deed: Deed) -> None:
        if deed.what.startswith("flag"):
            owner = {"flag": "", "flag for Olivia": "UOLIVIA", "flag for Sam": "USAM"}[deed.what]
            client = Understood(f"Client {self.flags}", "it went wrong", 5 - deed.about % 5, is_set_apart=True)
            flag(work, deed.by, client, Details(owner=owner))
            self.flags += 1
            return
        if known := work.all(work.select(Escalation).order_by(Escalation.id)):
            ACTS[deed.what](work, deed.by, str(known[-1 - deed.about % len(known)].id))

    def _until(self, moment: datetime) -> None:
        while (due := self._due()) and min(due.values()) <= moment:
            self.now = max(min(due.values()), self.now)
            run_due([clock for clock, at in due.items() if at <= self.now], self.doors, self.team)
        self.now = max(self.now, moment)

    def _due(self) -> dict[Clock, datetime]:
        with self.doors.look(self.team) as work:
            found = {clock: next_due([clock], work.session, self.team) for clock in CLOCKS}
        return {clock: at for clock, at in found.items() if at}
