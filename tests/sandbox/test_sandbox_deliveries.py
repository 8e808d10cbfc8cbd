"""How Slack's own requests arrive: signed, retried, and what a person is told when nobody answers."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox import Sandbox


@pytest.fixture
def heard(app, served):
    """(retry number, event_id) of each event; the first `app.broken` of them are answered with 500."""
    received = []
    app.broken = 0

    @app.event("message")
    def hear(body, request):
        received.append((request.headers.get("x-slack-retry-num", ["-"])[0], body["event_id"]))
        if len(received) <= app.broken:
            raise RuntimeError("the bot is broken")

    return received


def test_a_forged_signature_would_be_noticed(slack, fred, app, heard):
    slack.signing_secret = "another"  # noqa: S105
    slack.listen_at(f"http://127.0.0.1:{slack.deliveries.transport._port}/slack/events")  # noqa: SLF001
    fred.writes("hello")
    assert heard == []
    assert {failure.reason for failure in slack.failures} == {"http_error"}


def test_an_unanswered_event_comes_again_at_once_and_after_one_and_five_minutes(slack, app, fred, heard):
    app.broken = 3
    fred.writes("hello")
    assert [number for number, _ in heard] == ["-", "1"]
    slack.clock.wind(timedelta(seconds=59))
    assert len(heard) == 2
    slack.clock.wind(timedelta(seconds=1))
    assert [number for number, _ in heard] == ["-", "1", "2"]
    slack.clock.wind(timedelta(minutes=5))
    assert [number for number, _ in heard] == ["-", "1", "2", "3"]
    assert len({event_id for _, event_id in heard}) == 1
    slack.clock.wind(timedelta(hours=1))
    assert len(heard) == 4


def test_an_event_can_be_delivered_again_on_purpose(slack, fred, heard):
    fred.writes("hello")
    slack.redeliver_last(times=3)
    assert [number for number, _ in heard] == ["-", "1", "2", "3"]
    assert len({event_id for _, event_id in heard}) == 1


def test_an_app_may_decline_retries(slack, app, fred, served):
    received = []

    @app.middleware
    def decline(request):
        received.append(request)
        return BoltResponse(status=500, headers={"x-slack-no-retry": "1"})

    fred.writes("hello")
    slack.clock.wind(timedelta(hours=1))
    assert len(received) == 1


def test_a_bot_that_is_away_is_told_to_the_person_and_not_asked_again(slack, fred):
    slack.listen_at("http://127.0.0.1:9/slack/events")
    assert fred.runs("/angry-client Acme") is None
    assert fred.warnings == ['/angry-client failed with the error "operation_timeout"']
    assert [(failure.kind, failure.reason) for failure in slack.failures] == [("slash_commands", "connection_failed")]


def test_a_bot_that_stumbles_is_told_too(slack, app, fred, served):
    @app.command("/angry-client")
    def stumble():
        raise RuntimeError("the bot is broken")

    fred.runs("/angry-client Acme")
    assert fred.warnings == ['/angry-client failed with the error "dispatch_failed"']


def test_a_bot_that_thinks_for_more_than_three_seconds_has_not_answered(slack, fred):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        slack.listen_at(f"http://127.0.0.1:{mute.getsockname()[1]}/")
        started = time.monotonic()
        fred.runs("/angry-client Acme")
    assert 2.9 < time.monotonic() - started < 4
    assert slack.failures[0].reason == "http_timeout"


def test_a_response_url_speaks_to_the_one_who_asked(slack, app, fred, served):
    @app.command("/angry-client")
    def answer(ack, respond):
        ack()
        respond("Here is how")

    assert fred.runs("/angry-client help") == "Here is how"
    slack.person("Olivia").does_not_see("Here is how")


def test_a_response_url_is_good_five_times_within_thirty_minutes(slack, app, fred, served):
    urls = []

    @app.command("/angry-client")
    def keep(ack, body):
        urls.append(body["response_url"])
        ack()

    fred.runs("/angry-client")
    fred.runs("/angry-client")
    assert [WebhookClient(urls[0]).send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
    slack.clock.wind(timedelta(minutes=31))
    assert WebhookClient(urls[1]).send(text="x").body == "expired_url"


def test_people_act_at_the_same_time(slack, app, served):
    """Two clicks at once are two requests at once: the bot's own locking is what they test."""
    together = threading.Barrier(2)

    @app.command("/angry-client")
    def wait(ack):
        together.wait(2)
        ack("both here")

    threads = [threading.Thread(target=slack.person(name).runs, args=("/angry-client",)) for name in ("Fred", "Olivia")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slack.person("Fred").sees("both here")
    slack.person("Olivia").sees("both here")


def post(client, channel="C0ESCALAT"):
    return client.chat_postMessage(channel=channel, text="hello")


@pytest.mark.parametrize(("fault", "applied"), [("accept_then_drop", True), ("drop_before", False)])
def test_a_connection_may_drop_with_the_post_made_or_not(slack, client, fault, applied):
    slack.misbehave("chat.postMessage", fault)
    with pytest.raises(OSError, match=r"closed|reset"):
        post(client)
    assert len(slack.posts()) == applied
    assert post(client)["ok"]


@pytest.mark.parametrize(
    ("fault", "error", "applied"),
    [("internal_error", "internal_error", True), ("channel_not_found", "channel_not_found", False)],
)
def test_an_error_on_demand_is_answered(slack, client, refusal, fault, error, applied):
    slack.misbehave("chat.postMessage", fault)
    assert refusal(post, client) == error
    assert len(slack.posts()) == applied


def test_a_busy_slack_says_when_to_come_back(slack, client):
    slack.misbehave("chat.postMessage", "ratelimited", after=30)
    with pytest.raises(SlackApiError) as refused:
        post(client)
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "30")
    assert slack.posts() == []


@pytest.mark.parametrize(("fault", "applied"), [("http_500", False), ("garbled", True)])
def test_an_answer_may_be_no_answer_at_all(slack, client, fault, applied):
    slack.misbehave("chat.postMessage", fault)
    with pytest.raises(SlackApiError):
        post(client)
    assert len(slack.posts()) == applied


def test_a_post_may_arrive_late(slack, client):
    slack.misbehave("chat.postMessage", "late", after=20)
    with pytest.raises(OSError, match=r"closed|reset"):
        post(client)
    slack.clock.wind(timedelta(seconds=19))
    assert slack.posts() == []
    slack.clock.wind(timedelta(seconds=1))
    assert len(slack.posts()) == 1


def test_misbehaviour_can_be_kept_to_one_channel_and_counted(slack, client, refusal):
    slack.misbehave("chat.postMessage", "fatal_error", times=2, channel="@Olivia")
    assert post(client)["ok"]
    assert refusal(post, client, "U0OLIVIA1") == "fatal_error"
    assert refusal(post, client, slack.channel("@Olivia").id) == "fatal_error"
    assert post(client, "U0OLIVIA1")["ok"]


def test_with_a_running_clock_retries_and_late_posts_come_by_themselves(client):
    with Sandbox.start(frozen=False) as slack:
        slack.listen_at("http://127.0.0.1:9/")
        slack.person("Fred").writes("hello")
        assert len(slack.failures) == 2
        slack.clock.wind(timedelta(minutes=1))
        slack.deliveries.settle()
        assert len(slack.failures) == 3
        client.base_url = slack.api_url
        slack.misbehave("chat.postMessage", "late", after=0.3)
        with pytest.raises(OSError, match=r"closed|reset"):
            post(client)
        until = time.monotonic() + 5
        while not slack.posts() and time.monotonic() < until:
            time.sleep(0.02)
        assert len(slack.posts()) == 1
