"""Whatever the network and Slack do to a call: nothing is lost, nothing is doubled, and Slack shows the right words."""

from collections.abc import Callable

import pytest
from postroom import GENERAL, OLIVIA, Postroom
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from bot.sandbox.faults import FAULTS
from bot.slack.clients import web_client

LATE = 20  # seconds after which what was "late" arrives: well inside the settle time
AMBIGUOUS = ["accept_then_drop", "drop_before", "late", "http_500", "internal_error", "garbled", "fatal_error"]
BUSY = ["ratelimited", "rate_limited"]
NO_ANSWER = [fault for fault in FAULTS if fault != "ratelimited"]
HISTORY, REPLIES = "conversations.history", "conversations.replies"


def test_a_post_is_there_once_whatever_happened_to_it(room: Postroom, slack: Sandbox) -> None:
    faults = [*FAULTS, "fatal_error", "request_timeout", "service_unavailable"]
    for fault in faults:
        slack.misbehave("chat.postMessage", fault, after=LATE)
        message = room.say(fault)
        room.later(minutes=3)
        assert room.row(message).state == "sent", fault
        assert room.row(message).ts == slack.posts("#general")[-1].ts
    assert room.shown() == room.accepted() == faults


def test_a_post_is_there_once_when_everything_goes_wrong_three_times(room: Postroom, slack: Sandbox) -> None:
    for fault in FAULTS:
        slack.misbehave("chat.postMessage", fault, times=3, after=LATE)
        slack.misbehave(HISTORY, "http_500", times=2)
        room.say(fault)
        room.later(minutes=10)
    assert room.shown() == room.accepted() == [*FAULTS]


def test_an_update_ends_with_the_right_words_whatever_happened_to_it(room: Postroom, slack: Sandbox) -> None:
    for fault in [*FAULTS, "fatal_error", "update_failed"]:
        message = room.say(f"before {fault}")
        room.later(seconds=2)
        slack.misbehave("chat.update", fault, after=3)
        room.change(message, f"after {fault}")
        room.later(minutes=2)
        assert room.shown()[-1] == f"after {fault}"
        assert (room.row(message).state, room.row(message).sent_revision) == ("sent", 2), fault
    assert len(room.accepted()) == len(room.shown())


@pytest.mark.parametrize("first", ["accept_then_drop", "drop_before", "late"])
def test_a_look_up_that_fails_is_made_again_before_anything_is_decided(
    room: Postroom, slack: Sandbox, first: str
) -> None:
    for then in NO_ANSWER:
        slack.misbehave("chat.postMessage", first, after=LATE)
        slack.misbehave(HISTORY, then, times=2)
        message = room.say(then)
        room.later(minutes=4)
        assert room.row(message).state == "sent", then
    assert room.shown() == room.accepted() == NO_ANSWER


def test_a_look_up_that_slack_has_no_time_for_waits_as_long_as_slack_says(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "accept_then_drop")
    slack.misbehave(HISTORY, "ratelimited", after=30)
    message = room.say("hello")
    room.deliver()
    assert room.wind(seconds=60) == 1
    assert room.row(message).state == "ambiguous"
    assert room.wind(seconds=29.9) == 0
    room.wind(seconds=0.1)
    assert room.row(message).state == "sent"
    assert room.accepted() == ["hello"]


@pytest.mark.parametrize("why", ["missing_scope", "not_in_channel", "ratelimited", "http_500", "drop_before"])
def test_a_card_that_cannot_be_looked_for_waits_and_after_a_while_a_lead_hears(
    room: Postroom, slack: Sandbox, why: str
) -> None:
    slack.misbehave("chat.postMessage", "accept_then_drop")
    slack.misbehave(HISTORY, why, times=9999, after=60)
    message = room.say("hello")
    room.later(minutes=14)
    assert (room.row(message).state, room.row(message).reason) == ("ambiguous", "")
    room.later(minutes=17)
    row = room.row(message)
    assert (row.state, row.reason) == ("ambiguous", "unknown_if_posted")
    assert row.report_at is not None
    slack.behave()
    room.later(minutes=16)
    assert (room.row(message).state, room.row(message).reason) == ("sent", "")
    assert room.accepted() == ["hello"]


def test_a_word_to_one_person_that_cannot_be_looked_for_is_given_up_and_kept_in_the_history(
    room: Postroom, slack: Sandbox
) -> None:
    escalation = room.open_escalation()
    slack.misbehave("chat.postMessage", "drop_before")
    slack.misbehave(HISTORY, "missing_scope", times=9999)
    message = room.say("Call Ann", OLIVIA, about=escalation)
    room.later(minutes=40)
    row = room.row(message)
    assert (row.state, row.reason, row.report_at) == ("unknown", "unknown_if_posted", None)
    assert room.history(escalation) == ["a word may not have arrived"]
    slack.behave()
    room.say("Still, call Ann", OLIVIA)  # the next word does not wait for it
    room.later(minutes=2)
    assert room.accepted() == ["Still, call Ann"]


def test_all_that_is_unclear_in_one_channel_is_looked_for_in_one_reading(room: Postroom, slack: Sandbox) -> None:
    faults = ["accept_then_drop", "drop_before", "internal_error", "late"]
    for fault in faults:
        slack.misbehave("chat.postMessage", fault, after=20)
    cards = [room.say(f"card {fault}") for fault in faults]
    room.later(seconds=50)
    assert {*room.states(*cards)} == {"ambiguous"}
    room.wind(seconds=30)
    room.later(seconds=5)
    assert room.states(*cards) == ["sent"] * 4
    assert [entry.method for entry in slack.ledger].count(HISTORY) == 1
    assert sorted(room.accepted()) == sorted(f"card {fault}" for fault in faults)


