"""Who is forgotten is nowhere any more: not in the database's bytes, its log, our log, the metrics, nor in Slack."""

import logging
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from channels import just_asked
from prometheus_client import generate_latest
from sqlalchemy import JSON, String, Text, select, text
from sqlalchemy.engine import make_url
from story import Story

from bot.db.base import Base
from bot.db.models import ERASED, Client, Escalation, Message, Person, Promise, Step
from bot.features.calls.rules import Result
from bot.features.calls.usecases import log_attempt, start_calling
from bot.features.closing.usecases import close
from bot.features.corrections.usecases import correct, merge
from bot.features.digest.usecases import figures
from bot.features.erasing.rules import IDS, NEITHER, PLACES, SOMEBODY, WORDS
from bot.features.flagging.rules import filled_in
from bot.features.flagging.usecases import Details, Source, flag, flag_text, undo_flag
from bot.features.history.usecases import note
from bot.features.privacy.usecases import forget_client, forget_person
from bot.features.promises.rules import Fate
from bot.features.promises.usecases import agree, settle_promise
from bot.features.steps.usecases import skip_step
from bot.sandbox.faults import FAULTS
from bot.sandbox.things import Member
from bot.work import Work

PLANTED, PLANTED_LONG = 7, 500
MARK = "canary"
"""Stands in every name, number, id and sentence that is planted, and in nothing else."""
YEAR = timedelta(days=365)
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The statements are the same on both; what a file keeps of them is not."""


class Ear(logging.Handler):
    """Hears every logger at DEBUG."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = f"{record.name}: {record.getMessage()} {record.exc_info}"
        if MARK in said.casefold():
            self.leaks.append(said)


@pytest.fixture(autouse=True)
def ear() -> Iterator[Ear]:
    ear, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    yield ear
    root.setLevel(before)
    root.removeHandler(ear)
    assert not ear.leaks, ear.leaks[:5]


def person_name(number: int) -> str:
    return f"Canary_Person {number} & Sons"


