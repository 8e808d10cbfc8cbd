"""A sandbox, a client as the bot has it, and a little bot to talk to."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.sandbox import Person, Sandbox


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(client: WebClient, slack: Sandbox) -> App:
    """A bot with no listeners yet: a test adds those it needs."""
    return App(client=client, signing_secret=slack.signing_secret, process_before_response=True)


@pytest.fixture
def served(app: App, slack: Sandbox) -> Iterator[str]:
    """The bot's own address; Slack is told."""
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/slack/events"
    slack.listen_at(url)
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fred(slack: Sandbox) -> Person:
    return slack.person("Fred")


@pytest.fixture
def olivia(slack: Sandbox) -> Person:
    return slack.person("Olivia")


@pytest.fixture
def refusal() -> Callable[..., str]:
    """The error that a call meets, with Slack's complaints in detail behind it."""

    def refusal(call: Callable[..., Any], *arguments: Any, **named: Any) -> str:
        with pytest.raises(SlackApiError) as refused:
            call(*arguments, **named)
        answer = refused.value.response.data
        return "; ".join([answer["error"], *answer.get("response_metadata", {}).get("messages", [])])

    return refusal
