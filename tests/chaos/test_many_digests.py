"""Every Monday at nine, everywhere, through silences and moves: each workspace's week is told exactly once."""

import logging
import random
import struct
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pytest
from sqlalchemy import func, select
from story import ErrorLines

from bot.clocks import run_due
from bot.db.engine import DOES_NOT_ANSWER, open_database
from bot.db.models import Digest, Message, Workspace
from bot.features import digest
from bot.features.digest.usecases import rewind_digest, rhythm_of
from bot.work import Doors

BEGINS = datetime(2026, 2, 25, 12, tzinfo=UTC)
YEAR, WEEK, QUARTER = timedelta(days=365), timedelta(days=7), timedelta(minutes=15)
GAPS = "First_Call/Gaps"
"""A zone of ours: no real one ever changed its clocks on a Monday at nine."""
ZONES = (
    "Africa/Cairo", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York",
    "Europe/London", "Pacific/Kiritimati", "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "Asia/Gaza",
    "America/Scoresbysund", "Antarctica/Troll", "Pacific/Pago_Pago", "Asia/Kolkata", "Etc/GMT+12", "Europe/Berlin",
    "America/Havana", GAPS,
)  # fmt: skip
MANY = 500
BEATS_MOST = 10
Week = tuple[int, int]
Ups = Sequence[tuple[datetime, datetime]]
"""From when to when we are up."""


class Told(NamedTuple):
    """A digest: of which week, when it was said, and until when it looks back."""

    week: Week
    at: datetime
    until: datetime


@dataclass
class Plan:
    """What happens to a workspace: when we are up, and from when on it lives in which zone."""

    zone: str
    moves: list[tuple[datetime, str]] = field(default_factory=list)

    def zone_at(self, moment: datetime) -> str:
        return [zone for at, zone in [(BEGINS, self.zone), *self.moves] if at <= moment][-1]

    def expects(self, ups: Ups) -> list[Told]:
        """By looking at every start and every Monday: whenever we are up, the newest Monday that was nine is told."""
        told = [Told(_week(self.newest_nine(BEGINS)), BEGINS, BEGINS)]  # at the installation nothing is owed
        for begins, ends in ups:
            looks = {begins} | {at for at, _ in self.moves if begins <= at < ends}
            day = begins.date() - WEEK
            for zone in {self.zone_at(look) for look in looks}:
                days = (day + timedelta(days=n) for n in range((ends - begins).days + 16))
                nines = {nine_of(each, zone) for each in days if each.weekday() == 0}
                looks |= {nine for nine in nines if begins <= nine < ends}
            for look in sorted(looks):
                monday, nine = self._newest(look)
                if (week := monday.isocalendar()[:2]) > told[-1].week:
                    told.append(Told(week, look, nine))
        return told[1:]

    def newest_nine(self, moment: datetime) -> date:
        return self._newest(moment)[0]

    def _newest(self, moment: datetime) -> tuple[date, datetime]:
        zone = self.zone_at(moment)
        around = (moment.date() + timedelta(days=n) for n in range(-8, 3))
        nines = [(day, nine_of(day, zone)) for day in around if day.weekday() == 0]
        return max((day, nine) for day, nine in nines if nine <= moment)


def _week(day: date) -> Week:
    return day.isocalendar()[:2]


@cache
def nine_of(day: date, zone: str) -> datetime:
    """The first instant at which the clocks show nine of that day, or later: walked to, in quarters of an hour."""
    moment = datetime.combine(day, time(9), UTC) - timedelta(hours=15)
    here, wanted = zoneinfo.ZoneInfo(zone), datetime.combine(day, time(9))
    while moment.astimezone(here).replace(tzinfo=None) < wanted:
        moment += QUARTER
    return moment


