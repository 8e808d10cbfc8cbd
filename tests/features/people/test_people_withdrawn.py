"""A right that is withdrawn between render and click: a thousand times, and not once does it pass."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from databases import Sqlite
from desk import TEAM, Desk

from bot.db.models import Escalation, Person
from bot.features import people
from bot.features.escalations.usecases import concerned
from bot.features.people.rules import Action
from bot.sandbox import Sandbox
from bot.sandbox.shapes import user_object
from bot.slack.answering import Answering
from bot.slack.blocks import View
from bot.slack.channels import Channels
from bot.slack.listening import Heard, merged
from bot.slack.people import Acquaintance

EACH = 250
SECRET = "C0SECRET0"  # noqa: S105  # a channel
SAM = "U0SAM0001"
RIGHTS = {
    "owner": (Action.LOG_CALL, Action.CLOSE, Action.AGREE, Action.KEEP_PROMISES, Action.FOLLOW_UP, Action.WORK_STEPS),
    "flagger": (Action.ASSIGN, Action.MERGE, Action.CORRECT, Action.UNDO_FLAG, Action.FLAG_AGAIN),
    "lead": (Action.CLOSE, Action.ASSIGN, Action.LOG_CALL, Action.AGREE),
    "member": (Action.READ, Action.CLAIM, Action.REOPEN, Action.NAME_CLIENT),
}


@dataclass
class Door:
    """What is pressed goes through the answering, the people's listeners and the tables of rights."""

    slack: Sandbox
    desk: Desk
    passed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        @self.desk.on.action("press")
        def press(heard: Heard) -> View | None:
            action, escalation_id = heard.value.split(":")
            with heard.open_work() as work:
                concerned(work, heard.actor, Action[action], escalation_id)
            self.passed.append(action)
            return None

        meet = Acquaintance(self.desk.client, self.desk.doors, TEAM).meet
        look_at = Channels(self.desk.client, self.desk.doors, TEAM).look_at
        table = merged([self.desk.on, people.LISTENERS])
        self.answering = Answering(table, TEAM, self.desk.client, self.desk.doors, meet, list, look_at)
        meet(SAM, "U0LENA001")
        with self.desk.doors.open(TEAM) as work:
            self.ids = {role: self._escalation(work, role) for role in RIGHTS}

    def _escalation(self, work: Any, role: str) -> int:
        row = Escalation(
            workspace_id=TEAM, state="waiting", heat=5, what_happened="", channel=SECRET, flagged_at=work.now,
            waiting_since=work.now, flagged_by=SAM if role == "flagger" else "U0FRED001",
            owner=SAM if role == "owner" else "U0OLIVIA1",
        )  # fmt: skip
        return work.add(row).id

    def presses(self, role: str, action: Action) -> bool:
        before = len(self.passed)
        self.answering.hear({
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": SAM}, "channel": {"id": "C0GENERAL"},
            "actions": [{"type": "button", "action_id": "press", "value": f"{action.name}:{self.ids[role]}"}],
        })  # fmt: skip
        return len(self.passed) > before

    def hears(self, event: dict[str, Any]) -> None:
        envelope = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        assert self.answering.hear(envelope) == 200

    def moves(self, *, is_in: bool) -> None:
        members = self.slack.channel("#secret").members
        (members.append if is_in else members.remove)(SAM)
        kind = "member_joined_channel" if is_in else "member_left_channel"
        self.hears({"type": kind, "channel": SECRET, "user": SAM})

    def turns(self, **values: bool) -> None:
        member = self.slack.person("Sam").member
        for name, value in values.items():
            setattr(member, name, value)
        self.hears({"type": "user_change", "user": user_object(member, self.slack.clock.now())})

    def leads(self, *leads: str) -> None:
        with self.desk.doors.open(TEAM) as work:
            work.workspace.leads = list(leads)


@pytest.fixture
def door(slack: Sandbox, sqlite: Sqlite, tmp_path: Path) -> Iterator[Door]:
    slack.channel("#secret").members.append(SAM)
    desk = Desk(slack, sqlite.copy(tmp_path))
    yield Door(slack, desk)
    desk.close()


@dataclass(frozen=True)
class Way:
    withdraw: Callable[[Door], None]
    give_back: Callable[[Door], None]
    roles: tuple[str, ...] = ("owner", "flagger", "member")


WAYS = {
    "left the private channel": Way(lambda door: door.moves(is_in=False), lambda door: door.moves(is_in=True)),
    "turned a guest": Way(lambda door: door.turns(is_restricted=True), lambda door: door.turns(is_restricted=False)),
    "was deactivated": Way(lambda door: door.turns(deleted=True), lambda door: door.turns(deleted=False)),
    "is no lead any more": Way(lambda door: door.leads(), lambda door: door.leads(SAM), ("lead",)),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_right_withdrawn_between_render_and_click_never_passes(door: Door, name: str) -> None:
    way, chance = WAYS[name], random.Random(2026)  # noqa: S311  # a test
    door.leads(*([SAM] if way.roles == ("lead",) else []))
    for _ in range(EACH):
        role = chance.choice(way.roles)
        action = chance.choice(RIGHTS[role])
        assert door.presses(role, action), f"{role} may {action}"  # it was shown to them
        way.withdraw(door)
        assert not door.presses(role, action), f"{action} passed, though {role} {name}"
        way.give_back(door)


def test_a_leaving_during_the_asking_is_not_forgotten(door: Door) -> None:
    """Slack's answer may be older than the event that overtook it."""
    assert door.presses("member", Action.READ)
    looks = Channels(door.desk.client, door.desk.doors, TEAM)
    ask = looks._ask  # noqa: SLF001  # the moment between the answer and the row

    def overtaken(channel: str) -> dict[str, Any]:
        found = ask(channel)
        if SAM in found["members"]:
            door.moves(is_in=False)
        return found

    looks._ask = overtaken  # type: ignore[method-assign]  # noqa: SLF001
    looks.look_at(SECRET)
    assert not door.presses("member", Action.READ)


def test_a_person_we_keep_is_as_slack_last_said(door: Door) -> None:
    door.turns(is_ultra_restricted=True)
    with door.desk.doors.look(TEAM) as work:
        sam = work.one(work.select(Person).where(Person.user_id == SAM), lock=False)
    assert sam.is_single_channel_guest
