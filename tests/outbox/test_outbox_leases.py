"""Processes die, sleep and come back late: what they held is taken up once, by one."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from postroom import CLIENTS, GENERAL, TEAM, DiedError, DiesAfter, DiesBefore, Postroom
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.db.models import Gate, Message
from bot.errors import Ambiguous, TryLater, Undeliverable
from bot.outbox.claim import Claimed, claim_one
from bot.outbox.delivery import Delivery, Sent
from bot.outbox.pace import lock_out, pass_gate
from bot.outbox.settle import Outcome, settle
from bot.sandbox import Sandbox

Another = Callable[..., Postroom]


def claim(room: Postroom) -> Claimed | None:
    with room.database.writing.begin() as session:
        return claim_one(session, TEAM, room.slack.clock.now(), room.durations)


def write_back(room: Postroom, claimed: Claimed, outcome: Outcome) -> None:
    with room.database.writing.begin() as session:
        settle(session, claimed, outcome, room.slack.clock.now(), room.durations)


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
def test_a_post_whose_process_died_is_looked_for_before_it_is_made_again(
    another: Another, slack: Sandbox, death: type[Delivery]
) -> None:
    dying, living = another(make=death), another()
    message = living.say("hello")
    with pytest.raises(DiedError):
        dying.deliver()
    assert living.wind(seconds=59) == 0
    assert living.row(message).state == "sending"
    assert living.wind(seconds=1) == 0
    assert living.row(message).state == "ambiguous"  # the lease is lost, and it may still appear
    assert living.wind(seconds=7.9) == 0
    living.later(seconds=5)
    assert living.row(message).state == "sent"
    assert living.shown() == living.accepted() == ["hello"]


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
def test_an_update_whose_process_died_is_made_again(another: Another, slack: Sandbox, death: type[Delivery]) -> None:
    dying, living = another(make=death), another()
    message = living.say("first")
    living.deliver()
    living.change(message, "second")
    slack.clock.wind(timedelta(seconds=1))
    with pytest.raises(DiedError):
        dying.deliver()
    assert living.wind(seconds=59) == 0
    assert living.wind(seconds=1) == 1
    assert living.shown() == ["second"]
    living.later(minutes=2)
    assert living.row(message).state == "sent"


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
def test_a_look_up_whose_process_died_is_made_again(another: Another, slack: Sandbox, death: type[Delivery]) -> None:
    dying, living = another(make=death), another()
    slack.misbehave("chat.postMessage", "accept_then_drop")
    living.say("hello")
    living.deliver()
    slack.clock.wind(timedelta(seconds=60))
    with pytest.raises(DiedError):
        dying.deliver()
    living.later(minutes=3)
    assert living.shown() == living.accepted() == ["hello"]


def test_a_dead_process_holds_up_its_channel_no_longer_than_its_lease(another: Another, slack: Sandbox) -> None:
    dying, living = another(make=DiesBefore), another()
    living.say("hello")
    with pytest.raises(DiedError):
        dying.deliver()
    card = living.say("card")
    assert living.wind(seconds=59) == 0
    living.later(seconds=8.5)
    assert living.row(card).state == "sent"  # another client's card does not wait for what became of the first
    living.later(seconds=2)
    assert living.accepted() == ["card", "hello"]


def test_a_late_copy_of_what_another_is_just_posting_is_found_and_taken_away(room: Postroom, slack: Sandbox) -> None:
    message, delivery = room.say("hello"), Delivery(room.client)
    late = claim(room)
    slack.clock.wind(timedelta(seconds=60))
    assert claim(room) is None
    slack.clock.wind(timedelta(seconds=8))
    looking = claim(room)
    assert late is not None
    assert looking is not None
    write_back(room, looking, None)
    posting = claim(room)
    assert posting is not None
    mine, theirs = delivery.post(posting), delivery.post(late)
    write_back(room, late, theirs)
    assert (room.row(message).state, room.row(message).lease_until) == ("ambiguous", None)  # nobody holds it
    write_back(room, posting, mine)
    room.later(minutes=3)
    assert room.shown() == ["hello"]
    assert (room.row(message).state, room.row(message).ts) == ("sent", mine.ts)


@pytest.mark.parametrize("outcome", [None, TryLater(5), Ambiguous(), Undeliverable("no")])
def test_what_comes_back_after_its_lease_is_refused(
    room: Postroom, slack: Sandbox, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    message = room.say("hello")
    late = claim(room)
    assert late is not None
    slack.clock.wind(timedelta(seconds=60))
    assert claim(room) is None  # the lease is found to be lost; the call may still be under way
    slack.clock.wind(timedelta(seconds=8))
    newer = claim(room)
    assert newer is not None
    before = vars(room.row(message)).copy()
    with caplog.at_level(logging.WARNING):
        write_back(room, late, outcome)
    after = vars(room.row(message)).copy()
    before.pop("_sa_instance_state"), after.pop("_sa_instance_state")
    assert after == before
    assert "came back late" in caplog.text
    assert claim(room) is None  # the channel is still its new holder's
    write_back(room, newer, None)
    room.later(seconds=2)
    assert room.accepted() == ["hello"]


def test_what_comes_back_late_but_before_anybody_else_took_it_counts(room: Postroom, slack: Sandbox) -> None:
    message = room.say("hello")
    late = claim(room)
    assert late is not None
    slack.clock.wind(timedelta(seconds=70))
    write_back(room, late, Sent(GENERAL, "1.1"))
    assert room.row(message).state == "sent"


@pytest.mark.parametrize("act", ["post", "update"])
def test_a_process_that_slept_between_claim_and_call_says_nothing(
    another: Another, slack: Sandbox, act: str
) -> None:
    living, slept = another(), another()
    message = living.say("first")
    if act == "update":
        living.deliver()
        living.change(message, "second")
        slack.clock.wind(timedelta(seconds=1))

    def sleep(_session: Session) -> None:
        """For so long that another process has done all of it, and more."""
        living.wind(seconds=100)
        living.later(minutes=2)
        living.change(message, "third")
        living.later(minutes=2)

    event.listen(slept.database.writing, "after_commit", sleep, once=True)
    slept.deliver()
    assert living.accepted() == ["first"]
    assert living.shown() == ["third"]


def test_nobody_is_given_what_somebody_holds(another: Another) -> None:
    here, there = another(), another()
    here.say("hello")
    assert claim(here) is not None
    assert claim(there) is None


def test_a_workspace_that_locks_us_out_loses_nothing(room: Postroom, slack: Sandbox) -> None:
    for word in ("token_revoked", "account_inactive", "token_expired", "not_authed"):
        card, elsewhere = room.say("card"), room.say("card", CLIENTS)
        room.deliver()
        for method in ("chat.postMessage", "chat.update"):
            slack.misbehave(method, word, times=9999)
        reply, changed = room.say("reply", thread=card), f"changed: {word}"
        room.change(card, changed)
        room.change(elsewhere, changed)
        room.later(minutes=5)
        assert room.locked_out() == word
        assert room.states(card, elsewhere, reply) == ["pending"] * 3
        slack.behave()
        room.later(minutes=2)
        assert room.locked_out() == ""
        assert {*room.shown()[-2:]} == {changed, "reply"}
        assert room.shown("#clients")[-1] == changed
        assert room.states(card, elsewhere, reply) == ["sent"] * 3


def test_while_we_are_locked_out_one_call_a_minute_asks_for_all(
    room: Postroom, another: Another, slack: Sandbox
) -> None:
    beside, token = another(), slack.bot_token
    cards = [room.say(f"card {number}", place) for number, place in enumerate([GENERAL, CLIENTS, "C0ESCALAT"])]
    slack.bot_token = "xoxb-another"  # noqa: S105  # somebody revoked ours
    for _ in range(10):
        room.wind(seconds=30)
        beside.deliver()
    assert [refused.error for refused in slack.refused] == ["invalid_auth"] * 5
    slack.bot_token = token
    room.later(minutes=2)
    assert room.states(*cards) == ["sent"] * 3


def test_who_may_not_ask_while_we_are_locked_out_does_not_take_the_channel_either(room: Postroom) -> None:
    card, now = room.say("card"), room.slack.clock.now()
    with room.database.writing.begin() as session:
        lock_out(session, TEAM, "token_revoked", now + timedelta(minutes=1))
    with room.database.writing.begin() as session:
        assert not pass_gate(session, session.get_one(Message, card), now, room.durations)
    with room.database.reading() as session:
        gate = session.get(Gate, (TEAM, GENERAL))
    assert gate is None or gate.busy_until <= now
    room.later(minutes=1)
    assert room.row(card).state == "sent"


def test_a_look_up_that_is_locked_out_waits_too_however_long(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "accept_then_drop")
    slack.misbehave("conversations.history", "token_revoked", times=9999)
    message = room.say("hello")
    room.later(hours=2)
    assert (room.row(message).state, room.row(message).reason) == ("ambiguous", "")
    slack.behave()
    room.later(minutes=2)
    assert room.row(message).state == "sent"
    assert room.accepted() == ["hello"]


def test_the_waiting_after_failures_grows_and_stays_below_fifteen_minutes(room: Postroom, slack: Sandbox) -> None:
    message = room.say("first")
    room.deliver()
    room.change(message, "second")
    slack.misbehave("chat.update", "http_500", times=25)
    slack.clock.wind(timedelta(seconds=1))
    waits = []
    for _ in range(25):
        assert room.deliver() == 1
        waits.append((room.row(message).due_at - slack.clock.now()).total_seconds())
        slack.clock.wind_to(room.row(message).due_at)
    assert all(0 < wait <= 900 for wait in waits)
    assert waits[0] <= 4
    assert max(waits[15:]) > 100
    room.later(minutes=20)
    assert room.shown() == ["second"]
