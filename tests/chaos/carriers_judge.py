"""What is said while the carriers suffer, and the judge of what became of it."""

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TypeVar

from postroom import key_in
from spoken import says
from sqlalchemy import select

from bot.db.engine import DOES_NOT_ANSWER, Database
from bot.db.models import Message
from bot.sandbox import Sandbox
from bot.slack.text import WORD_JOINER
from bot.work import Doors, Work

Done = TypeVar("Done")
TEAM = "T0FIRST"
CHANNELS = ("C0ESCALAT", "C0GENERAL", "C0CLIENTS", "C0LESSONS")
PEOPLE = ("U0FRED001", "U0OLIVIA1", "U0LENA001", "U0SAM0001", "U0MIA0001")
WARM = 10
"""So many threads are going on at a time."""
ASK_AGAIN_AFTER = 0.05


class Teller:
    """Says and changes, as use cases do, whatever happens to the processes. Asks again when the database is locked."""

    def __init__(self, doors: Doors, posts: int, posts_in_a_second: float, chance: random.Random) -> None:
        self._doors, self._chance = doors, chance
        self._posts, self._posts_in_a_second = posts, posts_in_a_second
        self.enough = threading.Event()
        self.said: list[int] = []
        self._cards: list[tuple[int, str]] = []

    def tell(self) -> None:
        begun = time.monotonic()
        while len(self.said) < self._posts and not self.enough.is_set():
            self._say()
            if self._chance.random() < 0.4:
                self._change(self._chance.choice(self.said[-60:]))
            late = begun + len(self.said) / self._posts_in_a_second - time.monotonic()
            time.sleep(max(0.0, late))

    def _say(self) -> None:
        kind, words = self._chance.random(), f"word {len(self.said)}"
        if kind < 0.25 or len(self._cards) < WARM:
            channel = self._chance.choice(CHANNELS)
            self._cards.append((self._post(channel, words), channel))
        elif kind < 0.75:
            card, channel = self._chance.choice(self._cards[-WARM:])
            self._post(channel, words, card)
        else:
            self._post(self._chance.choice(PEOPLE), words)

    def _post(self, channel: str, words: str, card: int | None = None) -> int:
        def say(work: Work) -> int:
            return work.say(channel, says(words), thread=work.find(Message, card) if card else None).id

        self.said.append(self._until_written(say))
        return self.said[-1]

    def _change(self, message_id: int) -> None:
        words = f"changed {self._chance.random()}"
        self._until_written(lambda work: work.change(work.find(Message, message_id), says(words)))

    def _until_written(self, act: Callable[[Work], Done]) -> Done:
        while True:
            try:
                with self._doors.open(TEAM) as work:
                    done = act(work)
            except DOES_NOT_ANSWER:  # locked, or down: as whoever clicked does
                time.sleep(ASK_AGAIN_AFTER)
                continue
            return done


def rows_of(database: Database) -> list[Message]:
    with database.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def unsent(database: Database) -> list[str]:
    return [
        f"{row.id} {row.state} in {row.line}: due {row.due_at:%H:%M:%S}, lease {row.lease_until}, tries {row.tries}"
        for row in rows_of(database) if row.state != "sent"
    ]  # fmt: skip


def wait_until(so: Callable[[], bool], seconds: float, otherwise: Callable[[], str]) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, otherwise()
        time.sleep(0.1)


def judge(slack: Sandbox, rows: list[Message], said: list[int]) -> None:
    """By what Slack accepted and shows. Our rows are only asked what they wanted to be shown."""
    assert {row.id for row in rows} >= set(said), "not even written"
    posts = [entry for entry in slack.ledger if entry.method == "chat.postMessage"]
    key_of = {(entry.channel, entry.ts): key_in(entry.arguments) for entry in posts}
    taken_back = Counter(
        key_of[entry.channel, str(entry.arguments["ts"])] for entry in slack.ledger if entry.method == "chat.delete"
    )
    accepted = Counter(key_of.values())
    shown = defaultdict(list)
    for post in slack.posts():
        shown[post.metadata["event_payload"]["key"] if post.metadata else post.ts].append(post)
    assert {row.id for row in rows if not shown[row.key]} == set(), "lost"
    assert {row.id for row in rows if len(shown[row.key]) > 1} == set(), "doubled"
    assert {row.id for row in rows if accepted[row.key] - taken_back[row.key] != 1} == set(), "seen twice"
    assert set(shown) == {row.key for row in rows}, "said by nobody"
    for row in rows:
        (post,) = shown[row.key]
        assert (row.state, row.ts, post.text.replace(WORD_JOINER, "")) == ("sent", post.ts, row.text)
    in_line = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.ts or ""):
        in_line[row.line].append(row.id)
    assert {line: ids for line, ids in in_line.items() if ids != sorted(ids)} == {}, "out of order"
