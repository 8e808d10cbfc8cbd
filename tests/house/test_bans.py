"""What is not done in this house, and the few files where it must be."""

import ast
from collections.abc import Iterator

import pytest
from source import BOT, TESTS, File, calls, last_word

READS_A_CLOCK = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("func", "now"), ("func", "current_timestamp"),
}  # fmt: skip
CLOCKS = {
    "bot/assembly.py": "it hands the clock in",
    "bot/slack/front_door.py": "Slack signs by the wall's clock",
    "bot/sandbox/clock.py": "it is the pretend Slack's clock",
}
ENVIRONMENT = {
    "bot/settings.py": "it reads the settings",
    "bot/sandbox/demo.py": "it gives the bot that it starts the surroundings it has itself",
}
SEALS = "bot/db/seals.py"
ROUND_THE_GATE = {"execute", "scalar", "scalars", "query", "connection"}
DOUBLES = {"Mock", "MagicMock", "AsyncMock", "patch", "create_autospec"}


def rule(name: str, because: str, found: list[str]) -> None:
    assert not found, f"{name}: {because}\n" + "\n".join(dict.fromkeys(found))


def in_features(file: File) -> bool:
    return file.name.startswith("bot.features.")


def test_the_clock_is_handed_in() -> None:
    """Named is as bad as called: `default=datetime.now` reads it too."""
    found = [
        file.at(node) for file in BOT if file.shown not in CLOCKS for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and (last_word(node.value), node.attr) in READS_A_CLOCK
    ] + [
        file.at(imported) for file in BOT for imported in file.imports
        if imported.name == "time" and imported.taken in ("time", "time_ns")
    ]  # fmt: skip
    rule("reads the clock", "time is a value: take `work.now`, or have `now` handed in.", found)


def test_only_the_settings_read_the_environment() -> None:
    found = [
        file.at(node) for file in BOT if file.shown not in ENVIRONMENT for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and last_word(node.value) == "os"
    ]  # fmt: skip
    taken = [
        file.at(imported) for file in BOT for imported in file.imports
        if imported.name == "os" and imported.taken in ("environ", "getenv")
    ]  # fmt: skip
    rule("reads the environment", "the process's settings are read once, in bot/settings.py.", found + taken)


def test_nobody_commits() -> None:
    found = [file.at(call) for file in BOT for call, _, name in calls(file) if name == "commit"]
    rule("commits", "a transaction ends where it was opened: in `Doors.open`.", found)


def test_a_feature_selects_through_the_gate_between_tenants() -> None:
    found = [
        file.at(call) for file in BOT if in_features(file) for call, of, name in calls(file)
        if (name in ("select", "update", "delete", "insert", "text") and not of)
        or (of == "session" and name in ROUND_THE_GATE)
    ]  # fmt: skip
    rule("goes round the gate", "`work.select` is the one gate between tenants: build on it.", found)


def test_the_history_is_only_ever_added_to() -> None:
    """Of rows that are loaded the session itself refuses it: see tests/features/history."""
    found = [
        file.at(call) for file in BOT if file.shown != SEALS for call, _, name in calls(file)
        if name in ("update", "delete", "insert", "put", "insert_once")
        and {last_word(argument) for argument in call.args} & {"History", "Chain"}
    ]  # fmt: skip
    rule("changes the history", "add a row with `note`; only `erase_rows` takes anything out of one.", found)


@pytest.mark.parametrize("place", ["bot", "tests"])
def test_nothing_is_mocked(place: str) -> None:
    found = [
        file.at(imported) for file in (BOT if place == "bot" else TESTS) for imported in file.imports
        if imported.name in ("unittest.mock", "mock", "pytest_mock") or imported.taken in DOUBLES
    ]  # fmt: skip
    rule("mocks", "the sandbox is Slack's double, and a real database the database's.", found)


def test_imports_stand_at_the_top() -> None:
    found = [
        file.at(node) for file in BOT for function in file.functions for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]  # fmt: skip
    rule("imports inside a function", "it hides an arrow; if it breaks a circle, break the circle.", found)


def test_every_name_that_is_imported_is_written_out() -> None:
    found = [file.at(imported) for file in BOT for imported in file.imports if imported.taken == "*"]
    rule("imports *", "a reader must see where a name comes from.", found)


def test_nothing_is_printed() -> None:
    found = [file.at(call) for file in BOT for call, of, name in calls(file) if (of, name) == ("", "print")]
    rule("prints", "log it, or write to the stream that is meant.", found)


def test_every_except_names_what_it_catches() -> None:
    found = [
        file.at(node) for file in BOT for node in ast.walk(file.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]  # fmt: skip
    rule("catches everything", "name the error; what is nobody's is answered once, in slack/answering.py.", found)


def test_a_listener_acts_on_one_transaction_at_a_time() -> None:
    """Work inside work would wait for itself on SQLite."""
    found = [file.at(inner) for file in BOT for outer in _openings(file.tree) for inner in _openings(outer)]
    rule("opens work inside work", "the inner one waits for the outer one for ever.", found)


def _openings(tree: ast.AST) -> Iterator[ast.With]:
    """`with heard.open_work() as work:` and its like, beneath a node."""
    for node in ast.walk(tree):
        if node is tree or not isinstance(node, ast.With):
            continue
        opened = [item.context_expr.func for item in node.items if isinstance(item.context_expr, ast.Call)]
        if any(isinstance(func, ast.Attribute) and func.attr in ("open_work", "look") for func in opened):
            yield node


def test_the_files_that_are_excused_still_need_it() -> None:
    shown = {file.shown for file in BOT}
    assert {*CLOCKS, *ENVIRONMENT, SEALS} <= shown, "an excused file is gone: take it off the list"
