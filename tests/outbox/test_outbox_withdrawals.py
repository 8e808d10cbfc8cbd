"""What is withdrawn is deleted in Slack, whichever way its post went, and its row with it; it keeps nobody waiting."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from postroom import GENERAL, OLIVIA, TEAM, Postroom
from sqlalchemy import select

from bot.db.models import Message
from bot.errors import Undeliverable
from bot.outbox.claim import Claimed, claim_one
from bot.outbox.delivery import Delivery, Gone
from bot.outbox.settle import SECOND_COPY, Outcome, settle
from bot.sandbox import Sandbox
from bot.sandbox.faults import FAULTS

Another = Callable[..., Postroom]


def withdraw(room: Postroom, *ids: int) -> None:
    with room.doors.open(TEAM) as work:
        for message_id in ids:
            work.withdraw(work.find(Message, message_id))


def rows(room: Postroom) -> list[int]:
    with room.doors.look(TEAM) as work:
        return list(work.session.scalars(select(Message.id)))


def test_what_slack_shows_is_deleted_there_and_then_here(room: Postroom) -> None:
    first, second = room.say("first"), room.say("second")
    room.deliver()
    withdraw(room, first)
    with room.doors.look(TEAM) as work:
        row = work.find(Message, first, lock=False)
        assert (row.text, row.blocks) == ("", [])
    room.deliver()
    assert room.shown() == ["second"]
    assert rows(room) == [second]


def test_what_was_never_posted_never_is(room: Postroom) -> None:
    message = room.say("first")
    withdraw(room, message)
    assert room.deliver() == 0
    assert rows(room) == []


def test_a_thread_goes_with_its_parent_in_whatever_order(room: Postroom) -> None:
    parent = room.say("parent")
    reply = room.say("reply", thread=parent)
    room.later(seconds=5)
    late = room.say("never said", thread=parent)
    withdraw(room, late, reply, parent)
    room.later(seconds=5)
    assert room.shown() == []
    assert rows(room) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_whichever_way_its_post_went_nothing_is_left(room: Postroom, slack: Sandbox, fault: str) -> None:
    slack.misbehave("chat.postMessage", fault, after=3)
    message = room.say("first")
    room.deliver()
    withdraw(room, message)
    room.later(minutes=5)
    assert room.shown() == []
    assert rows(room) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_whichever_way_its_deletion_went_nothing_is_left(room: Postroom, slack: Sandbox, fault: str) -> None:
    message = room.say("first")
    room.deliver()
    withdraw(room, message)
    slack.misbehave("chat.delete", fault, times=2, after=3)
    room.later(minutes=5)
    assert room.shown() == []
    assert rows(room) == []


def test_what_is_withdrawn_while_it_is_being_posted_is_deleted_when_it_is_there(another: Another) -> None:
    room = another()
    message = room.say("first")
    claimed = claim(room)
    withdraw(room, message)
    write_back(room, claimed, Delivery(room.client).post(claimed))
    room.later(seconds=2)
    assert room.shown() == []
    assert rows(room) == []


def test_a_post_that_comes_back_when_its_row_is_gone_is_a_second_copy(another: Another) -> None:
    room = another()
    message = room.say("first")
    claimed = claim(room)
    room.slack.clock.wind(timedelta(minutes=3))
    withdraw(room, message)
    room.later(minutes=5)
    assert rows(room) == []
    assert write_back(room, claimed, Delivery(room.client).post(claimed)) == SECOND_COPY


def test_a_pause_that_slack_asks_for_holds_up_no_post_and_no_change(room: Postroom, slack: Sandbox) -> None:
    gone, changed = room.say("first"), room.say("second")
    room.later(seconds=5)
    slack.misbehave("chat.delete", "ratelimited", times=1, after=30)
    withdraw(room, gone)
    room.deliver()
    room.change(changed, "third")
    room.say("fourth")
    room.later(seconds=2)
    assert room.shown() == ["first", "third", "fourth"]
    room.later(seconds=31)
    assert room.shown() == ["third", "fourth"]


def test_what_is_only_to_be_deleted_keeps_no_post_waiting(room: Postroom) -> None:
    many = [room.say(f"old {number}") for number in range(12)]
    room.later(seconds=20)
    withdraw(room, *many)
    room.slack.clock.wind(timedelta(seconds=1))
    room.say("urgent")
    with room.database.writing.begin() as session:
        claimed = claim_one(session, TEAM, room.slack.clock.now(), room.durations)
    assert claimed is not None
    assert claimed.act == "post"


@pytest.mark.parametrize(("channel", "left"), [(GENERAL, ["parked"]), (OLIVIA, [])])
def test_what_slack_will_not_delete_is_told_to_the_leads_but_to_one_person_alone_it_is_forgotten(
    another: Another, channel: str, left: list[str]
) -> None:
    """A lead can delete in a channel what we may not; nobody can in somebody's direct messages."""

    class Refusing(Delivery):
        def delete(self, message: Claimed) -> Gone:  # noqa: ARG002  # as the one it stands for
            raise Undeliverable("compliance_exports_prevent_deletion")

    room = another(make=Refusing)
    message = room.say("first", channel)
    room.deliver()
    withdraw(room, message)
    room.deliver()
    assert room.states(*rows(room)) == left


def claim(room: Postroom) -> Claimed:
    with room.database.writing.begin() as session:
        claimed = claim_one(session, TEAM, room.slack.clock.now(), room.durations)
    assert claimed is not None
    return claimed


def write_back(room: Postroom, claimed: Claimed, outcome: Outcome) -> str:
    with room.database.writing.begin() as session:
        return settle(session, claimed, outcome, room.slack.clock.now(), room.durations)