def test_what_may_have_been_posted_is_looked_for_only_after_the_settle_time(room: Postroom, slack: Sandbox) -> None:
    for fault in AMBIGUOUS:
        slack.misbehave("chat.postMessage", fault, after=59)
        message = room.say(fault)
        assert room.deliver() == 1
        assert room.row(message).state == "ambiguous", fault
        assert room.wind(seconds=59.9) == 0
        room.wind(seconds=0.1)
        room.wind(seconds=1)
        assert room.row(message).state == "sent", fault
    assert room.accepted() == AMBIGUOUS


def test_our_client_never_repeats_a_call_by_itself(slack: Sandbox) -> None:
    client = web_client(slack.bot_token, slack.api_url, 8)
    for fault in ("accept_then_drop", "drop_before", "internal_error", "http_500", "ratelimited"):
        slack.misbehave("chat.postMessage", fault)
        with pytest.raises((OSError, SlackApiError)):
            client.chat_postMessage(channel=GENERAL, text=fault)
    assert [entry.arguments["text"] for entry in slack.ledger] == ["accept_then_drop", "internal_error"]


def test_a_busy_slack_has_certainly_not_posted_and_is_asked_again(room: Postroom, slack: Sandbox) -> None:
    for fault in BUSY:
        slack.misbehave("chat.postMessage", fault, after=5)
        message = room.say(fault)
        room.deliver()
        assert room.row(message).state == "pending"
        room.wind(seconds=5)
    assert room.accepted() == BUSY
    assert all(entry.method != HISTORY for entry in slack.ledger)


def test_a_reply_is_looked_for_in_its_thread(room: Postroom, slack: Sandbox) -> None:
    card = room.say("card")
    room.deliver()
    slack.misbehave("chat.postMessage", "accept_then_drop")
    reply = room.say("reply", thread=card)
    room.later(minutes=2)
    assert room.row(reply).state == "sent"
    assert room.accepted() == ["card", "reply"]
    assert [entry.method for entry in slack.ledger if entry.method in (HISTORY, REPLIES)] == [REPLIES]


def test_a_message_is_found_behind_two_hundred_others(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "accept_then_drop")
    message = room.say("hello")
    room.deliver()
    for number in range(230):
        slack.world.say(slack.world.compose(slack.world.member("fred"), slack.channel("#general"), f"{number}", []))
    room.wind(seconds=60)
    assert room.row(message).ts == slack.posts("#general")[0].ts
    assert [entry.method for entry in slack.ledger].count(HISTORY) == 2


def twice(room: Postroom, slack: Sandbox) -> int:
    """A message that somebody posted twice: it stands there with one key."""
    slack.misbehave("chat.postMessage", "accept_then_drop")
    message = room.say("hello")
    room.deliver()
    post = slack.posts("#general")[-1]
    slack.clock.wind(room.durations.refill)
    slack.world.say(slack.world.compose(
        slack.world.bot, slack.channel("#general"), post.text, post.blocks, metadata=post.metadata
    ))  # fmt: skip
    return message


def test_of_two_with_one_key_the_newer_is_deleted(room: Postroom, slack: Sandbox) -> None:
    message = twice(room, slack)
    older = slack.posts("#general")[0].ts
    room.later(minutes=2)
    assert [post.ts for post in slack.posts("#general")] == [older] == [room.row(message).ts]


def test_of_two_with_one_key_one_remains_whatever_happens_to_the_deletion(room: Postroom, slack: Sandbox) -> None:
    for number, fault in enumerate([*FAULTS, "message_not_found"]):
        message = twice(room, slack)
        slack.misbehave("chat.delete", fault, after=3)
        room.later(minutes=5)
        assert room.row(message).state == "sent", fault
        assert room.row(message).ts == slack.posts("#general")[number].ts
    assert len(slack.posts("#general")) == len(FAULTS) + 2  # a refused deletion leaves its second copy


def test_a_direct_message_is_opened_before_it_is_posted(room: Postroom, slack: Sandbox) -> None:
    olivia = slack.person("Olivia").id
    message = room.say("call them", olivia)
    room.deliver()
    assert [entry.method for entry in slack.ledger] == ["conversations.open", "chat.postMessage"]
    assert room.row(message).sent_channel == slack.channel("@Olivia").id
    room.change(message, "called")
    room.later(seconds=2)
    assert room.shown("@Olivia") == ["called"]


def test_an_unclear_opening_of_a_direct_message_posts_nothing_twice(room: Postroom, slack: Sandbox) -> None:
    for fault in FAULTS:
        slack.misbehave("conversations.open", fault)
        room.say(fault, slack.person("Olivia").id)
        room.later(minutes=2)
    assert room.accepted() == [*FAULTS]
    assert all(entry.method != HISTORY for entry in slack.ledger)


def test_a_direct_message_with_a_lost_answer_is_found_again(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "accept_then_drop")
    message = room.say("call them", slack.person("Olivia").id)
    room.later(minutes=2)
    assert room.row(message).state == "sent"
    assert room.accepted() == ["call them"]


def test_where_nobody_listens_nothing_was_sent_and_it_is_tried_again(
    another: Callable[..., Postroom], slack: Sandbox
) -> None:
    room = another()
    good, room.client.base_url = room.client.base_url, "http://127.0.0.1:9/api/"
    message = room.say("hello")
    room.deliver()
    assert room.row(message).state == "pending"
    room.client.base_url = good
    room.later(minutes=1)
    assert room.accepted() == ["hello"]
