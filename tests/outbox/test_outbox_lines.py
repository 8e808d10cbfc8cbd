"""What goes first, what waits for what, and how fast: threads, parents, channels, gates."""

from datetime import timedelta

from postroom import CLIENTS, GENERAL, TEAM, Postroom

from bot.db.models import Message, Workspace
from bot.outbox.claim import claim_one
from bot.sandbox import Sandbox


def times_of(slack: Sandbox, method: str = "chat.postMessage", channel: str = GENERAL) -> list[float]:
    """Seconds after the first call at which Slack accepted each."""
    at = [entry.at for entry in slack.ledger if entry.method == method and entry.channel == channel]
    return [(each - at[0]).total_seconds() for each in at]


def test_a_thread_is_posted_in_the_order_in_which_it_was_said(room: Postroom, slack: Sandbox) -> None:
    card = room.say("card")
    for number in range(6):
        room.say(f"reply {number}", thread=card)
    slack.misbehave("chat.postMessage", "drop_before", times=2)
    room.later(minutes=4)
    assert room.accepted() == ["card", *(f"reply {number}" for number in range(6))]


def test_a_reply_waits_until_its_parent_is_there(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "drop_before")
    card = room.say("card")
    reply = room.say("reply", thread=card)
    assert room.deliver() == 1
    assert room.states(card, reply) == ["ambiguous", "pending"]
    room.later(minutes=2)
    assert [post.thread_ts for post in slack.posts("#general")] == [None, room.row(card).ts]


def test_what_may_have_been_posted_holds_up_its_own_thread_and_no_other(room: Postroom, slack: Sandbox) -> None:
    card, other = room.say("card"), room.say("other card")
    room.deliver()
    slack.misbehave("chat.postMessage", "drop_before")
    room.say("reply 1", thread=card)
    room.say("reply 2", thread=card)
    room.say("other reply", thread=other)
    room.wind(seconds=5)
    assert room.accepted() == ["card", "other card", "other reply"]
    room.later(minutes=2)
    assert room.accepted() == ["card", "other card", "other reply", "reply 1", "reply 2"]


def test_what_waits_for_slack_to_be_free_holds_up_its_own_thread_too(room: Postroom, slack: Sandbox) -> None:
    card = room.say("card")
    room.deliver()
    slack.misbehave("chat.postMessage", "ratelimited", after=7)
    room.say("reply 1", thread=card)
    room.say("reply 2", thread=card)
    room.wind(seconds=5)
    room.later(seconds=20)
    assert room.accepted() == ["card", "reply 1", "reply 2"]


def test_a_parked_message_does_not_block_its_thread(room: Postroom, slack: Sandbox) -> None:
    card = room.say("card")
    room.deliver()
    slack.misbehave("chat.postMessage", "msg_too_long")
    refused = room.say("reply 1", thread=card)
    room.say("reply 2", thread=card)
    room.later(seconds=5)
    assert room.accepted() == ["card", "reply 2"]
    row = room.row(refused)
    assert (row.state, row.reason, row.report_at) == ("parked", "msg_too_long", row.report_at)
    assert row.report_at is not None


def test_a_parked_root_does_not_block_the_channel(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "invalid_blocks")
    room.say("card")
    room.say("other card")
    room.later(seconds=2)
    assert room.accepted() == ["other card"]


def test_replies_of_a_parked_parent_are_parked_too_and_slack_is_not_asked(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "is_archived")
    card = room.say("card")
    replies = [room.say(f"reply {number}", thread=card) for number in range(2)]
    room.later(seconds=10)
    assert room.states(card, *replies) == ["parked"] * 3
    assert {room.row(reply).reason for reply in replies} == {"parent_not_posted"}
    assert room.accepted() == []


def test_nothing_is_posted_where_another_company_reads(room: Postroom, slack: Sandbox) -> None:
    card = room.say("card")
    room.deliver()
    with room.doors.open(TEAM) as work:
        work.session.get_one(Workspace, TEAM).shared_channels = [GENERAL]
    reply, elsewhere = room.say("reply", thread=card), room.say("elsewhere", CLIENTS)
    room.change(card, "changed")
    room.later(seconds=5)
    assert room.states(card, reply, elsewhere) == ["parked", "parked", "sent"]
    assert room.row(reply).reason == "shared_with_another_company"
    assert room.accepted("chat.update") == []


def test_one_call_at_a_time_is_in_flight_in_a_channel(room: Postroom) -> None:
    cards = [room.say("card"), room.say("second card"), room.say("elsewhere", CLIENTS)]
    now = room.slack.clock.now()

    def claimed() -> int | None:
        with room.database.writing.begin() as session:
            found = claim_one(session, TEAM, now, room.durations)
        return found and found.id

    assert [claimed(), claimed(), claimed()] == [cards[0], cards[2], None]


