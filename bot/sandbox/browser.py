"""What the page in the browser asks of the sandbox: see, do, and wait for a change."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, request, send_from_directory

from bot.sandbox import interactions
from bot.sandbox.controls import controls, enter, use
from bot.sandbox.forms import entered, tells_at_once
from bot.sandbox.people import Person
from bot.sandbox.platform import Platform
from bot.sandbox.sight import everything_seen
from bot.sandbox.snapshot import snapshot
from bot.sandbox.things import Json, Message, View

PAGE = Path(__file__).parent / "page"
LONGEST_WAIT = 10.0
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def build_browser(platform: Platform) -> Blueprint:
    pages = Blueprint("browser", __name__)

    @pages.get("/")
    def index() -> Response:
        return send_from_directory(PAGE, "index.html")

    @pages.get("/page/<path:name>")
    def file(name: str) -> Response:
        return send_from_directory(PAGE, name)

    @pages.get("/sandbox/state")
    def state() -> Response:
        return jsonify(snapshot(platform, platform.world.member(request.args.get("as", "fred"))))

    @pages.get("/sandbox/changes")
    def changes() -> Response:
        since = int(request.args.get("since", 0))
        with platform.world.changed:
            platform.world.changed.wait_for(lambda: platform.world.version != since or platform.closing, LONGEST_WAIT)
            return jsonify({"version": platform.world.version})

    @pages.post("/sandbox/do")
    def do() -> tuple[Response, int]:
        wish: Json = request.get_json()
        try:
            VERBS[wish["verb"]](platform, Person(platform, wish.get("as", "fred")), wish)
        except (AssertionError, LookupError, ValueError) as refused:
            return jsonify({"ok": False, "error": str(refused)}), 400
        platform.world.touch()
        return jsonify({"ok": True, "version": platform.world.version}), 200

    return pages


def _place(platform: Platform, person: Person, wish: Json) -> Message | View:
    """Named by {"view": id} or {"channel": id, "ts": ts}."""
    where = wish["container"]
    for seen in everything_seen(platform.world, person.member):
        place = seen.place
        if place.id == where.get("view") if isinstance(place, View) else place.ts == where.get("ts"):
            return place
    raise LookupError("that is not on your screen any more")


def _message(platform: Platform, wish: Json) -> Message:
    found = platform.world.channel(wish["channel"]).message(wish["ts"])
    if not found:
        raise LookupError("that message is gone")
    return found


def _click(platform: Platform, person: Person, wish: Json) -> None:
    """{container, block_id, action_id}, and for a menu the `value` of the option."""
    place = _place(platform, person, wish)
    seen = [each for each in everything_seen(platform.world, person.member) if each.place is place]
    for control in controls(seen, person.reader):
        name = control.element.get("action_id")  # a link has none
        same = (control.block["block_id"], name) == (wish["block_id"], wish["action_id"])
        if same and (control.option is None or control.option["value"] == wish.get("value")):
            use(platform, person.member, control)
            return
    raise LookupError("that button is gone")


def _choose(platform: Platform, person: Person, wish: Json) -> None:
    """{container, block_id, action_id, value}: text, an option's value, an id, unix seconds, or a list of them."""
    _enter(platform, person, _place(platform, person, wish), wish["block_id"], wish["action_id"], wish["value"])


def _enter(
    platform: Platform, person: Person, place: Message | View, block_id: str, action_id: str, given: Any
) -> None:
    block = next(each for each in place.blocks if each["block_id"] == block_id)
    held = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    element = next(each for each in held if each and each.get("action_id") == action_id)
    value = entered(element, given, platform.world)
    enter(place, person.member, block, element, value)
    if tells_at_once(block, element):
        interactions.act(platform, person.member, place, block, element, value)


def _submit(platform: Platform, person: Person, wish: Json) -> None:
    """`values`: block_id → action_id → what was entered, for what was not chosen before."""
    view = person.form.view
    for block in view.blocks:
        for action_id, given in wish.get("values", {}).get(block["block_id"], {}).items():
            value = entered(block["element"], given, platform.world)
            if block["element"]["action_id"] == action_id:
                enter(view, person.member, block, block["element"], value)
    interactions.submit(platform, person.member, view)


def _shortcut(platform: Platform, person: Person, wish: Json) -> None:
    interactions.use_shortcut(platform, person.member, wish["callback_id"], _message(platform, wish))


def _react(platform: Platform, person: Person, wish: Json) -> None:
    message, emoji = _message(platform, wish), wish["emoji"]
    (person.takes_back if person.id in message.reactions.get(emoji, []) else person.reacts)(emoji, message)


def _write(platform: Platform, person: Person, wish: Json) -> None:
    thread = wish.get("thread") and platform.world.channel(wish["channel"]).message(wish["thread"])
    person.writes(wish["text"], wish["channel"], thread or None)


def _wind(platform: Platform, person: Person, wish: Json) -> None:
    """`by`: seconds, or words such as "next monday 09:00", "tomorrow 09:00", "17:30" in the person's zone."""
    by, now = wish["by"], platform.clock.now().astimezone(ZoneInfo(person.member.zone))
    platform.clock.wind_to(now + timedelta(seconds=by) if isinstance(by, int | float) else named_moment(by, now))


def named_moment(words: str, now: datetime) -> datetime:
    found = re.fullmatch(r"(?:(?:next )?(\w+day)|(tomorrow))?\s*(\d\d?):(\d\d)", words.strip().lower())
    if not found or found[1] not in {None, *DAYS}:
        raise ValueError(f"{words!r} is no moment I know; say it as “next monday 09:00”")
    ahead = 1 if found[2] else (DAYS.index(found[1]) - now.weekday()) % 7 if found[1] else 0
    moment = datetime.combine(now.date() + timedelta(days=ahead), time(int(found[3]), int(found[4])), now.tzinfo)
    if moment <= now:
        moment += timedelta(days=7 if found[1] else 1)
    return moment


VERBS: dict[str, Callable[[Platform, Person, Json], object]] = {
    "command": lambda _, person, wish: person.runs(wish["text"], wish["channel"]),
    "message": _write,
    "click": _click,
    "choose": _choose,
    "submit": _submit,
    "cancel": lambda _, person, wish: person.cancels(all_forms=wish.get("all", False)),
    "shortcut": _shortcut,
    "react": _react,
    "home": lambda _, person, wish: person.opens_home(wish.get("tab", "home")),
    "wind": _wind,
    "dismiss": lambda _, person, __: person.warnings.clear(),
}
