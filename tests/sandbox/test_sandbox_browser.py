"""The page's side of the sandbox: state, deeds and changes."""

import json
import threading
import urllib.error
import urllib.request
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.browser import named_moment


@pytest.fixture
def get(slack):
    def get(path):
        with urllib.request.urlopen(slack.url + path, timeout=12) as answer:  # noqa: S310 - loopback
            return json.loads(answer.read())

    return get


@pytest.fixture
def do(slack):
    def do(verb, **more):
        body = json.dumps({"as": "U0FRED001", "verb": verb, **more}).encode()
        asked = urllib.request.Request(f"{slack.url}sandbox/do", body, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=12) as answer:  # noqa: S310
            return json.loads(answer.read())

    return do


@pytest.fixture
def bot(app, client, served):
    """Opens a form by command, posts a card when it is sent, and changes the card when its button is pressed."""

    @app.command("/angry-client")
    def ask(ack, body):
        ack()
        field = {
            "type": "input", "block_id": "client", "label": {"type": "plain_text", "text": "Client"},
            "element": {"type": "plain_text_input", "action_id": "typed"},
        }  # fmt: skip
        title = {"type": "plain_text", "text": "Flag"}
        client.views_open(
            trigger_id=body["trigger_id"],
            view={"type": "modal", "callback_id": "flag", "title": title, "submit": title, "blocks": [field]},
        )

    @app.view("flag")
    def card(ack, view):
        ack()
        button = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}}
        text = view["state"]["values"]["client"]["typed"]["value"]
        blocks = [{"type": "actions", "block_id": "do", "elements": [button]}]
        client.chat_postMessage(channel="#escalations", text=text, blocks=blocks)

    @app.action("claim")
    def claim(ack, body):
        ack()
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="claimed")

    app.event("message")(lambda: None)
    app.event("reaction_added")(lambda: None)


def channel(state, name="escalations"):
    return next(each for each in state["channels"] if each["name"] == name)


def test_the_page_is_served(slack):
    with urllib.request.urlopen(slack.url, timeout=5) as answer:  # noqa: S310
        assert b"<!doctype html>" in answer.read().lower()


def test_a_flag_is_raised_and_claimed_in_the_browser(get, do, bot):
    do("command", text="/angry-client", channel="C0GENERAL")
    form = get("sandbox/state?as=U0FRED001")["form"]
    assert (form["title"]["text"], form["errors"], form["depth"]) == ("Flag", {}, 1)
    do("submit", values={"client": {"typed": "Acme"}})
    state = get("sandbox/state?as=U0FRED001")
    card = channel(state)["messages"][-1]
    assert state["form"] is None
    assert (card["text"], card["user"]) == ("Acme", state["bot"])
    do("click", container={"channel": "C0ESCALAT", "ts": card["ts"]}, block_id="do", action_id="claim")
    assert channel(get("sandbox/state?as=U0OLIVIA1"))["messages"][-1]["text"] == "claimed"


def test_messages_threads_and_reactions_in_the_browser(get, do, bot):
    do("message", text="hello @Olivia", channel="C0ESCALAT")
    root = channel(get("sandbox/state?as=fred"))["messages"][-1]
    do("message", text="more", channel="C0ESCALAT", thread=root["ts"])
    do("react", emoji="rotating_light", channel="C0ESCALAT", ts=root["ts"])
    first, second = channel(get("sandbox/state?as=fred"))["messages"]
    assert (first["text"], first["reply_count"]) == ("hello <@U0OLIVIA1>", 1)
    assert first["reactions"] == [{"name": "rotating_light", "users": ["U0FRED001"], "count": 1}]
    assert second["thread_ts"] == root["ts"]


def test_the_clock_is_wound_in_the_browser(slack, do):
    do("wind", by=900)
    assert f"{slack.clock.now():%a %H:%M}" == "Mon 09:15"
    do("wind", by="next monday 09:00")
    assert f"{slack.clock.now():%d %b %H:%M}" == "19 Jan 09:00"


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("next monday 09:00", "Mon 19 09:00"), ("tomorrow 09:00", "Tue 13 09:00"), ("17:30", "Mon 12 17:30"),
        ("09:30", "Tue 13 09:30"), ("friday 12:00", "Fri 16 12:00"),
    ],
)  # fmt: skip
def test_moments_are_named_in_words(words, then):
    assert f"{named_moment(words, datetime(2026, 1, 12, 10, tzinfo=ZoneInfo('Europe/London'))):%a %d %H:%M}" == then


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("wind", {"by": "whenever"}), ("wind", {"by": -5}), ("submit", {}), ("fly", {}),
        ("message", {"channel": "C0OLD0000", "text": "x"}),
        ("click", {"container": {"channel": "C0ESCALAT", "ts": "1.1"}, "block_id": "b", "action_id": "a"}),
        ("react", {"emoji": "x", "channel": "C0ESCALAT", "ts": "1.1"}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(do, verb, more):
    with pytest.raises(urllib.error.HTTPError) as refused:
        do(verb, **more)
    with refused.value as answer:
        assert answer.code == 400
        assert json.loads(answer.read())["error"]


def test_a_change_wakes_who_waits_for_it(slack, get, fred):
    since = get("sandbox/state?as=fred")["version"]
    threading.Timer(0.1, slack.world.touch).start()
    assert get(f"sandbox/changes?since={since}")["version"] > since
