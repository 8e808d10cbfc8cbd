"""The front door: what Slack did not sign is turned away unread, and nothing that comes to it breaks it."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import FORM, JSON, Desk, signed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVENT: dict[str, Any] = {
    "type": "event_callback", "team_id": "T0FIRST", "event_id": "Ev1", "authorizations": [{"team_id": "T0FIRST"}],
    "event": {"type": "message", "channel": "C0ESCALAT", "user": "U0FRED001", "text": "hello", "ts": "1.000100"},
}  # fmt: skip
RAW = json.dumps(EVENT).encode()
MUTE = (401, b"")


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


SCRAP = st.sampled_from([b"", b"\x00", b"\xff", b"'", b'"', b"{", b"}", b"[", b"\\u0000", b"T0FIRST", b"0", b"-", b","])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    raw = bytearray(RAW)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        raw[at : at + draw(st.integers(0, 5))] = draw(SCRAP)
    return bytes(raw)


UNDER_WAY = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@UNDER_WAY
@given(mutated(), st.sampled_from([JSON, FORM, "", "text/xml", JSON + "; charset=utf-16"]),
       st.one_of(st.none(), st.text(st.characters(max_codepoint=255), max_size=90)))  # fmt: skip
def test_no_mutated_request_is_handled_and_none_breaks(
    door: Desk, raw: bytes, content_type: str, signature: str | None
) -> None:
    if raw == RAW and content_type == JSON:
        return
    now = str(int(time.time()))
    signature = signed(door.slack.signing_secret, now, RAW) if signature is None and raw != RAW else signature or "v0="
    assert door.ask(raw, content_type=content_type, stamp=now, signature=signature) == MUTE
    assert door.heard == []


@settings(UNDER_WAY, max_examples=200)
@given(raw=mutated())
def test_what_slack_signed_is_never_an_error_however_odd(door: Desk, raw: bytes) -> None:
    assert door.ask(raw)[0] in (200, 400, 401)
