"""At the front door: what Slack did not sign is turned away unread, and what it signed breaks nothing, however odd."""

import json
import logging
import random
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import FORM, JSON, TEAM, Desk, knock, signed
from story import settings_for

from bot.assembly import Bot, assemble
from bot.features import FEATURES
from bot.sandbox import Sandbox
from bot.slack.listening import merged

UNSIGNED_TIMES, SIGNED_TIMES = 3_000, 1_000
UNSIGNED_LONG, SIGNED_LONG = 900_000, 50_000
CANARY = "canary-7f3a"
"""Stands in every body and in every header that a stranger fills: no log may repeat it."""
MUTE = (401, [("Content-Length", "0")], b"")
BROKE = ("ref ", "an answer broke: ")
"""How the log says that something broke on what it was told: by its place in the code, without a word of it."""
LISTENERS = sorted(merged([feature.LISTENERS for feature in FEATURES if hasattr(feature, "LISTENERS")]))
Dice = random.Random
How = dict[str, Any]


class Ear(logging.Handler):
    """Hears every logger at DEBUG."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(message)s %(args)s"))
        self.leaks: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if CANARY in line:
            self.leaks.append(line)
        if record.levelno >= logging.ERROR and not record.getMessage().startswith(BROKE):
            self.errors.append(line)


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    yield ear
    root.setLevel(before)
    root.removeHandler(ear)
    assert not ear.leaks, ear.leaks[:5]
    assert not ear.errors, ear.errors[:5]


def envelope(kind: str, name: str) -> tuple[str, How]:
    """What Slack sends to a listener of that kind and name: its content type and what the body holds."""
    message = {"channel": "C0ESCALAT", "user": "U0FRED001", "text": f":rotating_light: {CANARY} | furious", "ts": "1.1"}
    person: How = {"team": {"id": TEAM}, "user": {"id": "U0FRED001"}, "trigger_id": "1.2.3"}
    person["channel"] = {"id": "C0GENERAL"}
    if kind == "event":
        user = {"id": "U0FRED001", "name": CANARY, "profile": {}} if name.startswith("user_") else "U0FRED001"
        item = {"type": "message", "channel": "C0ESCALAT", "ts": "1.000100"}
        event = message | {"type": name, "user": user, "item": item, "reaction": "rotating_light", "tab": "home"}
        return JSON, {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event,
                      "authorizations": [{"team_id": TEAM}]}  # fmt: skip
    if kind == "command":
        text = name.partition(" ")[2] or f"{CANARY} | furious @Olivia"
        return FORM, {"command": name.partition(" ")[0], "team_id": TEAM, "user_id": "U0FRED001", "text": text,
                      "trigger_id": "1.2.3", "channel_id": "C0GENERAL"}  # fmt: skip
    if kind == "shortcut":
        return FORM, person | {"type": "message_action", "callback_id": name, "message": message}
    if kind == "form":
        state = {"client": {"client": {"type": "plain_text_input", "value": CANARY}}}
        view = {"id": "V1", "type": "modal", "callback_id": name, "private_metadata": "1", "state": {"values": state},
                "blocks": [{"type": "input", "block_id": "client"}]}  # fmt: skip
        return FORM, person | {"type": "view_submission", "view": view}
    action = {"type": "button", "action_id": name, "value": "1"}
    place = {"container": {"channel_id": "C0GENERAL"}, "message": {"ts": "1.000100"}}
    return FORM, person | place | {"type": "block_actions", "actions": [action]}


def raw_of(content_type: str, body: Any) -> bytes:
    if content_type == JSON:
        return json.dumps(body).encode()
    if isinstance(body, dict) and "command" in body:
        return urlencode(body, errors="surrogatepass").encode()
    return urlencode({"payload": json.dumps(body)}).encode()


SCRAPS = (b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"'", b'"', b"{", b"}", b"[", b"\\u0000", b"\\ud800", b"0", b"-",
          b",", b"\r\n", b"&", b"%", "\u202e".encode(), "𝕬".encode(), b"[" * 5_000)  # fmt: skip
TEXTS = ("", " ", "\n", "\t", "0", "-1", "+1", "1e3", "٣", "9" * 5_000, "é" * 64, "v0=", "v0=" + "0" * 64, "null",
         "soon", "1.5", "0x10", "v1=" + "a" * 64, "v0=" + "a" * 65, CANARY, f"{CANARY}\r\nSet-Cookie: a=b")  # fmt: skip


def mutated(dice: Dice, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(found))
        found[at : at + dice.randint(0, 5)] = dice.choice(SCRAPS)
    return bytes(found)


def another(dice: Dice, text: str) -> str:
    """A text that is not this one, though perhaps only by a sign."""
    at = dice.randrange(len(text))
    near = text[:at] + dice.choice("0aAé \n=") + text[at + 1 :]
    found = dice.choice((dice.choice(TEXTS), near, text[:at], text + "0", " " + text, text.upper(), text[::-1]))
    return found if found != text else ""


def forged(dice: Dice, secret: str) -> tuple[bytes, How]:
    """A request that Slack did not send: a right one with at least one thing wrong."""
    content_type, body = envelope(*dice.choice(LISTENERS))
    raw, now = raw_of(content_type, body), int(time.time())
    how: How = {"content_type": content_type, "stamp": str(now)}
    how["signature"] = signed(secret, how["stamp"], raw)
    wrongs: list[Callable[[], How]] = [
        lambda: {"signature": another(dice, how["signature"])},
        lambda: {"signature": signed(f"{dice.getrandbits(128):032x}", how["stamp"], raw)},
        lambda: {"stamp": another(dice, how["stamp"])},
        lambda: replayed(secret, raw, now + dice.choice((-1, 1)) * dice.randint(302, 10 ** dice.randint(3, 9))),
        lambda: {"method": dice.choice(("GET", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "post", "", CANARY))},
        lambda: {"content_type": dice.choice(("", "text/plain", "multipart/form-data; boundary=x", "APPLICATION/JSON ?",
                                              "text/xml", f"text/{CANARY}", "application/jso"))},
        lambda: {"length": dice.choice(("", "-1", "0", "1e3", "9" * 5_000, "1000001", "٣", " 10", str(len(raw) - 1)))},
    ]  # fmt: skip
    chosen = dice.sample(wrongs, dice.choice((0, 1, 1, 1, 2, 3)))
    for wrong in chosen:
        how |= wrong()
    if not chosen:  # all that is wrong is that it is not what was signed
        changed = dice.choice((mutated(dice, raw), raw[: dice.randrange(len(raw))], raw + dice.choice(SCRAPS[1:]), b""))
        raw = changed if changed != raw else b""
    if dice.random() < 0.3:  # what a proxy, or somebody who knows Bolt, would add
        how |= dict.fromkeys(dice.sample(("HTTP_X_SLACK_RETRY_NUM", "HTTP_X_SLACK_BOLT_LAZY_ONLY", "HTTP_COOKIE",
                                          "HTTP_X_SLACK_NO_VERIFY", "HTTP_TRANSFER_ENCODING"), 2), CANARY)  # fmt: skip
    return raw, how


def replayed(secret: str, raw: bytes, moment: int) -> How:
    """Slack's own request, caught and brought at another time."""
    return {"stamp": str(moment), "signature": signed(secret, str(moment), raw)}


