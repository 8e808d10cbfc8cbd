"""At the front door: what Slack did not sign is turned away unread, and what it signed breaks nothing, however odd."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from itertools import count, permutations
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import FORM, JSON, TEAM, Desk, knock, signed
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from story import settings_for

from bot.assembly import Bot, assemble
from bot.features import FEATURES
from bot.sandbox import Sandbox
from bot.slack.listening import merged

UNSIGNED_TIMES, SIGNED_TIMES = 3_000, 1_000
UNSIGNED_LONG, SIGNED_LONG = 900_000, 50_000
AT_ONCE = 1_000
"""Hypothesis remembers all that it tried: a million at once would not fit."""
CANARY = "canary-7f3a"
"""Stands in every body and in every header that a stranger fills: no log may repeat it."""
MUTE = (401, [("Content-Length", "0")], b"")
BROKE = ("ref ", "an answer broke: ")
"""How the log says that something broke on what it was told: by its place in the code, without a word of it."""
LISTENERS = sorted(merged([feature.LISTENERS for feature in FEATURES if hasattr(feature, "LISTENERS")]))
How = dict[str, Any]
Draw = st.DrawFn
ONE_IN_FIVE = st.sampled_from((False, False, False, False, True))
ANYWHERE = st.integers(0, 2**15)
LISTENER = st.sampled_from(LISTENERS)


def try_all(strategy: st.SearchStrategy[Any], times: int, seed: int, judge: Callable[[Any], None]) -> None:
    """So many of it at least, the same for the same seed; of what fails the smallest is shown."""
    tried = 0

    def count_and_judge(found: Any) -> None:
        nonlocal tried
        tried += 1
        judge(found)

    for begun in range(0, times, AT_ONCE):
        judged = settings(
            max_examples=min(AT_ONCE, times - begun), database=None, deadline=None,
            phases=(Phase.generate, Phase.shrink), suppress_health_check=[*HealthCheck],
        )(given(strategy)(count_and_judge))  # fmt: skip
        seeded(seed + 1_000_000 * begun)(judged)()
    assert tried >= times


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


CUTS = st.lists(st.tuples(ANYWHERE, st.integers(0, 5), st.sampled_from(SCRAPS)), min_size=1, max_size=4)
SIGN, TEXT, SCRAP = st.sampled_from("0aAé \n="), st.sampled_from(TEXTS), st.sampled_from(SCRAPS[1:])
ANY_SECRET = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
AWAY = st.integers(3, 9).flatmap(lambda digits: st.integers(302, 10**digits))
EARLIER_OR_LATER = st.tuples(st.sampled_from((-1, 1)), AWAY).map(lambda found: found[0] * found[1])
METHOD = st.sampled_from(("GET", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "post", "", CANARY))
CONTENT_TYPE = st.sampled_from(("", "text/plain", "multipart/form-data; boundary=x", "APPLICATION/JSON ?", "text/xml",
                                f"text/{CANARY}", "application/jso"))  # fmt: skip
LENGTH = st.sampled_from(("", "-1", "0", "1e3", "9" * 5_000, "1000001", "٣", " 10", None))
"""None: one less than it is."""
WRONGS = ("signature", "secret", "stamp", "replayed", "method", "content_type", "length")
WRONG = [st.sampled_from([*permutations(WRONGS, many)]) for many in range(4)]
HOW_MANY_WRONG = st.sampled_from((1, 1, 1, 2, 3, 0))
PAIRS = permutations(("HTTP_X_SLACK_RETRY_NUM", "HTTP_X_SLACK_BOLT_LAZY_ONLY", "HTTP_COOKIE", "HTTP_X_SLACK_NO_VERIFY",
                      "HTTP_TRANSFER_ENCODING"), 2)  # fmt: skip
ADDED = st.sampled_from([*[()] * 40, *PAIRS])
"""Now and then, what a proxy, or somebody who knows Bolt, would add."""


def mutated(draw: Draw, raw: bytes) -> bytes:
    found = bytearray(raw)
    for anywhere, many, scrap in draw(CUTS):
        at = anywhere % (len(found) + 1)
        found[at : at + many] = scrap
    return bytes(found)


def another(draw: Draw, text: str) -> str:
    """A text that is not this one, though perhaps only by a sign."""
    match draw(st.integers(0, 6)):
        case 0:
            found = draw(TEXT)
        case 1:
            at = draw(ANYWHERE) % len(text)
            found = text[:at] + draw(SIGN) + text[at + 1 :]
        case 2:
            found = text[: draw(ANYWHERE) % len(text)]
        case other:
            found = (text + "0", " " + text, text.upper(), text[::-1])[other - 3]
    return found if found != text else ""


@st.composite
def forged(draw: Draw, secret: str) -> tuple[bytes, How]:
    """A request that Slack did not send: a right one with at least one thing wrong."""
    content_type, body = envelope(*draw(LISTENER))
    raw, now = raw_of(content_type, body), int(time.time())
    how: How = {"content_type": content_type, "stamp": str(now)}
    how["signature"] = signed(secret, how["stamp"], raw)
    wrongs: dict[str, Callable[[], How]] = {
        "signature": lambda: {"signature": another(draw, how["signature"])},
        "secret": lambda: {"signature": signed(draw(ANY_SECRET), how["stamp"], raw)},
        "stamp": lambda: {"stamp": another(draw, how["stamp"])},
        "replayed": lambda: replayed(secret, raw, now + draw(EARLIER_OR_LATER)),
        "method": lambda: {"method": draw(METHOD)},
        "content_type": lambda: {"content_type": draw(CONTENT_TYPE)},
        "length": lambda: {"length": str(len(raw) - 1) if (found := draw(LENGTH)) is None else found},
    }
    chosen = draw(WRONG[draw(HOW_MANY_WRONG)])
    for wrong in chosen:
        how |= wrongs[wrong]()
    if not chosen:  # all that is wrong is that it is not what was signed
        match draw(st.integers(0, 3)):
            case 0:
                changed = mutated(draw, raw)
            case 1:
                changed = raw[: draw(ANYWHERE) % len(raw)]
            case 2:
                changed = raw + draw(SCRAP)
            case _:
                changed = b""
        raw = changed if changed != raw else b""
    return raw, how | dict.fromkeys(draw(ADDED), CANARY)


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
    door, secret = desk.door, desk.slack.signing_secret

    def is_turned_away(request: tuple[bytes, How]) -> None:
        raw, how = request
        assert knock(door, secret, raw, **how) == MUTE, f"{raw!r} {how}"

    try_all(forged(secret), UNSIGNED_LONG if is_long else UNSIGNED_TIMES, seed, is_turned_away)
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


GONE, DEEP = object(), object()
ODDITY, HOW_MANY = st.sampled_from((*ODD, *[GONE] * 9, DEEP)), st.sampled_from((1, 1, 1, 2, 4))
DEPTH, SHAPE = st.sampled_from((5, 20, 100, 300)), st.lists(st.booleans(), min_size=1, max_size=8)


@st.composite
def odd(draw: Draw, numbers: Iterator[int]) -> tuple[str, bytes]:
    """What only Slack can sign, in a shape that it never sends. The numbers make each a new one."""
    content_type, body = envelope(*draw(LISTENER))
    for part in (body, body.get("event")):
        if isinstance(part, dict):  # else most of them would be heard before
            part |= {key: f"{next(numbers):x}" for key in ("event_id", "trigger_id", "ts") if key in part}
    for _ in range(draw(HOW_MANY)):
        found = places(body) or [({}, "")]
        (container, key), oddity = found[draw(ANYWHERE) % len(found)], draw(ODDITY)
        if container and oddity is GONE:
            del container[key]
        elif container:
            container[key] = deep(draw) if oddity is DEEP else json.loads(json.dumps(oddity))
    raw = raw_of(content_type, body)
    return content_type, mutated(draw, raw) if draw(ONE_IN_FIVE) else raw


def deep(draw: Draw) -> Any:
    found, shape = CANARY, draw(SHAPE)
    for level in range(draw(DEPTH)):
        found = {"a": found} if shape[level % len(shape)] else [found]
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
    def is_answered(request: tuple[str, bytes]) -> None:
        content_type, raw = request
        status, _, _ = knock(bot.front_door, slack.signing_secret, raw, content_type=content_type)
        assert status in (200, 400, 401), f"{status} for {raw[:2_000]!r}"

    try_all(odd(count(1_000_000)), SIGNED_LONG if is_long else SIGNED_TIMES, seed, is_answered)
