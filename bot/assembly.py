"""The composition root: the only file that knows all the parts."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from slack_bolt import App

from bot.clocks import Clock
from bot.db.engine import Database, open_database, or_say_why
from bot.db.models import Person
from bot.dead_man import DeadMan, target_of
from bot.errors import SettingError
from bot.features import FEATURES
from bot.health import what_is_wrong
from bot.metrics import Metrics
from bot.outbox import Durations
from bot.outbox.delivery import Delivery
from bot.outbox.dispatcher import Dispatcher
from bot.scheduler import Scheduler
from bot.settings import Settings, require_slack
from bot.slack.answering import Answering
from bot.slack.app import bolt_app
from bot.slack.catch_up import CatchUp
from bot.slack.channels import Channels
from bot.slack.clients import web_client
from bot.slack.front_door import FrontDoor
from bot.slack.listening import merged
from bot.slack.people import Acquaintance
from bot.slack.socket_mode import Socket
from bot.slack.workspace import settle_in
from bot.words.local import read_ahead
from bot.work import Doors

log = logging.getLogger(__name__)
ANSWER_WITHIN = timedelta(seconds=2)
"""Of Slack's three seconds, for a call that has to be made before the answer."""
STOP_WITHIN = timedelta(seconds=8)


@dataclass(frozen=True)
class Bot:
    """The parts of one process, put together and not yet running."""

    settings: Settings
    workspace_id: str
    database: Database
    doors: Doors
    clocks: tuple[Clock, ...]
    app: App
    front_door: FrontDoor
    dispatcher: Dispatcher
    scheduler: Scheduler
    catch_up: CatchUp
    socket: Socket | None
    metrics: Metrics
    dead_man: DeadMan | None

    def start(self, *, clocks: bool, listening: bool) -> None:
        self.dispatcher.start()
        if self.settings.metrics_port:
            self.metrics.serve(self.settings.metrics_port)
        if clocks:
            self.catch_up.ask()  # what was said while nobody listened
            self.scheduler.start()
        if listening and self.socket:
            self.socket.connect()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Take nothing more, end what is in flight, let go of the database."""
        if self.socket:
            self.socket.drain(STOP_WITHIN / 2)
        self.scheduler.stop()
        if self.dead_man:
            self.dead_man.stop()
        self.dispatcher.stop(STOP_WITHIN / 2)
        self.metrics.stop()
        self.front_door.close()
        self.database.close()


def assemble(settings: Settings, now: Callable[[], datetime] | None = None, durations: Durations | None = None) -> Bot:
    """Everything but the start. Raises SettingError, one sentence, for what cannot work."""
    require_slack(settings)
    dead_man = DeadMan(settings.dead_man_url) if settings.dead_man_url else None
    durations, now = durations or Durations(), now or clock_of(settings)
    database, woken = open_database(settings.database_url), threading.Event()
    quick = web_client(settings.slack_bot_token, settings.slack_api_url, ANSWER_WITHIN.total_seconds())
    patient = web_client(settings.slack_bot_token, settings.slack_api_url, durations.call.total_seconds())
    workspace_id = settle_in(patient, settings, database)
    doors = Doors(database, now, woken.set)
    people = Acquaintance(quick, doors, workspace_id)
    _meet_leads(people, settings, doors, workspace_id)
    Channels(patient, doors, workspace_id).look_at_all()
    table = merged([feature.LISTENERS for feature in FEATURES if hasattr(feature, "LISTENERS")])
    clocks = clocks_of_features()
    health, metrics = partial(what_is_wrong, doors, clocks, workspace_id), Metrics(doors, clocks, workspace_id)
    answering = Answering(
        table, workspace_id, quick, doors, people.meet, health, Channels(quick, doors, workspace_id).look_at,
        answered=metrics.answered, retried=metrics.retried,
    )
    catch_up = CatchUp(patient, doors, workspace_id, answering.hear)
    answering.missed_some, people.hear = catch_up.ask, answering.hear
    app = bolt_app(answering, quick)
    _run_starts(doors, workspace_id)
    read_ahead()
    return Bot(
        settings=settings, workspace_id=workspace_id, database=database, doors=doors, clocks=clocks, app=app,
        front_door=FrontDoor(app, settings.slack_signing_secret, health),
        dispatcher=Dispatcher(
            doors, {workspace_id: Delivery(patient, metrics.delivered)}, woken, durations, metrics.delivered
        ),
        scheduler=Scheduler(
            clocks, doors, workspace_id, woken, [people.look_if_due, catch_up.run_if_due],
            can_be_wound=bool(settings.clock_offset_file), worked=dead_man.beat if dead_man else lambda: None,
        ),
        catch_up=catch_up,
        socket=Socket(app, settings.slack_app_token, patient, catch_up.ask) if settings.slack_app_token else None,
        metrics=metrics, dead_man=dead_man,
    )  # fmt: skip


def check(settings: Settings) -> None:
    """Raise the SettingError that `assemble` would, and leave nothing running."""
    require_slack(settings)
    if settings.dead_man_url:
        target_of(settings.dead_man_url)
    database = open_database(settings.database_url)
    client = web_client(settings.slack_bot_token, settings.slack_api_url, Durations().call.total_seconds())
    workspace_id = settle_in(client, settings, database)
    doors = Doors(database, clock_of(settings), lambda: None)
    _meet_leads(Acquaintance(client, doors, workspace_id), settings, doors, workspace_id)
    database.close()


def migrate(settings: Settings) -> None:
    """Bring the database to the newest tables."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(Path(__file__).parent.parent / "alembic.ini")
    config.attributes["url"] = settings.database_url
    with or_say_why():
        command.upgrade(config, "head")


def clocks_of_features() -> tuple[Clock, ...]:
    """Latest features first: what they ask people comes due before the clock of the asks, which says it together."""
    return tuple(clock for feature in reversed(FEATURES) for clock in getattr(feature, "CLOCKS", ()))


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The wall's clock; in the sandbox, the wall's and how far its own was wound."""
    if not settings.clock_offset_file:
        return lambda: datetime.now(UTC)
    offset = Path(settings.clock_offset_file)
    return lambda: datetime.now(UTC) + timedelta(seconds=float(offset.read_text()))


def _meet_leads(people: Acquaintance, settings: Settings, doors: Doors, workspace_id: str) -> None:
    with doors.look(workspace_id) as work:
        leads = work.workspace.leads
    people.meet(*leads)
    with doors.look(workspace_id) as work:
        from_slack = {person.user_id for person in work.all(work.select(Person))}
    unknown = [lead for lead in leads if lead not in from_slack and lead in settings.leads]
    if unknown:
        raise SettingError(f"LEADS names {unknown[0]}, whom Slack does not know. A profile's menu copies the right id.")


def _run_starts(doors: Doors, workspace_id: str) -> None:
    with doors.open(workspace_id) as work:
        for feature in FEATURES:
            for start in getattr(feature, "ON_START", ()):
                start(work)
