"""A message changes: several changes are one call, none is lost, and the last words win."""

from datetime import timedelta

import pytest
from postroom import Postroom

from bot.outbox.delivery import Delivery, Sent
from bot.sandbox import Sandbox


@pytest.fixture
def card(room: Postroom) -> int:
    message = room.say("first")
    room.deliver()
    return message


def test_an_update_waits_three_hundred_milliseconds_for_more(room: Postroom, card: int) -> None:
    room.change(card, "second")
    assert room.deliver() == 0
    assert room.wind(milliseconds=299) == 0
    assert room.wind(milliseconds=1) == 1
    assert room.shown() == ["second"]


def test_several_changes_are_one_call_with_the_last_words(room: Postroom, card: int) -> None:
    for number in range(5):
        room.change(card, f"change {number}")
    room.later(seconds=2)
    assert room.accepted("chat.update") == ["change 4"]
    assert room.row(card).sent_revision == room.row(card).revision == 6


def test_a_stream_of_changes_does_not_hold_an_update_up_longer_than_a_second(
    room: Postroom, slack: Sandbox, card: int
) -> None:
    begun = slack.clock.now()
    for number in range(40):
        room.change(card, f"change {number}")
        room.wind(milliseconds=200)
    updates = [entry.at for entry in slack.ledger if entry.method == "chat.update"]
    gaps = [later - earlier for earlier, later in zip([begun, *updates], updates, strict=False)]
    assert max(gaps) <= timedelta(seconds=1.2)
    assert 6 <= len(updates) <= 9
    room.later(seconds=2)
    assert room.shown() == ["change 39"]


def test_a_post_never_waits_and_carries_the_newest_words(room: Postroom) -> None:
    message = room.say("first")
    room.change(message, "second")
    assert room.deliver() == 1
    assert room.accepted() == room.shown() == ["second"]
    assert room.wind(seconds=5) == 0


def test_a_change_to_the_same_words_is_no_change(room: Postroom, card: int) -> None:
    room.change(card, "first")
    assert room.row(card).state == "sent"
    assert room.wind(seconds=5) == 0


class Interrupted(Delivery):
    """Something happens while the call is in flight."""

    def __init__(self, client: object, meanwhile: object) -> None:
        super().__init__(client)  # type: ignore[arg-type]
        self._meanwhile = meanwhile

    def post(self, message: object) -> Sent:
        sent = super().post(message)  # type: ignore[arg-type]
        self._meanwhile()  # type: ignore[operator]
        return sent

    def update(self, message: object) -> Sent:
        sent = super().update(message)  # type: ignore[arg-type]
        self._meanwhile()  # type: ignore[operator]
        return sent


@pytest.mark.parametrize("act", ["post", "update"])
def test_a_change_during_a_call_in_flight_is_sent_after_it(room: Postroom, another: object, act: str) -> None:
    changes = iter(["second", "third"] if act == "update" else ["second"])
    message = room.say("first")
    if act == "update":
        room.deliver()
        room.change(message, next(changes))

    def meanwhile() -> None:
        for words in changes:
            room.change(message, words)

    busy = another(make=lambda client: Interrupted(client, meanwhile))  # type: ignore[operator]
    busy.later(seconds=3)
    assert room.shown() == ["third" if act == "update" else "second"]
    assert room.accepted() == ["first"]
    assert room.row(message).sent_revision == room.row(message).revision


@pytest.mark.parametrize("fault", ["accept_then_drop", "drop_before", "late"])
def test_a_change_of_what_may_have_been_posted_is_not_lost(room: Postroom, slack: Sandbox, fault: str) -> None:
    slack.misbehave("chat.postMessage", fault, after=30)
    message = room.say("first")
    room.deliver()
    room.change(message, "second")
    assert room.row(message).state == "ambiguous"
    room.later(minutes=2)
    assert room.shown() == ["second"]
    assert len(room.accepted()) == 1
    assert room.row(message).sent_revision == room.row(message).revision == 2


def test_a_change_while_slack_is_busy_is_one_update(room: Postroom, slack: Sandbox, card: int) -> None:
    slack.misbehave("chat.update", "ratelimited", after=20)
    room.change(card, "second")
    room.wind(seconds=1)
    room.change(card, "third")
    room.later(seconds=25)
    assert room.accepted("chat.update") == ["third"]


def test_a_parked_update_is_sent_when_the_message_changes_again(room: Postroom, slack: Sandbox, card: int) -> None:
    slack.misbehave("chat.update", "msg_too_long")
    room.change(card, "second")
    room.later(seconds=2)
    assert room.row(card).state == "parked"
    room.change(card, "third")
    room.later(seconds=2)
    assert room.shown() == ["third"]
    assert (room.row(card).state, room.row(card).reason) == ("sent", "")


def test_an_update_that_comes_late_does_not_bring_old_words_back(room: Postroom, slack: Sandbox, card: int) -> None:
    slack.misbehave("chat.update", "late", after=30)
    room.change(card, "second")
    room.later(seconds=5)
    room.change(card, "third")
    room.later(minutes=3)
    assert room.shown() == ["third"]
    assert room.row(card).state == "sent"
