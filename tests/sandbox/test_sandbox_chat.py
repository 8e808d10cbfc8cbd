"""What chat.* accepts and refuses."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox

KEY = {"event_type": "outbox", "event_payload": {"k": "abc"}}


def post(client, channel="C0ESCALAT", **more):
    return client.chat_postMessage(**{"channel": channel, "text": "Acme is furious", **more})


def test_a_post_is_answered_with_the_whole_message(slack, client):
    answer = post(client, metadata=KEY)
    assert answer["channel"] == "C0ESCALAT"
    assert answer["message"] == {
        "type": "message",
        "user": slack.world.bot.id,
        "text": "Acme is furious",
        "ts": answer["ts"],
        "team": "T0FIRST",
        "bot_id": "B0FIRSTCL",
        "app_id": "A0FIRSTCALL",
        "metadata": KEY,
    }
    assert [message.text for message in slack.posts("#escalations")] == ["Acme is furious"]
    assert (slack.ledger[-1].method, slack.ledger[-1].ts) == ("chat.postMessage", answer["ts"])


def test_a_post_goes_to_a_channel_by_name_and_to_a_person_by_id(slack, client):
    assert post(client, "#escalations")["channel"] == "C0ESCALAT"
    assert post(client, slack.person("Olivia").id)["channel"] == slack.channel("@Olivia").id


def test_every_ts_is_later_than_the_one_before(slack, client):
    stamps = [post(client, channel)["ts"] for channel in ("#escalations", "#general", "#clients")]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith(f"{slack.clock.seconds()}.")


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("#random", "not_in_channel"),
        ("#old", "is_archived"),
        ("U0NOBODY0", "channel_not_found"),
        ("U0ROBO001", "cannot_dm_bot"),
        ("U0DORA001", "channel_not_found"),
    ],
)
def test_a_post_that_cannot_go_there_is_refused(client, refusal, channel, error):
    assert refusal(post, client, channel) == error


def test_a_post_to_a_channel_the_bot_left_is_refused(slack, client, refusal):
    slack.world.kick("firstcall", "#escalations")
    assert refusal(post, client) == "not_in_channel"
    assert (slack.refused[-1].method, slack.refused[-1].error) == ("chat.postMessage", "not_in_channel")


def test_a_private_channel_the_bot_is_not_in_does_not_exist_for_it(slack, client, refusal):
    slack.world.kick("firstcall", "#secret")
    assert refusal(post, client, "C0SECRET0") == "channel_not_found"


def test_closed_direct_messages_are_refused_until_they_open_again(slack, client, refusal):
    slack.world.close_direct_messages("Olivia")
    assert refusal(post, client, "U0OLIVIA1") == "restricted_action"
    slack.world.close_direct_messages("Olivia", "messages_tab_disabled")
    assert refusal(post, client, "U0OLIVIA1") == "messages_tab_disabled"
    slack.world.close_direct_messages("Olivia", "")
    assert post(client, "U0OLIVIA1")["ok"]


def test_a_reply_needs_its_parent(client, refusal):
    parent = post(client)["ts"]
    reply = post(client, thread_ts=parent)
    assert reply["message"]["thread_ts"] == parent
    assert refusal(post, client, thread_ts="1767225600.000100") == "thread_not_found"
    assert refusal(post, client, thread_ts=reply["ts"]) == "thread_not_found"
    client.chat_delete(channel="C0ESCALAT", ts=parent)
    assert refusal(post, client, thread_ts=parent) == "thread_not_found"


def test_a_post_says_something(client, refusal):
    silent = {"channel": "C0ESCALAT", "text": " ", "blocks": []}  # the SDK's own method would warn first
    assert refusal(client.api_call, "chat.postMessage", json=silent) == "no_text"


def test_a_long_post_is_cut_and_a_long_update_refused(client, refusal):
    posted = post(client, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert client.chat_update(channel="C0ESCALAT", ts=posted["ts"], text="x" * 4000)["ok"]
    assert refusal(client.chat_update, channel="C0ESCALAT", ts=posted["ts"], text="x" * 4001) == "msg_too_long"


def test_an_argument_slack_does_not_know_is_refused(client, refusal):
    assert refusal(post, client, colour="red") == "invalid_arguments; [ERROR] unknown argument: colour"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "outbox"}, "invalid_metadata_format"),
        ({"event_type": "outbox", "event_payload": "k"}, "invalid_metadata_format"),
        ({"event_type": "outbox", "event_payload": {"Key!": "abc"}}, "invalid_metadata_schema"),
        ({"event_type": "outbox", "event_payload": {"k": {"deep": 1}}}, "invalid_metadata_schema"),
        ({"event_type": "outbox", "event_payload": {"k": "x" * 1024}}, "metadata_too_large"),
    ],
)
def test_metadata_of_the_wrong_shape_is_refused(client, refusal, metadata, error):
    assert refusal(post, client, metadata=metadata) == error


def test_metadata_is_kept_by_an_update_and_cleared_by_an_empty_one(client):
    ts = post(client, metadata=KEY)["ts"]
    assert client.chat_update(channel="C0ESCALAT", ts=ts, text="calmer")["message"]["metadata"] == KEY
    assert "metadata" not in client.chat_update(channel="C0ESCALAT", ts=ts, text="calm", metadata={})["message"]


def test_only_own_messages_are_changed_and_deleted(slack, client, refusal):
    theirs = slack.person("Fred").writes("hello").ts
    for call, error in ((client.chat_update, "cant_update_message"), (client.chat_delete, "cant_delete_message")):
        more = {"text": "x"} if call == client.chat_update else {}
        assert refusal(call, channel="C0ESCALAT", ts=theirs, **more) == error
        assert refusal(call, channel="C0ESCALAT", ts="1.000001", **more) == "message_not_found"


def test_an_update_with_blocks_leaves_no_mark_and_one_with_text_alone_drops_the_blocks(slack, client):
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*furious*"}}]
    ts = post(client, blocks=blocks)["ts"]
    assert "edited" not in client.chat_update(channel="C0ESCALAT", ts=ts, text="x", blocks=blocks)["message"]
    changed = client.chat_update(channel="C0ESCALAT", ts=ts, text="calm")["message"]
    assert "edited" in changed
    assert "blocks" not in changed


def test_an_ephemeral_message_is_for_members_of_the_channel(slack, client, refusal, fred):
    client.chat_postEphemeral(channel="C0ESCALAT", user=fred.id, text="for your eyes")
    fred.sees("for your eyes", where="to me")
    slack.person("Olivia").does_not_see("for your eyes")
    assert refusal(client.chat_postEphemeral, channel="C0ESCALAT", user="U0STAN001", text="x") == "user_not_in_channel"
    assert refusal(client.chat_postEphemeral, channel="C0ESCALAT", user="U0NOBODY0", text="x") == "user_not_found"
    assert refusal(client.chat_postEphemeral, channel="C0RANDOM0", user=fred.id, text="x") == "not_in_channel"


def test_posts_faster_than_one_a_second_are_held_back_after_a_burst(slack, client):
    for _ in range(4):
        post(client)
    with pytest.raises(SlackApiError) as refused:
        post(client)
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    post(client, "#general")  # each channel has its own allowance
    slack.clock.wind(timedelta(seconds=1))
    post(client)


def test_the_link_of_a_reply_names_its_thread(client, refusal):
    parent = post(client)["ts"]
    reply = post(client, thread_ts=parent)["ts"]
    link = client.chat_getPermalink(channel="C0ESCALAT", message_ts=reply)["permalink"]
    assert link == (
        f"https://northwind.slack.com/archives/C0ESCALAT/p{reply.replace('.', '')}?thread_ts={parent}&cid=C0ESCALAT"
    )
    assert refusal(client.chat_getPermalink, channel="C0ESCALAT", message_ts="1.1") == "message_not_found"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_wrong_token_is_refused(slack, refusal, token, error):
    assert refusal(WebClient(token, base_url=slack.api_url).auth_test) == error


def test_each_kind_of_token_has_its_own_methods(slack, client, refusal):
    assert refusal(client.apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"
    assert refusal(WebClient(slack.app_token, base_url=slack.api_url).auth_test) == "not_allowed_token_type"


def test_a_method_nobody_built_is_unknown(client, refusal):
    assert refusal(client.api_call, "chat.scheduleMessage") == "unknown_method"


def test_a_scope_that_the_manifest_lacks_is_missing(slack, client):
    slack.grant("users:read")
    with pytest.raises(SlackApiError) as refused:
        post(client)
    assert refused.value.response["error"] == "missing_scope"
    assert (refused.value.response["needed"], refused.value.response["provided"]) == ("chat:write", "users:read")


def test_answers_carry_the_scopes_and_the_date(client):
    headers = client.auth_test().headers
    assert "chat:write" in headers["X-OAuth-Scopes"]
    assert headers["Date"].endswith("GMT")


def test_the_sandbox_ends_without_leaving_anything_behind():
    with Sandbox.start() as slack:
        url = slack.api_url
        WebClient(slack.bot_token, base_url=url).auth_test()
    started = time.monotonic()
    with pytest.raises(OSError, match="refused"):
        WebClient("xoxb", base_url=url, retry_handlers=[]).auth_test()
    assert time.monotonic() - started < 1


def test_the_tiers_hold_when_they_are_switched_on(slack, client, refusal):
    ts = post(client)["ts"]
    slack.rates.tiers = True
    for number in range(50):
        client.chat_update(channel="C0ESCALAT", ts=ts, text=str(number))
    assert refusal(client.chat_update, channel="C0ESCALAT", ts=ts, text="x") == "ratelimited"
    slack.clock.wind(timedelta(minutes=1))
    assert client.chat_update(channel="C0ESCALAT", ts=ts, text="x")["ok"]


def test_calls_at_the_same_time_are_all_counted(slack, client):
    def post_one(number):
        return post(client, ("#escalations", "#general", "#clients", "#lessons")[number % 4])["ts"]

    with ThreadPoolExecutor(8) as pool:
        stamps = list(pool.map(post_one, range(16)))
    assert len(set(stamps)) == len(slack.posts()) == len(slack.ledger) == 16
