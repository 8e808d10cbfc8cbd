"""The pieces from which Slack's rules for blocks are put together.

A check looks at a value and reports what is wrong with it, in Slack's words, with a JSON pointer to the place.
"""

from collections.abc import Callable, Mapping
from typing import Any

Report = Callable[[str, str], None]  # (what is wrong, where)
Check = Callable[[Any, str, Report], None]


def problems(check: Check, value: object, where: str) -> list[str]:
    found: list[str] = []
    check(value, where, lambda what, place: found.append(f"[ERROR] {what} [json-pointer:{place or '/'}]"))
    return found


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, str):
            report("must be a string", where)
        elif len(value) > most:
            report(f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            report(f"must be more than {least - 1} characters", where)

    return check


def whole(least: int, most: int) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report("must be an integer", where)
        elif not least <= value <= most:
            report(f"must be between {least} and {most}", where)

    return check


def boolean(value: Any, where: str, report: Report) -> None:
    if not isinstance(value, bool):
        report("must be a boolean", where)


def one_of(*allowed: object) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if value not in allowed:
            report(f"must be one of: {', '.join(map(str, allowed))}", where)

    return check


def listed(each: Check, least: int, most: int) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, list):
            report("must be an array", where)
            return
        if len(value) > most:
            report(f"no more than {most} items allowed", where)
        if len(value) < least:
            report(f"must have at least {least} items", where)
        for index, item in enumerate(value):
            each(item, f"{where}/{index}", report)

    return check


def shape(fields: Mapping[str, Check], *further: Check) -> Check:
    """An object with exactly these fields, those marked "!" required. `further` checks look at the whole object."""
    required = [name[:-1] for name in fields if name.endswith("!")]
    known = {name.rstrip("!"): check for name, check in fields.items()}

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            report("must be an object", where)
            return
        for name in required:
            if name not in value:
                report(f"missing required field: {name}", where)
        for name, content in value.items():
            if name in known:
                known[name](content, f"{where}/{name}", report)
            elif name != "type":
                report(f"invalid additional property: {name}", where)
        for whole_check in further:
            whole_check(value, where, report)

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check is its own."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            report("must be an object", where)
        elif not isinstance(value.get("type"), str):
            report("missing required field: type", where)
        elif value["type"] not in kinds:
            report(f"unsupported type: {value['type']}", f"{where}/type")
        else:
            kinds[value["type"]](value, where, report)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if sum(name in value for name in names) != 1:
            report(f"must have exactly one of: {', '.join(names)}", where)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not any(name in value for name in names):
            report(f"missing required field: {' or '.join(names)}", where)

    return check


def unique(name: str) -> Check:
    """No two objects of the list may have the same `name`."""

    def check(value: Any, where: str, report: Report) -> None:
        seen: set[object] = set()
        for index, item in enumerate(value if isinstance(value, list) else []):
            mark = item.get(name) if isinstance(item, dict) else None
            if isinstance(mark, str) and mark in seen:
                report(f"{name} `{mark}` already exists", f"{where}/{index}/{name}")
            elif isinstance(mark, str):
                seen.add(mark)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        for each in checks:
            each(value, where, report)

    return check
