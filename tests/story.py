"""A story: people in the sandbox, the real bot over HTTP, and a clock in the hand."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased
from werkzeug.serving import make_server

from bot.assembly import Bot, assemble
from bot.clocks import next_due
from bot.db.models import Message
from bot.sandbox import Person, Sandbox
from bot.settings import Settings

SOON = timedelta(seconds=5)
"""What the bot says within this is still the answer to what just happened."""


class Actor:
    """A person whose every deed the bot answers, and says what it has to say, before the story goes on."""

    def __init__(self, person: Person, settle: Callable[[], None]) -> None:
        self.person, self._settle = person, settle

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.person, name)
        if not callable(found):
            return found

        def act(*args: Any, **kwargs: Any) -> Any:
            outcome = found(*args, **kwargs)
            if name == "runs" and outcome:
                self.person.member.screen.ephemerals[-1].expected = True  # the test has the answer in its hand
            self._settle()
            return outcome

        return act


class Story:
    def __init__(self, slack: Sandbox, settings: Settings) -> None:
        self.slack, self.settings = slack, settings
        self.errors = ErrorLines()
        logging.getLogger().addHandler(self.errors)
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self.start_bot()
        self.fred, self.olivia, self.lena = self.person("Fred"), self.person("Olivia"), self.person("Lena")
        self.sam, self.mia = self.person("Sam"), self.person("Mia")

    def person(self, name: str) -> Actor:
        return Actor(self.slack.person(name), self.settle)

    def start_bot(self) -> None:
        self.bot: Bot = assemble(self.settings, now=self.slack.clock.now)
        if self.settings.leads:  # a workspace that has been shown around; the story of a new one has none
            with self.bot.doors.open(self.bot.workspace_id) as work:
                work.workspace.set_up_at = work.workspace.set_up_at or work.now
        self.bot.catch_up.ask()
        self.bot.scheduler.beat()
        self._server = make_server("127.0.0.1", 0, self.bot.front_door, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.slack.listen_at(f"http://127.0.0.1:{self._server.server_port}/slack/events")

    def stop_bot(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.bot.database.close()

    def settle(self) -> None:
        """The outbox says what it has to say now and in the next few seconds."""
        self.bot.dispatcher.deliver_all()
        until = self.slack.clock.now() + SOON
        while (due := self._next_message()) and due <= until:
            self.slack.clock.wind_to(max(due, self.slack.clock.now() + timedelta(milliseconds=100)))
            self.bot.dispatcher.deliver_all()
        self.slack.deliveries.settle()

    def later(self, **span: float) -> None:
        """Time passes; whatever comes due happens at its own moment."""
        self.until(self.slack.clock.now() + timedelta(**span))

    def until(self, moment: datetime) -> None:
        self.settle()
        while (due := self._next()) and due <= moment:
            self.slack.clock.wind_to(max(due, self.slack.clock.now()))
            self._beat()
        if moment > self.slack.clock.now():
            self.slack.clock.wind_to(moment)
        self._beat()

    @property
    def now(self) -> datetime:
        return self.slack.clock.now()

    def end(self) -> None:
        self.stop_bot()
        logging.getLogger().removeHandler(self.errors)

    def check(self) -> None:
        """What GoAlert taught: what nobody expected, and every line of error, fails the story."""
        unexpected = [self.slack.person("Lena").reads(place) for place in self.slack.unexpected()]
        assert not unexpected, "nobody expected:\n\n" + "\n\n".join(unexpected)
        assert not self.errors.lines, "\n".join(self.errors.lines)
        assert not self.slack.failures, self.slack.failures

    def _beat(self) -> None:
        self.bot.scheduler.beat()
        self.settle()

    def _next(self) -> datetime | None:
        with self.bot.doors.look(self.bot.workspace_id) as work:
            due = next_due(self.bot.clocks, work.session, self.bot.workspace_id)
        return min((instant for instant in (due, self._next_message()) if instant), default=None)

    def _next_message(self) -> datetime | None:
        with self.bot.doors.look(self.bot.workspace_id) as work:
            waiting = select(func.min(Message.due_at)).where(Message.state.in_(("pending", "ambiguous")))
            parent = aliased(Message)  # a reply is not due before what it replies to is there
            blocked = exists().where(parent.id == Message.thread_id, parent.ts.is_(None))
            return work.session.scalar(waiting.where(~blocked))


class ErrorLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def settings_for(slack: Sandbox, database_url: str, leads: Sequence[str] = ("Lena",), **more: Any) -> Settings:
    values = {
        "database_url": database_url, "slack_bot_token": slack.bot_token, "slack_signing_secret": slack.signing_secret,
        "slack_api_url": slack.api_url, "escalations_channel": "#escalations", "digest_channel": "#lessons",
        "workspace_timezone": "Europe/London", "leads": tuple(slack.person(lead).id for lead in leads),
    }  # fmt: skip
    return Settings(**(values | more))