class Installation:
    """Two processes over one database, that beat at the same moments, and a clock in the hand."""

    def __init__(self, database_url: str, pool: ThreadPoolExecutor, plans: dict[str, Plan]) -> None:
        self.now, self.plans, self._pool, self._beats = BEGINS, plans, pool, 0
        self.databases = [open_database(database_url) for _ in range(2)]
        self.doors = [Doors(database, lambda: self.now, lambda: None) for database in self.databases]
        with self.databases[0].writing.begin() as session:
            for team, plan in plans.items():
                session.add(Workspace(
                    id=team, name=team, url="", bot_user_id="UBOT", watched_channel="C1", digest_channel="C2",
                    leads=[], zone=plan.zone,
                ))  # fmt: skip

    def live(self, ups: Ups) -> None:
        """From due to due, while we are up; who moves, moves at their moment, and we start again for it."""
        moves = sorted((at, team) for team, plan in self.plans.items() for at, _ in plan.moves)
        for begins, ends in ups:
            self.now = begins
            self._start(self.plans)
            for at, team in [*((at, team) for at, team in moves if begins <= at < ends), (ends, "")]:
                self._until(at)
                if team:
                    self.now = at
                    self._start([team])

    def told(self, team: str) -> tuple[list[Told], list[tuple[datetime, datetime]]]:
        """The digests of a workspace, and the times they cover."""
        with self.doors[0].look(team) as work:
            rows = work.all(work.select(Digest).order_by(Digest.id))
            said = {message.id: message.changed_at for message in work.all(work.select(Message))}
        assert len(said) == len(rows)  # and nothing was said beside them
        told = [Told((row.iso_year, row.iso_week), said[row.message_id], row.covers_until) for row in rows]
        return told, [(row.covers_from, row.covers_until) for row in rows]

    def close(self) -> None:
        for database in self.databases:
            database.close()

    def _start(self, teams: Sequence[str] | dict[str, Plan]) -> None:
        for team in teams:
            with self.doors[0].open(team) as work:
                before = rhythm_of(work)
                work.workspace.zone = self.plans[team].zone_at(self.now)
                for start in digest.ON_START:
                    start(work)
                rewind_digest(work, before)  # as the settings do
        self._beat(list(teams))

    def _until(self, moment: datetime) -> None:
        while (due := self._next_due()) and due[0] < moment:
            self.now = max(due[0], self.now)
            self._beat(due[1])

    def _next_due(self) -> tuple[datetime, list[str]] | None:
        with self.databases[0].reading() as session:
            at = session.scalar(select(func.min(Workspace.next_digest_at)))
            teams = session.scalars(select(Workspace.id).where(Workspace.next_digest_at == at)).all()
        return (at, list(teams)) if at else None

    def _beat(self, teams: list[str]) -> None:
        """In one of three both are at it in the same instant; in the others one, by turns, is quicker by far."""
        self._beats += 1
        chosen = [self.doors, self.doors[:1], self.doors[1:]][self._beats % 3]
        ready = Barrier(len(chosen))

        def beat(doors: Doors) -> None:
            ready.wait(10)
            for team in teams:
                _as_the_metronome(partial(run_due, digest.CLOCKS, doors, team))

        for done in [self._pool.submit(beat, doors) for doors in chosen]:
            done.result()


def _as_the_metronome(run: Callable[[], object]) -> None:
    """A beat that finds the file locked for too long, as on a slow disk, is tried again by the next one."""
    for _ in range(BEATS_MOST):
        try:
            run()
        except DOES_NOT_ANSWER:
            continue
        return
    pytest.fail("the database was locked through ten beats")


def ups_of(chance: random.Random, span: timedelta) -> Ups:
    """When we are up: silences of hours, or of up to three weeks, and weeks in between."""
    ups, at, until = [], BEGINS, BEGINS + span
    while at < until:
        down_at = at + timedelta(days=chance.uniform(3, 50))
        ups.append((at, min(down_at, until)))
        most = chance.choice((timedelta(hours=20), timedelta(days=6), timedelta(days=21)))
        at = down_at + most * chance.random()
    return ups