@pytest.fixture
def desk(slack: Sandbox, database_url: str) -> Iterator[Desk]:
    """It keeps whatever any of the bot's listeners would hear."""
    desk = Desk(slack, database_url)
    for kind, name in LISTENERS:
        getattr(desk.on, kind)(name)(desk.keep)
    yield desk.open()
    desk.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_slack_did_not_sign_is_handled_answered_or_logged(
    desk: Desk, ear: Ear, seed: int, is_long: bool
) -> None:
    dice, door, secret = Dice(seed), desk.door, desk.slack.signing_secret
    for number in range(UNSIGNED_LONG if is_long else UNSIGNED_TIMES):
        raw, how = forged(dice, secret)
        assert knock(door, secret, raw, **how) == MUTE, f"number {number}: {raw!r} {how}"
    assert desk.heard == []


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 5, 2**63, 10**400, 1.5, float("inf"), float("nan"), "", " ", "\x00", "\ud800",
    "\u202e", "𝕬", "T0FIRST",
    "U0FRED001", "1.000100", "message", "help", "<!channel>", "9" * 5_000, CANARY * 500, [], {}, [[]],
    [None], [5], ["U1"], {"id": None}, {"id": {}}, {"type": "button"}, {"value": []}, [{}], [{"team_id": TEAM}],
)  # fmt: skip


def places(body: Any) -> list[tuple[Any, Any]]:
    """Every value in it, as its container and its key."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [found for key, value in inside for found in ((body, key), *places(value))]


def odd(dice: Dice) -> tuple[str, bytes]:
    """What only Slack can sign, in a shape that it never sends."""
    content_type, body = envelope(*dice.choice(LISTENERS))
    for part in (body, body.get("event")):
        if isinstance(part, dict):  # else most of them would be heard before
            part |= {key: f"{dice.getrandbits(40):x}" for key in ("event_id", "trigger_id", "ts") if key in part}
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        container, key = dice.choice(places(body) or [({}, "")])
        if dice.random() < 0.2 and container:
            del container[key]
        elif container:
            container[key] = deep(dice) if dice.random() < 0.03 else json.loads(json.dumps(dice.choice(ODD)))
    raw = raw_of(content_type, body)
    return content_type, mutated(dice, raw) if dice.random() < 0.2 else raw


def deep(dice: Dice) -> Any:
    found: Any = CANARY
    for _ in range(dice.choice((5, 20, 100, 300))):
        found = {"a": found} if dice.random() < 0.5 else [found]
    return found


@pytest.fixture
def bot(slack: Sandbox, database_url: str) -> Iterator[Bot]:
    bot = assemble(settings_for(slack, database_url), now=slack.clock.now)
    yield bot
    bot.front_door.close()
    bot.database.close()


def test_nothing_that_slack_signed_is_an_error_of_ours_however_odd(
    bot: Bot, slack: Sandbox, ear: Ear, seed: int, is_long: bool
) -> None:
    dice = Dice(seed)
    for number in range(SIGNED_LONG if is_long else SIGNED_TIMES):
        content_type, raw = odd(dice)
        status, _, _ = knock(bot.front_door, slack.signing_secret, raw, content_type=content_type)
        assert status in (200, 400, 401), f"number {number}: {status} for {raw[:2_000]!r}"
