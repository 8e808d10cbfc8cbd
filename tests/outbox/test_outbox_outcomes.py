"""Each word of Slack's has one meaning. Source: the error tables of the methods that the outbox calls.

chat.postMessage, chat.update, chat.delete, conversations.open, conversations.history, conversations.replies.
"""

import http.client
import ssl
from socket import gaierror
from urllib.error import URLError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postroom import Postroom
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import Ambiguous, LockedOut, TryLater, Undeliverable
from bot.outbox.outcomes import BUSY, MAYBE_DONE, NO_WAY_IN, meaning
from bot.sandbox import Sandbox

AMBIGUOUS = [
    "fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org", "update_failed",
    "external_channel_migrating",
]  # fmt: skip
WAITS_FOR_SLACK = ["ratelimited", "rate_limited", "message_limit_exceeded"]
WAITS_FOR_THE_TOKEN = [
    "access_denied", "account_inactive", "accesslimited", "ekm_access_denied", "invalid_auth", "not_authed",
    "org_login_required", "team_access_not_granted", "token_expired", "token_revoked", "two_factor_setup_required",
]  # fmt: skip
FOR_GOOD = [
    "as_user_not_supported", "block_mismatch", "cannot_dm_bot", "cannot_reply_to_message", "cant_broadcast_message",
    "cant_update_message", "channel_not_found", "deprecated_endpoint", "duplicate_channel_not_found",
    "duplicate_message_not_found", "edit_window_closed", "enterprise_is_restricted", "invalid_arg_name",
    "invalid_arguments", "invalid_array_arg", "invalid_attachments", "invalid_blocks", "invalid_blocks_format",
    "invalid_charset", "invalid_form_data", "invalid_metadata_format", "invalid_metadata_schema",
    "invalid_post_type", "is_archived", "is_inactive", "markdown_text_conflict", "message_not_found",
    "messages_tab_disabled", "metadata_must_be_sent_from_app", "metadata_too_large", "method_deprecated",
    "missing_post_type", "missing_scope", "msg_blocks_too_long", "msg_too_long", "no_dual_broadcast_content_update",
    "no_permission", "no_text", "not_allowed_token_type", "not_in_channel", "restricted_action",
    "restricted_action_non_threadable_channel", "restricted_action_read_only_channel",
    "restricted_action_thread_locked", "restricted_action_thread_only_channel",
    "slack_connect_canvas_sharing_blocked", "slack_connect_file_link_sharing_blocked",
    "slack_connect_lists_sharing_blocked", "streaming_state_conflict", "team_not_found", "thread_not_found",
    "too_many_attachments", "too_many_contact_cards",
    "cant_delete_message", "compliance_exports_prevent_deletion", "invalid_cursor", "invalid_limit",
    "invalid_metadata_keys", "invalid_ts_latest", "invalid_ts_oldest", "invalid_types", "invalid_user_combination",
    "method_not_supported_for_channel_type", "not_enough_users", "too_many_users", "user_disabled", "user_not_found",
    "user_not_visible", "users_list_not_supplied", "users_not_found",
]  # fmt: skip
MEANS = (
    dict.fromkeys(AMBIGUOUS, Ambiguous)
    | dict.fromkeys(WAITS_FOR_SLACK, TryLater)
    | dict.fromkeys(WAITS_FOR_THE_TOKEN, LockedOut)
    | dict.fromkeys(FOR_GOOD, Undeliverable)
)


def answered(data: object, status: int = 200, **headers: str) -> SlackApiError:
    response = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers, status_code=status  # type: ignore[arg-type]
    )
    return SlackApiError("no", response)


@pytest.mark.parametrize("word", MEANS)
def test_every_documented_error_has_one_meaning(word: str) -> None:
    assert type(meaning(answered({"ok": False, "error": word}))) is MEANS[word]