def moves_of(chance: random.Random, zones: Sequence[str], span: timedelta) -> list[tuple[datetime, str]]:
    """Some of them move, on a Sunday evening or a Monday morning of UTC, when it is both days somewhere."""
    sunday = datetime(2026, 3, 1, 8, tzinfo=UTC)
    weeks = sorted(chance.sample(range(1, span // WEEK), chance.choice((0, 2, 4))))
    return [(sunday + WEEK * week + timedelta(hours=36) * chance.random(), chance.choice(zones)) for week in weeks]


def only_while_up(
    moves: Sequence[tuple[datetime, str]], ups: Ups
) -> list[tuple[datetime, str]]:
    """What is set while we are down is read at the next start."""
    later = [(next((max(at, begins) for begins, ends in ups if at < ends), None), zone) for at, zone in moves]
    return [(at, zone) for at, zone in later if at]


@pytest.fixture(autouse=True)
def gaps(tmp_path: Path) -> Iterator[None]:
    """Every fourth Monday at half past eight the clocks are put on by an hour; two weeks later back."""
    first = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    instants = [int((first + WEEK * 2 * n).timestamp()) for n in range(90)]
    kinds = bytes((n + 1) % 2 for n in range(90))
    header = struct.pack(">4sc15x6l", b"TZif", b"\0", 0, 0, 0, len(instants), 2, 8)
    types = struct.pack(">lbb", 0, 0, 0) + struct.pack(">lbb", 3600, 1, 4)
    file = tmp_path / "zones" / GAPS
    file.parent.mkdir(parents=True)
    file.write_bytes(header + struct.pack(f">{len(instants)}l", *instants) + kinds + types + b"WIN\0SUM\0")
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(file.parent.parent), *before])
    yield
    zoneinfo.reset_tzpath(before)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture(autouse=True)
def no_line_of_error() -> Iterator[None]:
    errors = ErrorLines()
    logging.getLogger().addHandler(errors)
    yield
    logging.getLogger().removeHandler(errors)
    assert not errors.lines


@pytest.fixture
def tells(database_url: str, pool: ThreadPoolExecutor) -> Callable[[dict[str, Plan], Ups], None]:
    """Let them live, and compare what each was told with what they should have been."""

    def live(plans: dict[str, Plan], ups: Ups) -> None:
        installation = Installation(database_url, pool, plans)
        try:
            installation.live(ups)
            found = {team: installation.told(team) for team in plans}
        finally:
            installation.close()
        for team, (told, covered) in found.items():
            assert told == plans[team].expects(ups), f"{team}, {plans[team]}, up {ups}"
            assert covered[0][0] <= BEGINS
            assert all(before[1] == after[0] for before, after in pairwise(covered)), team  # nothing twice, no hole

    return live


Tells = Callable[[dict[str, Plan], Ups], None]


def test_each_week_is_told_once_in_every_zone_through_silences_and_moves(
    tells: Tells, seed: int, is_long: bool
) -> None:
    chance, span = random.Random(seed), YEAR * 3 if is_long else YEAR  # noqa: S311  # a test
    zones = (*sorted(zoneinfo.available_timezones() - {"localtime"}), GAPS) if is_long else ZONES
    ups = ups_of(chance, span)
    plans = {}
    for number in range(MANY if is_long else len(ZONES)):
        moves = only_while_up(moves_of(chance, zones, span), ups)
        plans[f"T{number:03}"] = Plan(zones[number % len(zones)], moves)
    tells(plans, ups)


def test_after_three_weeks_of_silence_one_digest_covers_them_all(tells: Tells) -> None:
    silence = BEGINS + WEEK * 2, BEGINS + WEEK * 5
    tells({"T1": Plan("Europe/London")}, [(BEGINS, silence[0]), (silence[1], BEGINS + WEEK * 8)])


def test_who_moves_east_past_monday_at_nine_is_still_told_that_week(tells: Tells) -> None:
    sunday = datetime(2026, 3, 15, 22, tzinfo=UTC)
    tells({"T1": Plan("America/New_York", [(sunday, "Pacific/Kiritimati")])}, [(BEGINS, BEGINS + WEEK * 6)])


def test_who_moves_west_back_before_monday_at_nine_is_not_told_that_week_again(tells: Tells) -> None:
    sunday = datetime(2026, 3, 15, 22, tzinfo=UTC)
    tells({"T1": Plan("Pacific/Kiritimati", [(sunday, "America/New_York")])}, [(BEGINS, BEGINS + WEEK * 6)])


def test_who_moves_west_in_a_silence_is_told_when_monday_at_nine_comes_there(tells: Tells) -> None:
    """Due in the zone before, and not yet due in the one after; or due in both, in different weeks of the year."""
    for hours in (20, 44):
        saturday = datetime(2026, 3, 14, tzinfo=UTC)
        again = saturday + timedelta(hours=24 + hours)
        ups = [(BEGINS, saturday), (again, BEGINS + WEEK * 6)]
        tells({f"T{hours}": Plan("Pacific/Kiritimati", [(again, "America/New_York")])}, ups)


def test_the_zone_of_ours_has_mondays_without_nine_and_mondays_with_two() -> None:
    first, second = (nine_of(date(2026, 3, day), GAPS) for day in (2, 16))
    here = zoneinfo.ZoneInfo(GAPS)
    assert f"{first.astimezone(here):%H:%M}" == "09:30"
    assert f"{second.astimezone(here):%H:%M} {(second + WEEK / 168).astimezone(here):%H:%M}" == "09:00 09:00"
