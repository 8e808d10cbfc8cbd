"""What we say is written down where translators find it, and nowhere else."""

import ast
import re
from collections.abc import Iterator

import pytest
from extracting import POT, Speaks, calls, extracted, written
from source import BOT, File
from source import calls as house_calls
from test_words_pseudo import UNCONVERTED

from bot.words.catalogues import PLACE

CALLS = [*calls()]
SENTENCE = re.compile(r"[A-Z“][\w']*[ ,:].*\w|\w+ \w+ \w+.*[.?:]$", re.DOTALL)
"""Several words that begin with a capital, or end as a sentence does."""
OUR_NAME = "First Call"
SPEAKERS = {"bot.slack.answering", "bot.slack.blocks", "bot.slack.listening", "bot.health"}
"""Beside the features. What an operator reads, in a terminal or a log, stays English."""


def test_the_template_for_translators_is_what_is_said() -> None:
    assert POT.read_text(encoding="utf-8") == written(), "`make words` writes it anew"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.file}:{call.line}")
def test_what_is_said_is_written_out_where_it_is_said(call: Speaks) -> None:
    """A sentence that is made could not be looked up, and what was typed could be read as a template."""
    assert len(call.words) == len(call.texts) > 0
    assert all(words.strip() for words in call.words)


def test_every_asterisk_has_its_other_and_every_brace_is_a_place() -> None:
    for message in extracted():
        for words in [message.id] if isinstance(message.id, str) else message.id:
            assert words.count("*") % 2 == 0, words
            assert not re.search("[{}]", PLACE.sub("", words)), words


def test_a_plural_counts() -> None:
    for message in extracted():
        if message.pluralizable:
            assert "{count}" in message.id[1], message.id


def unsaid(file: File) -> Iterator[ast.Constant]:
    """Strings that read like sentences, and are neither said nor logged, nor explain."""
    explained = {id(node.value) for node in ast.walk(file.tree) if isinstance(node, ast.Expr)}
    explained |= {id(argument) for call, of, _ in house_calls(file) if of == "log" for argument in call.args}
    told = {(call.line, words) for call in CALLS if call.file == file.shown for words in call.words}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            is_told = any(words == node.value and line <= node.lineno for line, words in told)
            if SENTENCE.match(node.value.strip()) and not is_told and node.value != OUR_NAME:
                yield node


def _is_converted(file: File) -> bool:
    if file.name.startswith("bot.features."):
        return file.name.split(".")[2] not in UNCONVERTED
    return file.name in SPEAKERS


@pytest.mark.parametrize("file", [*filter(_is_converted, BOT)], ids=lambda file: file.shown)
def test_nothing_is_said_that_no_translator_sees(file: File) -> None:
    assert [f"{file.at(node)} {node.value}" for node in unsaid(file)] == []


def test_no_feature_is_excused_that_need_not_be() -> None:
    """One that is converted is taken off the list."""
    for feature in UNCONVERTED:
        assert any([*unsaid(file)] for file in BOT if file.name.startswith(f"bot.features.{feature}.")), feature
