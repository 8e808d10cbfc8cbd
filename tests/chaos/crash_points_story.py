"""One story that makes every call and every kind of commit of the outbox, with a named point before and after each."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from postroom import DiedError, Postroom, key_in
from slack_sdk import WebClient
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from bot.outbox.delivery import Delivery
from bot.sandbox import Channel, Sandbox
from bot.sandbox.things import Member
from bot.slack.text import WORD_JOINER

STORIES = count(1)
STEP = timedelta(seconds=3)
"""What comes due within this is done together: it saves half of the time."""
LAST_WORDS = {
    "thread": ["card, changed", "reply 1", "reply 2"],
    "unclear": ["found", "missed", "posted twice"],
    "direct": ["to one, changed", "to one, again"],
}
"""The chapters, and what stands in Slack at the end of each."""
BROKEN = (DiedError, DBAPIError)
"""What ends a round of the dispatcher: all else fails the test."""


class Points:
    """Counts the points that one process passes; at one of them something happens to it, once."""

    def __init__(self, at: int | None) -> None:
        self.passed: list[str] = []
        self.committing: Session | None = None
        self.happens: Callable[[str], None]
        self._at = at

    def reach(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) - 1 == self._at:
            self.happens(name)

    def around_commits_of(self, room: Postroom) -> None:
        """But not of those that wrote nothing: a claim that found nothing to do."""
        sessions = room.database.writing

        def wrote(session: Session, *_: object) -> None:
            session.info["wrote"] = True

        def executes(how: ORMExecuteState) -> None:
            if not how.is_select:
                wrote(how.session)

        def before(session: Session) -> None:
            session.flush()
            if session.info.get("wrote"):
                self.committing = session
                self.reach("before commit")
                self.committing = None

        def after(session: Session) -> None:
            if session.info.pop("wrote", False):
                self.reach("after commit")

        for name, listener in (("after_flush", wrote), ("do_orm_execute", executes), ("before_commit", before),
                               ("after_commit", after)):  # fmt: skip
            event.listen(sessions, name, listener)

    def around_calls(self, client: WebClient) -> Delivery:
        return Delivery(Pointed(client, self))


class Pointed(WebClient):
    """The client as it is given, with a point on either side of each call, whatever its end."""

    def __init__(self, real: WebClient, points: Points) -> None:
        super().__init__(
            real.token, real.base_url, real.timeout, real.ssl, retry_handlers=real.retry_handlers,
            logger=real._logger,  # noqa: SLF001
        )  # fmt: skip
        self._points = points

    def api_call(self, api_method: str, **how: Any) -> Any:
        self._points.reach(f"before {api_method}")
        try:
            return super().api_call(api_method, **how)
        finally:
            self._points.reach(f"after {api_method}")


class Host(Postroom):
    """Runs one process; when that is gone it starts another, and what broke is tried again."""

    def __init__(self, slack: Sandbox, database_url: str) -> None:
        super().__init__(slack, database_url)
        self.process: Postroom | None = None

    def deliver(self) -> int:
        try:
            return self.process.deliver() if self.process else super().deliver()
        except BROKEN as broken:
            if isinstance(broken, DiedError):
                self.process = None
            return self.deliver()


class Scenario:
    """Told in channels of its own, so that one sandbox and one database serve any number of them."""

    def __init__(self, host: Host, chapters: Sequence[str]) -> None:
        self.host, self.slack, self.chapters, number = host, host.slack, chapters, next(STORIES)
        self.cards, self.found, self.missed, self.copied, self.refused = (
            self._channel(f"C0{name}{number:05}") for name in ("CARD", "FOUND", "MISS", "COPY", "NO")
        )
        person = Member(f"U0POINT{number:05}", f"point{number}", f"P{number} Point", "Europe/London", "T0FIRST")
        self.slack.world.members[person.id] = person
        self.person = person.id
        self.places = [self.cards, self.found, self.missed, self.copied, self.refused, "D" + person.id[1:]]
        self.begins = len(self.slack.ledger)
        self.said: list[int] = []
        self.parked: list[int] = []
        self.last_words: dict[str, str] = {}
        """What was changed once more than the chapters say."""

    def tell(self) -> None:
        for chapter in self.chapters:
            getattr(self, f"begin_{chapter}")()
        self.host.deliver()
        for chapter in self.chapters:
            getattr(self, f"go_on_with_{chapter}")()
        self.host.deliver()
        while unfinished := self._unfinished():
            due = self.host.next_due()
            assert due, unfinished
            self.slack.clock.wind_to(max(due, self.slack.clock.now() + STEP))
            self.host.deliver()

    def begin_thread(self) -> None:
        self.card = self._say("card", self.cards)
        self._say("reply 1", self.cards, thread=self.card)

    def go_on_with_thread(self) -> None:
        """The card is changed; one reply finds Slack busy, one gets no answer and is looked for in the thread."""
        self.slack.misbehave("chat.postMessage", "ratelimited", channel=self.cards, after=2)
        self.slack.misbehave("chat.postMessage", "accept_then_drop", channel=self.cards)
        self._say("reply 2", self.cards, thread=self.card)
        if "card, changed" not in self.last_words:
            self.host.change(self.card, "card, changed")

    def change_meanwhile(self) -> None:
        """Somebody changes the card, where it is the card's chapter and it is there: that is what must stand."""
        if "thread" in self.chapters and self.host.row(self.card).ts:
            self.last_words["card, changed"] = "card, changed in between"
            self.host.change(self.card, "card, changed in between")

    def begin_unclear(self) -> None:
        """One is looked for and found, one is not there, of one there are two."""
        self.slack.misbehave("chat.postMessage", "accept_then_drop", channel=self.found)
        self.slack.misbehave("chat.postMessage", "drop_before", channel=self.missed)
        self.slack.misbehave("chat.postMessage", "accept_then_drop", channel=self.copied)
        self._say("found", self.found)
        self._say("missed", self.missed)
        self.copy = self._say("posted twice", self.copied)

    def go_on_with_unclear(self) -> None:
        """A second copy, as of a process that slept with the message in its hands for longer than can be waited."""
        channel = self.slack.channel(self.copied)
        if self.host.row(self.copy).ts is None and channel.messages:
            post = channel.messages[0]
            self.slack.world.say(self.slack.world.compose(
                self.slack.world.bot, channel, post.text, post.blocks, metadata=post.metadata
            ))  # fmt: skip

    def begin_direct(self) -> None:
        """Words to one person, and words that Slack refuses."""
        self.first_word = self._say("to one", self.person)
        self.slack.misbehave("chat.postMessage", "msg_too_long", channel=self.refused, times=9999)
        root = self.host.say("refused", self.refused)
        self.parked = [root, self.host.say("reply to the refused", self.refused, thread=root)]

    def go_on_with_direct(self) -> None:
        self._say("to one, again", self.person)
        self.host.change(self.first_word, "to one, changed")

    def judge(self) -> None:
        """By what Slack took and shows; our own rows only have to agree with it."""
        rows = {row.key: row for row in map(self.host.row, self.said)}
        accepted = [key_in(entry.arguments) for entry in self.slack.ledger[self.begins :]
                    if entry.method == "chat.postMessage"]  # fmt: skip
        assert sorted(accepted) == sorted(rows), f"lost or doubled: {[rows[key].text for key in accepted]}"
        for place in (self.cards, self.person):
            posted = [rows[key].id for key in accepted if rows[key].channel == place]
            assert posted == sorted(posted), "out of order"
        self.judge_what_is_shown()

    def judge_what_is_shown(self) -> None:
        rows = {row.key: row for row in map(self.host.row, self.said)}
        shown = [(post.metadata["event_payload"]["key"], post.ts, _plain(post.text)) for place in self.places
                 if place in self.slack.world.channels
                 for post in self.slack.channel(place).messages if post.metadata]  # fmt: skip
        assert sorted(shown) == sorted((row.key, row.ts, _plain(row.text)) for row in rows.values())
        assert {row.state for row in rows.values()} == {"sent"}
        assert self.host.states(*self.parked) == ["parked"] * len(self.parked)
        texts = [_plain(row.text) for row in rows.values()]
        last = [self.last_words.get(text, text) for chapter in self.chapters for text in LAST_WORDS[chapter]]
        assert sorted(texts) == sorted(last)

    def _say(self, words: str, channel: str, **more: Any) -> int:
        self.said.append(self.host.say(words, channel, **more))
        return self.said[-1]

    def _unfinished(self) -> list[str]:
        rows = [self.host.row(message_id) for message_id in (*self.said, *self.parked)]
        return [f"{row.text}: {row.state}" for row in rows if row.state not in ("sent", "parked")]

    def _channel(self, channel_id: str) -> str:
        members = self.slack.channel("#general").members
        self.slack.world.add_channel(Channel(channel_id, channel_id.lower(), "channels", [*members], members[0], 0))
        return channel_id


def open_process(slack: Sandbox, database_url: str, points: Points) -> Postroom:
    """A process whose every point is counted."""
    room = Postroom(slack, database_url, make=points.around_calls)
    points.around_commits_of(room)
    return room


def _plain(text: str) -> str:
    return text.replace(WORD_JOINER, "")