class Garden:
    """Where so many clients and people are planted, each in one of the ways in which an escalation can go."""

    def __init__(self, story: Story, many: int) -> None:
        self.story, self.many = story, many
        self.people = [f"U0CANARY{number:04}" for number in range(many)]
        world = story.slack.world
        for number, user_id in enumerate(self.people):
            member = Member(user_id, f"canary{number}", person_name(number), "Europe/London", "T0FIRST")
            world.members[user_id] = member
            for channel in ("#escalations", "#general"):
                world.channel(channel).members.append(user_id)
        with self.work() as work:
            for number, user_id in enumerate(self.people):
                work.session.add(Person(
                    workspace_id=work.workspace.id, user_id=user_id, name=person_name(number),
                    zone="Europe/London", active_at=work.now,
                ))  # fmt: skip

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.story.bot.doors.open(self.story.bot.workspace_id) as work:
            just_asked(work)
            yield work

    def plant(self) -> None:
        for number, person in enumerate(self.people):
            with self.work() as work:
                near = Person.user_id.in_([person, self.people[number - 1], self.story.lena.id])
                for each in work.all(work.select(Person).where(near)):
                    each.active_at = work.now  # whoever presses something is up
                found = self._open(work, number, person)
            for act in (self._work_through, self._end, self._mix_up):
                with self.work() as work:
                    act(work, number, person, str(found))
            self.story.later(minutes=3)

    def _open(self, work: Work, number: int, person: str) -> int:
        other = self.people[number - 1]
        words = f"canary word {number}, says {person_name(number)} to <them>"
        understood = filled_in(f"Canary Client {number} & *Sons*", words, str(number % 5 + 1))
        details = Details(contact=f"Canary Contact {number}", phone=f"+44 canary {number}", owner=person)
        source = Source("C0GENERAL", f"1772445{number:03}.000100") if number % 2 else None
        flag(work, other, understood, details, source)
        return work.one(work.select(Escalation).order_by(Escalation.id.desc())).id

    def _work_through(self, work: Work, number: int, person: str, found: str) -> None:
        if number % 7 == 6:  # taken back
            undo_flag(work, person, found)
            return
        step = work.one(work.select(Step).where(Step.escalation_id == int(found), Step.state == "todo"))
        skip_step(work, person, str(step.id), f"canary reason {number}")
        start_calling(work, person, found)
        log_attempt(work, person, found, Result.VOICEMAIL, timedelta(minutes=10))
        start_calling(work, person, found)
        log_attempt(work, person, found, Result.REACHED)
        due = str(int((work.now + timedelta(minutes=20)).timestamp()))
        agree(work, person, found, f"canary promise {number}", due)
        again = f"Canary Client {number} & *Sons* | canary again {number}"
        flag_text(work, self.people[number - 1], again, Source("C0GENERAL", f"1772446{number:03}.000100"))

    def _end(self, work: Work, number: int, person: str, found: str) -> None:
        if number % 7 == 6:
            return
        for promise in work.all(work.select(Promise).where(Promise.state == "open")):
            settle_promise(work, person, str(promise.id), Fate.KEPT)
        if number % 7 != 5:
            close(work, person, found, "content", "invoice", f"canary lesson {number}, by {person_name(number)}")

    def _mix_up(self, work: Work, number: int, person: str, found: str) -> None:
        """A slip of the pen, put right; and two that are merged, each with a name of its own."""
        if number % 7 == 4:
            flag(work, person, filled_in("Canary Slip", "canary word", "4"), Details(owner=person))
            slip = work.one(work.select(Escalation).order_by(Escalation.id.desc()))
            start_calling(work, person, str(slip.id))
            log_attempt(work, person, str(slip.id), Result.VOICEMAIL, timedelta(minutes=10))
            correct(work, person, str(slip.id), f"Canary Right {number}", 3, f"Canary C {number}", "canary phone")
            log_attempt(work, person, str(slip.id), Result.REACHED)
            close(work, person, str(slip.id), "lost", "invoice", f"canary lesson of a slip {number}")
        if number % 7 == 5:
            flag(work, person, filled_in(f"Canary Into {number}", "canary word", "4"), Details(owner=person))
            into = work.one(work.select(Escalation).order_by(Escalation.id.desc()))
            merge(work, person, found, str(into.id))
            close(work, person, str(into.id), "lost", "invoice", f"canary lesson of a merged one {number}")

    def clients(self) -> list[str]:
        with self.work() as work:
            return [str(client.id) for client in work.all(work.select(Client).order_by(Client.id))]

    def forget_clients(self, ids: list[str]) -> None:
        for client_id in ids:
            with self.work() as work:
                forget_client(work, self.story.lena.id, client_id)
        self.story.later(hours=25)

    def forget_people(self) -> None:
        with self.work() as work:
            ids = [str(row.id) for row in work.all(work.select(Person)) if row.user_id in self.people]
        for person_id in ids:
            with self.work() as work:
                forget_person(work, self.story.lena.id, person_id)
        self.story.later(hours=25)
        self.story.later(hours=1 + self.many // 20)


@pytest.fixture
def garden(story: Story, is_long: bool) -> Iterator[Garden]:
    garden = Garden(story, PLANTED_LONG if is_long else PLANTED)
    garden.plant()
    story.later(days=8)  # with a digest
    yield garden
    for place in story.slack.unexpected():
        place.expected = True  # what was said meanwhile is not what is judged here


def hits(story: Story) -> list[str]:
    """Where the mark still stands. The clocks have emptied SQLite's log, at their beat."""
    found = []
    url = make_url(story.settings.database_url)
    if url.get_backend_name() == "sqlite":
        for file in sorted(Path(str(url.database)).parent.glob("*.db*")):
            number = len(re.findall(MARK.encode(), file.read_bytes(), re.IGNORECASE))
            found += [f"{file.name}: {number} times"] if number else []
    return found + [row[:300] for row in everything(story) if MARK in row.casefold()]


def everything(story: Story) -> list[str]:
    """Every row of every table, with the table's name."""
    with story.bot.database.reading() as session:
        return [
            f"{table.name}: {row}" for table in Base.metadata.sorted_tables for row in session.execute(select(table))
        ]


def in_slack(story: Story) -> list[str]:
    bot = story.slack.world.bot.id
    return [
        f"{channel.name}: {message.text}" for channel in story.slack.world.channels.values()
        for message in channel.messages
        if message.user == bot and MARK in f"{message.text} {message.blocks}".casefold()
        and message.subtype != "tombstone"
    ]  # fmt: skip


def counted(story: Story) -> Any:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        found = figures(work, work.now - 10 * YEAR, work.now + YEAR, [work.workspace.watched_channel])
        return {key: value for key, value in vars(found).items() if key not in ("lessons", "since", "until")}


def test_clients_then_people(story: Story, garden: Garden) -> None:
    assert hits(story)
    before = counted(story)
    garden.forget_clients(garden.clients())
    garden.forget_people()
    assert hits(story) == []
    assert in_slack(story) == []
    assert counted(story) == before
    assert MARK not in generate_latest(story.bot.metrics.registry).decode().casefold()


@ON_ONE
def test_people_then_clients(story: Story, garden: Garden) -> None:
    before = counted(story)
    garden.forget_people()
    of_people = re.compile(r"u0canary|canary\W*_person", re.IGNORECASE)
    assert not of_people.findall("\n".join([*everything(story), *in_slack(story)]))
    clients = garden.clients()
    assert clients
    garden.forget_clients(clients)
    assert hits(story) == []
    assert in_slack(story) == []
    assert counted(story) == before


@ON_ONE
def test_a_client_named_by_mistake_or_merged_away_is_no_word_in_what_is_kept(story: Story, garden: Garden) -> None:
    """The one with whom it was mixed up is kept."""
    with garden.work() as work:
        mixed_up = work.one(work.select(Client).where(Client.name == "Canary Client 5 & *Sons*"))
    garden.forget_clients([str(mixed_up.id)])  # of the slip nothing was kept from the next day on
    kept = "\n".join(everything(story))
    assert "Canary Right 4" in kept
    assert "Canary Into 5" in kept
    assert not re.findall(r"Canary Slip|Canary Client 5\b|Canary Contact 5\b|\+44 canary 5\b", kept)


def test_what_was_kept_long_enough_goes_by_itself(story: Story, garden: Garden) -> None:
    """After a silence of two years too: a few at a time, and the figures stay."""
    before = counted(story)
    story.slack.clock.wind(2 * YEAR)
    story.later(hours=1 + garden.many // 50)
    garden.forget_people()  # whom we know still
    assert hits(story) == []
    assert in_slack(story) == []
    assert counted(story) == before


@ON_ONE
def test_nothing_but_what_is_counted_is_left_of_what_was_erased(story: Story, garden: Garden) -> None:
    """Every column that the register calls personal."""
    garden.forget_clients(garden.clients())
    empty = ("", None, [], SOMEBODY)
    with story.bot.database.reading() as session:
        for name in sorted(WORDS | IDS | PLACES):
            table, column = name.split(".")
            if table in ("escalations", "promises", "steps", "attempts"):
                values = session.execute(select(Base.metadata.tables[table].c[column]).distinct()).scalars()
                assert [value for value in values if value not in empty] == [], name


@ON_ONE
def test_whatever_breaks_no_log_and_no_metadata_repeats_a_word(story: Story) -> None:
    """`ear` listens at DEBUG."""
    for method in ("chat.postMessage", "chat.update"):
        for fault in FAULTS:
            story.slack.misbehave(method, fault)
    garden = Garden(story, 2)
    garden.plant()
    story.later(minutes=10)
    with story.bot.database.writing.begin() as session:
        session.execute(text("ALTER TABLE steps RENAME TO gone"))
    said = story.fred.runs("/angry-client Canary Client | canary word, they are furious")
    assert "Nothing was saved" in said
    assert MARK not in said.casefold()
    posts = [entry.arguments for entry in story.slack.ledger if entry.method == "chat.postMessage"]
    assert posts
    assert not [post for post in posts if MARK in str(post["metadata"]).casefold()]
    assert MARK not in generate_latest(story.bot.metrics.registry).decode().casefold()
    story.errors.lines.clear()
    for place in story.slack.unexpected():
        place.expected = True


def test_every_column_of_text_is_known_as_personal_or_not() -> None:
    columns = {
        f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns
        if isinstance(column.type, String | Text | JSON) and column.name != "workspace_id"
    }  # fmt: skip
    assert columns == WORDS | IDS | PLACES | NEITHER, "say in bot/features/erasing/rules.py what it holds"
    assert not (WORDS | IDS | PLACES) & NEITHER


@ON_ONE
def test_what_sqlite_deletes_it_overwrites(story: Story) -> None:
    for engine in story.bot.database.engines:
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1


@ON_ONE
def test_what_rows_leave_behind_where_they_moved_is_overwritten_within_a_minute(story: Story) -> None:
    """Deleting overwrites the row, but not the copies that stayed where SQLite moved its neighbours about."""
    sizes = random.Random(1)  # noqa: S311  # a test
    with story.bot.database.writing.begin() as session:
        session.execute(text("CREATE TABLE scraps (id INTEGER PRIMARY KEY, words TEXT)"))
        for number in sizes.sample(range(3_000), 3_000):
            values = {"id": number, "words": MARK * sizes.randrange(1, 90)}
            session.execute(text("INSERT INTO scraps VALUES (:id, :words)"), values)
    with story.bot.database.writing.begin() as session:
        session.execute(text("UPDATE scraps SET words = 'x' WHERE id % 3"))
        session.execute(text("UPDATE scraps SET words = 'x'"))
    assert story.bot.database.empty_log()
    assert hits(story), "nothing moved: this shows nothing"
    with story.bot.doors.open(story.bot.workspace_id) as work:
        note(work, None, None, ERASED, rows=[])
    story.later(minutes=1)
    assert hits(story) == []


def test_no_row_tells_its_words_when_it_is_printed(story: Story) -> None:
    client = Client(workspace_id="T", name=MARK, key=MARK, contact=MARK, phone=MARK)
    message = Message(
        workspace_id="T", channel="C", key="k", text=MARK, blocks=[MARK], line="l", due_at=story.now,
        changed_at=story.now,
    )  # fmt: skip
    assert MARK not in f"{client!r} {message!r} {[client]}"
