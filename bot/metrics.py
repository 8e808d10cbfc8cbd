"""Metrics: how late, how many and how long, for Prometheus, on a port of this machine only.

Labels are words of ours. None is a client's, a person's or a channel's.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clocks import Clock, next_due
from bot.db.models import Message
from bot.work import Doors

log = logging.getLogger(__name__)
HERE = "127.0.0.1"
WAITING = ("pending", "sending", "ambiguous")
COUNTED = (*WAITING, "parked", "unknown")
"""Not those that are done: their number only grows, and counting them takes longer every day."""
WAITS_MOST = 1.0
"""For somebody else who is reading them: a database that hangs must not keep one connection for each reader."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
"""Slack waits for three."""


class Metrics:
    """What one bot counts. `serve` shows it."""

    def __init__(self, doors: Doors, clocks: Sequence[Clock], workspace_id: str) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Waiting(doors, clocks, workspace_id))
        self._deliveries = Counter(
            "first_call_deliveries", "Calls that the outbox made to Slack", ["act", "outcome"], registry=self.registry
        )
        self._answers = Histogram(
            "first_call_answer_seconds", "From a request to its answer", ["kind"], buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self._retries = self._count("slack_retries", "Requests that Slack brought again")
        self._stop_serving: Callable[[], None] = lambda: None

    def delivered(self, act: str, outcome: str) -> None:
        self._deliveries.labels(act, outcome).inc()

    def answered(self, kind: str, seconds: float) -> None:
        self._answers.labels(kind).observe(seconds)

    def retried(self) -> None:
        self._retries.inc()

    def serve(self, port: int) -> None:
        """Only for this machine. A port that is taken costs the metrics, never the bot."""
        try:
            server, thread = start_http_server(port, HERE, self.registry)
        except OSError as error:
            log.warning("METRICS_PORT %d cannot be had (%s): nobody sees this one's metrics", port, error.strerror)
            return

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        self._stop_serving = stop

    def stop(self) -> None:
        self._stop_serving()
        self._stop_serving = lambda: None

    def _count(self, name: str, what: str) -> Counter:
        return Counter(f"first_call_{name}", what, registry=self.registry)


class Waiting(Collector):
    """What waits, read from the database whenever somebody asks."""

    def __init__(self, doors: Doors, clocks: Sequence[Clock], workspace_id: str) -> None:
        self._doors, self._clocks, self._workspace_id = doors, clocks, workspace_id
        self._turn = threading.Lock()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is known while the database does not answer; that itself is shown."""
        found: list[GaugeMetricFamily] = []
        if self._turn.acquire(timeout=WAITS_MOST):
            try:
                with self._doors.database.reading() as session:
                    found = [self._lag(session), *self._outbox(session)]
            except SQLAlchemyError as error:
                log.warning("the database does not answer (%s): no metrics of what waits", type(error).__name__)
            finally:
                self._turn.release()
        yield GaugeMetricFamily("first_call_database_answers", "Whether it could be asked", value=float(bool(found)))
        yield from found

    def _lag(self, session: Session) -> GaugeMetricFamily:
        due, now = next_due(self._clocks, session, self._workspace_id), self._doors.now()
        late = max(timedelta(), now - due) if due else timedelta()
        return _seconds("due_lag", "How long the oldest clock that is due has waited", late)

    def _outbox(self, session: Session) -> Iterator[GaugeMetricFamily]:
        ours = Message.workspace_id == self._workspace_id
        counts = select(Message.state, func.count()).where(ours, Message.state.in_(COUNTED)).group_by(Message.state)
        states: dict[str, int] = {state: number for state, number in session.execute(counts)}  # noqa: C416  # mypy: rows are no pairs
        depth = GaugeMetricFamily("first_call_outbox_messages", "What Slack does not show", labels=["state"])
        for state in COUNTED:
            depth.add_metric([state], states.get(state, 0))
        yield depth
        oldest = session.scalar(select(func.min(Message.changed_at)).where(ours, Message.state.in_(WAITING)))
        waits = max(timedelta(), self._doors.now() - oldest) if oldest else timedelta()
        yield _seconds("outbox_oldest", "How long the oldest message or change has waited for Slack", waits)


def _seconds(name: str, what: str, span: timedelta) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"first_call_{name}_seconds", what, value=span.total_seconds())