def test_no_word_stands_in_two_classes() -> None:
    assert len(MEANS) == len([*AMBIGUOUS, *WAITS_FOR_SLACK, *WAITS_FOR_THE_TOKEN, *FOR_GOOD])
    assert {*MAYBE_DONE} == {*AMBIGUOUS}
    assert {*BUSY} == {*WAITS_FOR_SLACK}
    assert {*NO_WAY_IN} == {*WAITS_FOR_THE_TOKEN}


@given(st.from_regex(r"[a-z_]{3,40}", fullmatch=True).filter(lambda word: word not in MEANS))
def test_a_word_of_slacks_that_we_do_not_know_is_a_no(word: str) -> None:
    no = meaning(answered({"ok": False, "error": word}))
    assert isinstance(no, Undeliverable)
    assert no.reason == word


def test_an_unknown_error_parks_the_message_after_one_call_and_is_shown(room: Postroom, slack: Sandbox) -> None:
    slack.misbehave("chat.postMessage", "moon_in_wrong_phase", times=9)
    message = room.say("hello")
    assert room.wind(hours=1) == 1
    assert room.wind(hours=1) == 0
    row = room.row(message)
    assert (row.state, row.reason) == ("parked", "moon_in_wrong_phase")
    assert row.report_at is not None


@pytest.mark.parametrize(
    "data", [{"ok": False}, {}, None, {"ok": False, "error": None}, {"ok": False, "error": ""},
             {"ok": False, "error": "Received a response in a non-JSON format: <html>"}],
)  # fmt: skip
def test_an_answer_without_a_word_of_slacks_decides_nothing(data: object) -> None:
    assert isinstance(meaning(answered(data)), Ambiguous)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_server_decides_nothing_whatever_it_says(status: int) -> None:
    assert isinstance(meaning(answered({"ok": False, "error": "channel_not_found"}, status)), Ambiguous)


@pytest.mark.parametrize(
    ("headers", "after"),
    [({"Retry-After": "30"}, 30), ({"retry-after": "2.5"}, 2.5), ({}, 1), ({"Retry-After": "soon"}, 1),
     ({"Retry-After": "²"}, 1), ({"Retry-After": "-3"}, 1), ({"Retry-After": ""}, 1)],
)  # fmt: skip
def test_slack_says_when_to_come_back(headers: dict[str, str], after: float) -> None:
    no = meaning(answered({"ok": False, "error": "ratelimited"}, 429, **headers))
    assert isinstance(no, TryLater)
    assert no.after == after


def test_a_429_without_json_is_busy_too() -> None:
    assert isinstance(meaning(answered({"ok": False, "error": "no JSON here"}, 429)), TryLater)


def test_a_workspace_with_too_many_messages_is_left_alone_for_a_minute() -> None:
    no = meaning(answered({"ok": False, "error": "message_limit_exceeded"}))
    assert isinstance(no, TryLater)
    assert no.after == 60


@pytest.mark.parametrize(
    "error",
    [URLError(ConnectionRefusedError()), URLError(gaierror()), URLError(ssl.SSLCertVerificationError()),
     ConnectionRefusedError()],
)  # fmt: skip
def test_what_never_left_this_machine_was_certainly_not_posted(error: Exception) -> None:
    assert isinstance(meaning(error), TryLater)


@pytest.mark.parametrize(
    "error",
    [TimeoutError(), URLError(TimeoutError()), ConnectionResetError(), URLError(ssl.SSLEOFError()), BrokenPipeError(),
     http.client.RemoteDisconnected(), http.client.IncompleteRead(b""), http.client.BadStatusLine(""),
     UnicodeDecodeError("utf-8", b"\xff", 0, 1, "")],
)  # fmt: skip
def test_a_connection_that_ended_under_the_call_decides_nothing(error: Exception) -> None:
    assert isinstance(meaning(error), Ambiguous)


def test_a_bug_of_ours_is_not_taken_for_an_answer_of_slacks() -> None:
    with pytest.raises(ZeroDivisionError):
        meaning(ZeroDivisionError())
