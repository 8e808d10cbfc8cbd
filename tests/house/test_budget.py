"""How long things may be, and what they may not be called."""

import ast
from statistics import median, quantiles

from source import BOT, TESTS, File, Function, words_of

FILE_MOST, FILE_MEDIAN, FILE_P90 = 300, 80, 200
FUNCTION_MOST, FUNCTION_MEDIAN, FUNCTION_P90 = 60, 10, 30
SAYS_NOTHING = {
    "manager", "helper", "helpers", "util", "utils", "utility", "service", "services", "handler", "handlers",
    "process", "processor", "common", "misc", "base64", "impl", "wrapper", "factory", "repository", "controller",
    "adapter", "data", "info",
}  # fmt: skip
ANOTHER_WORD_FOR = {
    "customer": "client", "incident": "escalation", "ticket": "escalation", "case": "escalation", "severity": "heat",
    "temperature": "heat", "assignee": "owner", "responder": "owner", "reminder": "ask or nudge",
    "notification": "message or ask", "task": "step", "todo": "step", "commitment": "promise", "team": "workspace",
    "tenant": "workspace", "mock": "sandbox", "fake": "sandbox", "user": "person", "users": "people", "job": "clock",
}  # fmt: skip
"""The glossary has one word per thing: these are the others."""


def p90(numbers: list[int]) -> float:
    return quantiles(numbers, n=10)[-1]


def longest(lengths: dict[str, int], most: int) -> list[str]:
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > most]


def length_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def functions(file: File) -> dict[str, int]:
    return {f"{file.at(function)} {function.name}": length_of(function) for function in file.functions}


LENGTHS = {file.shown: file.length for file in BOT}
FUNCTIONS = {name: length for file in BOT for name, length in functions(file).items()}


def test_no_file_is_too_long() -> None:
    assert not longest(LENGTHS, FILE_MOST), f"a file has at most {FILE_MOST} lines: give a part of it its own name"


def test_most_files_are_short() -> None:
    assert median(LENGTHS.values()) <= FILE_MEDIAN, f"half of all files have at most {FILE_MEDIAN} lines"
    assert p90([*LENGTHS.values()]) <= FILE_P90, f"nine of ten files have at most {FILE_P90} lines"


def test_no_function_is_too_long() -> None:
    assert not longest(FUNCTIONS, FUNCTION_MOST), f"a function has at most {FUNCTION_MOST} lines"


def test_most_functions_are_short() -> None:
    assert median(FUNCTIONS.values()) <= FUNCTION_MEDIAN, f"half of all functions: at most {FUNCTION_MEDIAN} lines"
    assert p90([*FUNCTIONS.values()]) <= FUNCTION_P90, f"nine of ten functions: at most {FUNCTION_P90} lines"


def test_names_say_what_a_thing_is() -> None:
    wrong = [
        f"{file.shown}: {name} says nothing ({', '.join(found)})"
        for file in BOT for name in (file.path.stem, file.path.parent.name, *file.classes)
        if (found := words_of(name) & SAYS_NOTHING)
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_a_thing_has_one_name() -> None:
    """The sandbox is Slack, and speaks Slack's language."""
    wrong = [
        f"{file.shown}: {name} is called {' or '.join(ANOTHER_WORD_FOR[word] for word in found)} in this house"
        for file in BOT if not file.name.startswith("bot.sandbox")
        for name in (file.path.stem, *file.classes) if (found := words_of(name) & {*ANOTHER_WORD_FOR})
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_a_test_is_a_sentence() -> None:
    wrong = [
        f"{file.at(node)} {node.name}" for file in TESTS for node in file.tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 2
    ]  # fmt: skip
    assert not wrong, "the name of a test says what holds:\n" + "\n".join(wrong)
