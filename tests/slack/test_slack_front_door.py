"""The front door: what Slack did not sign is turned away unread, and nothing that comes to it breaks it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import FORM, JSON, Desk, signed

from bot.slack.listening import Heard

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVENT: dict[str, Any] = {
    "type": "event_callback", "team_id": "T0FIRST", "event_id": "Ev1", "authorizations": [{"team_id": "T0FIRST"}],
    "event": {"type": "message", "channel": "C0ESCALAT", "user": "U0FRED001", "text": "hello", "ts": "1.000100"},
}  # fmt: skip
RAW = json.dumps(EVENT).encode()
MUTE = (401, b"")
IN_TIME = 2.5


@pytest.fixture
def door(desk: Desk) -> Desk:
    desk.on.event("message")(desk.keep)
    desk.on.command("/angry-client")(desk.keep)
    return desk.open()


def test_what_slack_signed_is_heard(door: Desk) -> None:
    assert door.ask(RAW) == (200, b"")
    assert door.ask(urlencode({"command": "/angry-client", "team_id": "T0FIRST", "user_id": "U0FRED001"}).encode(),
                    content_type=FORM)[0] == 200  # fmt: skip
    assert door.ask(RAW, content_type="application/json; charset=utf-8")[0] == 200
    assert [heard.name for heard in door.heard] == ["message", "/angry-client", "message"]


def test_what_slack_did_not_sign_is_turned_away_without_a_word(door: Desk) -> None:
    now = str(int(time.time()))
    right = signed(door.slack.signing_secret, now, RAW)
    for why, how in {
        "another secret": {"secret": "5a4db0c5ec7e7000000000000000beef"},
        "no signature": {"signature": ""},
        "another version": {"signature": right.replace("v0=", "v1=")},
        "half a signature": {"signature": right[:40]},
        "capitals": {"signature": right.upper()},
        "a space behind": {"signature": right + " "},
        "a line behind": {"signature": right + "\n"},
        "a sign that is not ASCII": {"signature": "v0=" + "é" * 64},
        "another moment": {"signature": right, "stamp": str(int(now) - 1)},
        "no moment": {"stamp": ""},
        "a moment that is no number": {"stamp": "soon"},
        "a moment of five thousand digits": {"stamp": "9" * 5000},
        "a negative moment": {"stamp": "-" + now},
        "a fraction": {"stamp": now + ".5"},
        "the past": {"stamp": str(int(now) - 302)},
        "the future": {"stamp": str(int(now) + 302)},
        "GET": {"method": "GET"},
        "PUT": {"method": "PUT"},
        "no type": {"content_type": ""},
        "text": {"content_type": "text/plain"},
        "a file": {"content_type": "multipart/form-data; boundary=x"},
        "no length": {"length": ""},
        "a negative length": {"length": "-1"},
        "a length that is no number": {"length": "1e3"},
        "a length of five thousand digits": {"length": "9" * 5000},
        "a length above a megabyte": {"length": "1000001"},
        "less than was signed": {"length": str(len(RAW) - 1)},
    }.items():
        assert door.ask(RAW, **how) == MUTE, why
    assert door.ask(b'{"ssl_check": 1}', signature="v0=" + "0" * 64) == MUTE
    assert door.ask(b"\xff\xfe{}") == MUTE
    assert door.heard == []


def test_five_minutes_old_is_just_fresh_enough(door: Desk) -> None:
    assert door.ask(RAW, stamp=str(int(time.time()) - 299))[0] == 200
    assert door.ask(RAW, stamp=str(int(time.time()) + 299))[0] == 200


def test_an_empty_secret_opens_nothing(door: Desk) -> None:
    door.door._secret = b""  # noqa: SLF001
    now = str(int(time.time()))
    assert door.ask(RAW, stamp=now, signature=signed("", now, RAW)) == MUTE


def test_there_are_two_addresses_and_no_third(door: Desk) -> None:
    for path in ("/", "/slack", "/slack/events/", "/slack/install", "/SLACK/EVENTS", "", "/healthz/"):
        assert door.ask(RAW, path=path) == (404, b"")
    assert door.ask(b"", path="/healthz", method="GET") == (200, b"ok")
    assert door.ask(b"", path="/healthz") == (404, b"")


def test_a_huge_body_is_not_even_read(door: Desk) -> None:
    huge = b'{"x": "' + b"a" * 1_000_000 + b'"}'
    assert door.ask(huge) == MUTE


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"[1, 2]", b"null", b"1", b'"text"', b"true", b"{}", b'{"type": 5}', b"NaN", b"\x00",
     b"[" * 100_000, b'{"a":' * 100_000, b'{"type": "event_callback"}', b'{"team_id": "T0FIRST"}',
     b'{"team_id": "T0FIRST", "type": "event_callback", "event": {}}',
     b'{"team_id": "T0FIRST", "type": "view_submission"}', b'{"team_id": ["T0FIRST"]}', b'{"authorizations": [5]}',
     b'{"authorizations": 5, "team_id": "T0FIRST"}', b'{"team": "T0FIRST"}', b'{"team_id": {}}',
     b'{"type": "event_callback", "team_id": "T0FIRST", "event": {"type": "message", "user": ["U1"]}}',
     b'{"type": "url_verification", "challenge": {"a": "\\ud800"}}'],
)  # fmt: skip
@pytest.mark.parametrize("content_type", [JSON, FORM])
def test_signed_nonsense_is_no_error_of_ours(door: Desk, raw: bytes, content_type: str) -> None:
    body = raw if content_type == JSON else b"payload=" + urlencode({"": raw}).encode()[1:]
    assert door.ask(body, content_type=content_type)[0] in (200, 400, 401)


def test_the_address_is_verified_when_slack_asks_for_it(door: Desk) -> None:
    status, body = door.ask({"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gm"})
    assert status == 200
    assert json.loads(body) == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gm"}


def test_the_length_that_is_told_is_the_length_that_is_sent(door: Desk) -> None:
    _, headers, body = door.ask_all({"type": "url_verification", "challenge": "é…"})
    assert dict(headers)["Content-Length"] == str(len(body))


@pytest.fixture
def hanging(desk: Desk) -> Iterator[threading.Event]:
    """A listener, and the health, that hang until the test lets them go on: as when the database says nothing."""
    goes_on = threading.Event()

    def hang(heard: Heard) -> None:
        goes_on.wait(10)
        desk.keep(heard)

    def health() -> list[str]:
        goes_on.wait(10)
        return []

    desk.on.event("message")(hang)
    desk.open(health)
    yield goes_on
    goes_on.set()


def timed(act: Callable[[], tuple[int, bytes]]) -> tuple[int, float]:
    began = time.monotonic()
    return act()[0], time.monotonic() - began


def test_what_hangs_is_refused_in_time_and_may_end_later(desk: Desk, hanging: threading.Event) -> None:
    status, waited = timed(lambda: desk.ask(RAW))
    assert (status, waited < IN_TIME) == (503, True)
    status, waited = timed(lambda: desk.ask(b"", path="/healthz", method="GET"))
    assert (status, waited < IN_TIME) == (503, True)
    hanging.set()
    assert desk.ask(RAW) == (200, b"")
    assert desk.ask(b"", path="/healthz", method="GET") == (200, b"ok")
    desk.door.close()
    assert len(desk.heard) == 2


def test_who_comes_while_many_hang_is_not_kept_waiting_and_is_heard_once_they_are_through(
    desk: Desk, hanging: threading.Event
) -> None:
    with ThreadPoolExecutor(16) as pool:
        for status, waited in [*pool.map(lambda _: timed(lambda: desk.ask(RAW)), range(40))]:
            assert (status, waited < 0.3 or 1.8 < waited < IN_TIME) == (503, True)
    hanging.set()
    desk.door.close()
    assert 16 <= len(desk.heard) <= 24


def test_a_door_that_is_closed_lets_those_inside_end_and_nobody_in(desk: Desk, hanging: threading.Event) -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(desk.ask, RAW)
        time.sleep(0.1)
        closing = pool.submit(desk.door.close)
        time.sleep(0.1)
        assert not closing.done()
        assert desk.ask(RAW) == (503, b"")
        hanging.set()
        closing.result()
        assert asked.result() == (200, b"")
    assert len(desk.heard) == 1


def test_an_event_that_is_no_object_breaks_nothing(door: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Bolt would answer 500, and Slack bring it again and again."""
    for odd in ({"event": 5}, {"event": "x"}, {"event": []}, {"event": None}, {"type": "block_actions", "actions": 5}):
        assert door.ask(EVENT | odd) == (200, b"")
    assert {record.levelname for record in caplog.records} == {"WARNING"}
