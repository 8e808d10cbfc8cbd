"""Socket Mode, with the SDK's own client at the other end."""

import time

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError


@pytest.fixture
def connect(slack, app):
    """Open one more connection."""
    handlers = []
    slack.use_socket_mode()

    def connect():
        handler = SocketModeHandler(app, slack.app_token, ping_interval=0.5)
        handler.client.web_client.base_url = slack.api_url
        handlers.append(handler)
        handler.connect()
        slack.sockets.wait_for_connections(len(handlers))
        return handler

    yield connect
    # The SDK's client leaves in three seconds of its own, but at once when the other side has left.
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
        handler.client.closed = True
    slack.sockets.stop()
    for handler in handlers:
        until = time.monotonic() + 5
        while handler.client.is_connected() and time.monotonic() < until:
            time.sleep(0.01)
        handler.close()


def test_commands_events_and_answers_go_over_the_line(slack, app, connect, fred):
    heard = []

    @app.command("/angry-client")
    def answer(ack, body):
        ack(f"You said {body['text']}")

    @app.event("message")
    def hear(event):
        heard.append(event["text"])

    connect()
    assert fred.runs("/angry-client Acme") == "You said Acme"
    fred.writes("hello")
    assert heard == ["hello"]
    assert slack.failures == []


def test_each_payload_goes_to_one_connection(slack, app, connect, fred):
    heard = []
    app.event("message")(lambda event: heard.append(event["text"]))
    by_line = {name: [] for name in ("first", "second")}
    for received in by_line.values():
        connect().client.message_listeners.append(
            lambda _, message, __, received=received: received.append(message["type"])
        )
    for number in range(4):
        fred.writes(str(number))
    assert heard == ["0", "1", "2", "3"]
    assert [received.count("events_api") for received in by_line.values()] == [2, 2]


def test_after_a_refresh_the_new_connection_serves(slack, app, connect, fred):
    @app.command("/angry-client")
    def answer(ack):
        ack("here")

    connect()
    slack.refresh_sockets()
    slack.sockets.wait_for_connections()
    assert fred.runs("/angry-client") == "here"


def test_an_event_that_was_not_acknowledged_comes_again(slack, app, connect, fred):
    heard = []

    @app.event("message")
    def hear(request):
        heard.append(request.headers.get("x-slack-retry-num"))
        if len(heard) == 1:
            raise RuntimeError("the bot is broken")

    connect()
    fred.writes("hello")  # waits three seconds for the acknowledgement that does not come
    assert heard == [None, ["1"]] or heard == [["0"], ["1"]]


def test_without_a_connection_the_person_is_told(slack, fred):
    slack.use_socket_mode()
    fred.runs("/angry-client")
    assert slack.failures[0].reason == "connection_failed"


def test_a_ticket_is_good_for_one_connection(slack, client):
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    assert url.startswith("ws://127.0.0.1:")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.apps_connections_open(app_token=slack.bot_token)
