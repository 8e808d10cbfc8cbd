"""What conversations.*, users.info and dnd.info tell."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def thread(slack, client, fred):
    """A root by Fred with four replies of the bot, the last one broadcast."""
    root = fred.writes("we have a problem")
    for number in range(4):
        client.chat_postMessage(
            channel=root.channel, thread_ts=root.ts, text=f"reply {number}", reply_broadcast=number == 3,
            metadata={"event_type": "outbox", "event_payload": {"k": number}},
        )  # fmt: skip
        slack.clock.wind(timedelta(minutes=1))
    return root


def texts(answer):
    return [message["text"] for message in answer["messages"]]


def test_history_is_newest_first_and_has_replies_only_when_broadcast(client, thread):
    assert texts(client.conversations_history(channel=thread.channel)) == ["reply 3", "we have a problem"]


def test_a_parent_counts_its_replies(client, thread):
    root = client.conversations_history(channel=thread.channel)["messages"][-1]
    assert (root["reply_count"], root["thread_ts"]) == (4, thread.ts)


def test_replies_begin_with_the_parent_whatever_the_range(client, thread):
    everything = client.conversations_replies(channel=thread.channel, ts=thread.ts)
    assert texts(everything) == ["we have a problem", "reply 0", "reply 1", "reply 2", "reply 3"]
    second = everything["messages"][2]["ts"]
    by_reply = client.conversations_replies(channel=thread.channel, ts=second, oldest=second)
    assert texts(by_reply) == ["we have a problem", "reply 2", "reply 3"]
    including = client.conversations_replies(channel=thread.channel, ts=second, oldest=second, inclusive=True)
    assert texts(including) == ["we have a problem", "reply 1", "reply 2", "reply 3"]
    assert texts(client.conversations_replies(channel=thread.channel, ts=thread.ts, latest=second)) == [
        "we have a problem", "reply 0",
    ]  # fmt: skip


def test_metadata_comes_only_when_it_is_asked_for(client, thread):
    without = client.conversations_replies(channel=thread.channel, ts=thread.ts)["messages"][1]
    with_it = client.conversations_replies(channel=thread.channel, ts=thread.ts, include_all_metadata=True)["messages"][
        1
    ]
    assert "metadata" not in without
    assert with_it["metadata"]["event_payload"] == {"k": 0}


def test_long_answers_come_in_pages(client, thread):
    first = client.conversations_replies(channel=thread.channel, ts=thread.ts, limit=2)
    assert (texts(first), first["has_more"]) == (["we have a problem", "reply 0", "reply 1"], True)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_replies(channel=thread.channel, ts=thread.ts, limit=2, cursor=cursor)
    assert (texts(second), second["has_more"]) == (["reply 2", "reply 3"], False)


def test_a_thread_that_is_not_there_is_refused(client, refusal):
    assert refusal(client.conversations_replies, channel="C0ESCALAT", ts="1.1") == "thread_not_found"


def test_history_is_for_members_with_the_scope(slack, client, refusal):
    assert refusal(client.conversations_history, channel="C0RANDOM0") == "not_in_channel"
    assert refusal(client.conversations_history, channel="C0NOWHERE") == "channel_not_found"
    assert refusal(client.conversations_history, channel="C0ESCALAT", limit=1001) == "invalid_limit"
    slack.grant("channels:read", "im:write")
    assert refusal(client.conversations_history, channel="C0ESCALAT") == "missing_scope"
    direct = client.conversations_open(users="U0FRED001")["channel"]["id"]
    assert refusal(client.conversations_history, channel=direct) == "missing_scope"


@pytest.mark.parametrize(
    ("user", "error"), [("U0NOBODY0", "user_not_found"), ("U0DORA001", "user_disabled"), ("U0ROBO001", "cannot_dm_bot")]
)
def test_a_direct_message_is_not_opened_with_everybody(client, refusal, user, error):
    assert refusal(client.conversations_open, users=user) == error


def test_opening_twice_opens_the_same(client):
    assert (
        client.conversations_open(users="U0FRED001")["channel"]
        == client.conversations_open(users="U0FRED001")["channel"]
    )


def test_the_scope_of_info_goes_by_the_kind_of_channel(client, refusal):
    direct = client.conversations_open(users="U0FRED001")["channel"]["id"]
    assert client.conversations_info(channel="C0SECRET0")["channel"]["is_private"]
    assert client.conversations_info(channel="C0ACMESHD")["channel"]["is_ext_shared"]
    assert refusal(client.conversations_info, channel=direct) == "missing_scope"


def test_channels_are_listed_with_whether_the_bot_is_in_them(client):
    listed = client.conversations_list(types="public_channel,private_channel", exclude_archived=True)["channels"]
    assert {each["name"]: each["is_member"] for each in listed} == {
        "escalations": True, "general": True, "random": False, "clients": True, "lessons": True, "secret": True,
        "acme-shared": True,
    }  # fmt: skip


def test_members_are_told_in_pages(client):
    first = client.conversations_members(channel="C0ESCALAT", limit=5)
    second = client.conversations_members(channel="C0ESCALAT", cursor=first["response_metadata"]["next_cursor"])
    assert len({*first["members"], *second["members"]}) == 9


@pytest.mark.parametrize(
    ("user", "flags"),
    [
        ("U0MIA0001", {"tz": "America/New_York", "tz_offset": -18000, "is_bot": False, "is_restricted": False}),
        ("U0GUS0001", {"is_restricted": True, "is_ultra_restricted": False}),
        ("U0SID0001", {"is_restricted": True, "is_ultra_restricted": True}),
        ("U0DORA001", {"deleted": True}),
        ("U0ROBO001", {"is_bot": True}),
        ("U0STAN001", {"is_stranger": True, "team_id": "TSTRANGE"}),
    ],
)
def test_a_person_is_told_with_zone_and_kind(client, user, flags):
    told = client.users_info(user=user)["user"]
    assert {name: told[name] for name in flags} == flags


def test_a_locale_is_told_only_to_whoever_asks_for_it(client):
    assert client.users_info(user="U0SAM0001", include_locale=True)["user"]["locale"] == "de-DE"
    assert "locale" not in client.users_info(user="U0SAM0001")["user"]


def test_nobody_by_that_id_is_refused(client, refusal):
    assert refusal(client.users_info, user="U0NOBODY0") == "user_not_found"


def test_do_not_disturb_is_told(slack, client):
    assert client.dnd_info(user="U0OLIVIA1")["dnd_enabled"] is False
    slack.world.do_not_disturb("Olivia", datetime(2026, 1, 12, 22, tzinfo=UTC), datetime(2026, 1, 13, 7, tzinfo=UTC))
    assert client.dnd_info(user="U0OLIVIA1")["next_dnd_end_ts"] == 1768287600