def test_an_update_and_a_post_are_not_in_flight_together_in_one_channel(room: Postroom) -> None:
    card = room.say("card")
    room.deliver()
    room.change(card, "changed")
    room.say("second card")
    now = room.slack.clock.now() + timedelta(seconds=1)
    with room.database.writing.begin() as session:
        first = claim_one(session, TEAM, now, room.durations)
    with room.database.writing.begin() as session:
        second = claim_one(session, TEAM, now, room.durations)
    assert first is not None
    assert second is None


def test_a_channel_takes_three_posts_at_once_and_then_one_a_second(room: Postroom, slack: Sandbox) -> None:
    for number in range(8):
        room.say(f"{number}")
    room.later(seconds=6)
    assert times_of(slack) == [0, 0, 0, 1, 2, 3, 4, 5]
    assert slack.refused == []


def test_the_bucket_fills_again_and_never_above_three(room: Postroom, slack: Sandbox) -> None:
    for number in range(3):
        room.say(f"{number}")
    room.deliver()
    slack.clock.wind(timedelta(hours=1))
    for number in range(5):
        room.say(f"{number}")
    room.later(seconds=3)
    assert times_of(slack)[3:] == [3600, 3600, 3600, 3601, 3602]


def test_channels_do_not_wait_for_one_another(room: Postroom) -> None:
    for number in range(6):
        room.say(f"{number}")
    room.say("elsewhere", CLIENTS)
    room.deliver()
    assert room.accepted() == ["0", "1", "2", "elsewhere"]


def test_an_update_costs_nothing_of_the_bucket_of_posts(room: Postroom, slack: Sandbox) -> None:
    cards = [room.say(f"{number}") for number in range(3)]
    room.deliver()
    for card in cards:
        room.change(card, "changed")
    slack.clock.wind(timedelta(milliseconds=300))
    assert room.deliver() == 3


def test_a_429_for_a_post_closes_the_channel_to_all_posts_until_slack_is_free(room: Postroom, slack: Sandbox) -> None:
    card, other = room.say("card"), room.say("other card")
    room.deliver()
    slack.clock.wind(timedelta(minutes=1))
    slack.misbehave("chat.postMessage", "ratelimited", after=10)
    room.say("reply", thread=card)
    assert room.wind(seconds=1) == 1
    before = len(slack.ledger)
    room.say("other reply", thread=other)
    room.change(other, "other changed")
    room.say("elsewhere", CLIENTS)
    room.later(seconds=9.9)
    assert [(entry.method, entry.channel) for entry in slack.ledger[before:]] == [
        ("chat.postMessage", CLIENTS), ("chat.update", GENERAL),
    ]  # fmt: skip
    room.later(seconds=0.1)
    assert {*room.shown()} == {"card", "other changed", "reply", "other reply"}


def test_a_429_for_a_change_closes_all_changes_of_the_workspace_and_no_post(room: Postroom, slack: Sandbox) -> None:
    card, elsewhere = room.say("card"), room.say("card", CLIENTS)
    room.deliver()
    slack.misbehave("chat.update", "ratelimited", after=10)
    room.change(card, "changed")
    assert room.wind(seconds=1) == 1
    before = len(slack.ledger)
    room.change(elsewhere, "changed")
    room.say("reply", thread=card)
    room.later(seconds=9.9)
    assert [entry.method for entry in slack.ledger[before:]] == ["chat.postMessage"]
    room.later(seconds=0.1)
    assert (room.shown()[0], room.shown("#clients")) == ("changed", ["changed"])


def test_all_of_one_process_is_closed_to_the_others_too(room: Postroom, another: object, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "ratelimited", after=10)
    room.say("card")
    room.deliver()
    beside = another()  # type: ignore[operator]
    room.say("second card")
    assert beside.wind(seconds=9.9) == 0
    assert beside.wind(seconds=0.1) > 0


def test_direct_messages_to_one_person_keep_their_order(room: Postroom, slack: Sandbox) -> None:
    olivia = slack.person("Olivia").id
    slack.misbehave("chat.postMessage", "drop_before")
    for number in range(4):
        room.say(f"{number}", olivia)
    room.later(minutes=2)
    assert room.shown("@Olivia") == ["0", "1", "2", "3"]


def test_a_reply_in_somebody_elses_thread_stands_there(room: Postroom, slack: Sandbox) -> None:
    theirs = slack.person("Fred").writes("the client is furious", "#general")
    card = room.say("card", thread_ts=theirs.ts)
    room.say("reply", thread=card)
    room.later(seconds=5)
    assert [post.thread_ts for post in slack.posts("#general")] == [theirs.ts, theirs.ts]
    assert room.shown() == ["card", "reply"]


def test_what_is_dropped_before_it_is_posted_is_never_posted_and_blocks_nothing(room: Postroom) -> None:
    card = room.say("card")
    with room.doors.open(TEAM) as work:
        work.find(Message, card).state = "dropped"
    reply = room.say("reply", thread=card)
    room.say("second card")
    room.later(seconds=5)
    assert room.accepted() == ["second card"]
    assert room.states(card, reply) == ["dropped", "parked"]
