"""The outbox alone: rows in a real database, a dispatcher over them, the sandbox over HTTP, a clock in the hand."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NoReturn

from spoken import says
from sqlalchemy import select

from bot.db.engine import open_database
from bot.db.models import Escalation, Gate, History, Message, Workspace
from bot.outbox import Durations
from bot.outbox.claim import Claimed
from bot.outbox.delivery import Delivery, Sent
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.pace import EVERYTHING
from bot.sandbox import Channel, Sandbox
from bot.slack.clients import web_client
from bot.slack.text import WORD_JOINER
from bot.work import Doors

TEAM, GENERAL, CLIENTS, OLIVIA = "T0FIRST", "C0GENERAL", "C0CLIENTS", "U0OLIVIA1"


class DiedError(Exception):
    """The process is gone: nothing it would have done after this is done."""


def _die(*_: object) -> NoReturn:
    raise DiedError


class DiesBefore(Delivery):
    """The process ends before its call."""

    post = update = look_up = _die


class DiesAfter(Delivery):
    """Slack has done what it was asked, and nobody is there to hear of it."""

    def post(self, message: Claimed) -> Sent:
        super().post(message)
        raise DiedError

    def update(self, message: Claimed) -> Sent:
        super().update(message)
        raise DiedError

    def look_up(self, message: Claimed) -> Sent | None:
        super().look_up(message)
        raise DiedError


class Postroom:
    """One process's share of the outbox. Several on one database are several processes."""

    def __init__(
        self, slack: Sandbox, database_url: str, *, make: Callable[..., Delivery] = Delivery,
        now: Callable[[], datetime] | None = None,
    ) -> None:  # fmt: skip
        self.slack, self.durations, self.woken = slack, Durations(), threading.Event()
        self.database = open_database(database_url)
        self.doors = Doors(self.database, now or slack.clock.now, self.woken.set)
        self.client = web_client(slack.bot_token, slack.api_url, self.durations.call.total_seconds())
        self.dispatcher = Dispatcher(self.doors, {TEAM: make(self.client)}, self.woken, self.durations)
        with self.database.writing.begin() as session:
            if session.get(Workspace, TEAM) is None:
                session.add(Workspace(
                    id=TEAM, name="Northwind", url="https://northwind.slack.com/", bot_user_id="U0FIRSTCL",
                    watched_channel=GENERAL, digest_channel=GENERAL, leads=[], zone="UTC",
                ))  # fmt: skip

    def say(self, words: str, channel: str = GENERAL, *, thread: int | None = None, **more: Any) -> int:
        with self.doors.open(TEAM) as work:
            parent = work.find(Message, thread) if thread else None
            return work.say(channel, says(words), thread=parent, **more).id

    def open_escalation(self) -> Escalation:
        with self.doors.open(TEAM) as work:
            return work.add(Escalation(
                workspace_id=TEAM, state="waiting", heat=5, what_happened="", channel=GENERAL, flagged_by=OLIVIA,
                flagged_at=work.now, waiting_since=work.now,
            ))  # fmt: skip

    def locked_out(self) -> str:
        """Slack's word for why it does not let us in; empty when it does."""
        with self.doors.look(TEAM) as work:
            gate = work.session.get(Gate, (TEAM, EVERYTHING))
            return gate.reason if gate else ""

    def history(self, escalation: Escalation) -> list[str]:
        with self.doors.look(TEAM) as work:
            wanted = work.select(History).where(History.escalation_id == escalation.id).order_by(History.id)
            return [row.act for row in work.all(wanted)]

    def change(self, message_id: int, words: str) -> None:
        with self.doors.open(TEAM) as work:
            work.change(work.find(Message, message_id), says(words))

    def row(self, message_id: int) -> Message:
        with self.doors.look(TEAM) as work:
            return work.find(Message, message_id, lock=False)

    def states(self, *message_ids: int) -> list[str]:
        return [self.row(message_id).state for message_id in message_ids]

    def deliver(self) -> int:
        return self.dispatcher.deliver_all()

    def wind(self, **span: float) -> int:
        """Time passes at one stroke; then what may go now goes. Returns how many calls were made."""
        self.slack.clock.wind(timedelta(**span))
        return self.deliver()

    def later(self, **span: float) -> None:
        """Time passes; whatever comes due goes at its own moment."""
        until = self.slack.clock.now() + timedelta(**span)
        self.deliver()
        while (due := self.next_due()) and due <= until:
            self.slack.clock.wind_to(due)
            self.deliver()
        if self.slack.clock.now() < until:
            self.slack.clock.wind_to(until)
            self.deliver()

    def next_due(self) -> datetime | None:
        """The next instant, after now, at which anything may move."""
        unsettled, burst = Message.state.in_(("pending", "ambiguous", "sending")), self.durations.burst - 1
        with self.doors.look(TEAM) as work:
            rows = work.session.execute(select(Message.due_at, Message.lease_until).where(unsettled)).all()
            gates = work.session.scalars(select(Gate)).all()
        if not rows:
            return None
        instants = [instant for row in rows for instant in row if instant]
        for gate in gates:
            instants += [gate.busy_until, gate.paused_until, gate.full_at - self.durations.refill * burst]
        return min((instant for instant in instants if instant > self.slack.clock.now()), default=None)

    def shown(self, channel: str = "#general") -> list[str]:
        return [_plain(post.text) for post in self.slack.posts(channel)]

    def accepted(self, method: str = "chat.postMessage") -> list[str]:
        """What Slack accepted, in order, by the outside ledger: doubled posts stand here twice."""
        return [_plain(str(entry.arguments["text"])) for entry in self.slack.ledger if entry.method == method]

    def close(self) -> None:
        self.database.close()


def _plain(text: str) -> str:
    return text.replace(WORD_JOINER, "")


def keys_of(channel: Channel) -> list[str]:
    """The outbox's keys of the messages that a channel shows, oldest first."""
    return [post.metadata["event_payload"]["key"] for post in channel.messages if post.metadata]


def key_in(arguments: dict[str, Any]) -> str:
    metadata = arguments["metadata"]
    return str((json.loads(metadata) if isinstance(metadata, str) else metadata)["event_payload"]["key"])
