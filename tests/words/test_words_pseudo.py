"""Nothing is said that cannot be said in another language, in another order of words."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gallery import GALLERY
from pseudo import speaking_pseudo
from rows import Typed, read

from bot.features.digest import views as digest
from bot.features.naming import views as naming
from bot.features.privacy import views as privacy
from bot.slack.blocks import Block, Form, View
from bot.slack.text import WORD_JOINER
from bot.words.local import day_words, weekday_words

FEATURES = Path(__file__).parents[2] / "bot/features"
UNCONVERTED: set[str] = set()
"""Features whose sentences are still to become templates. This list only gets shorter."""
TYPED = Typed(
    client="Акме", contact="Анна Ли", phone="+44 20 7946 0018", sentence="третий неверный счёт", person="Ольга",
    promise="исправить счёт", lesson="Двое проверяют счёт.",
)  # fmt: skip
"""In other letters than ours, so that all that is left in ours was not translated."""
NOT_WORDS = re.compile(
    r"<[@#][UC]\w+>|https?:[^\s|]+|<!date\^\d+|\{[a-z_]+\}"  # tokens of Slack's
    r"|\d+\D{1,12}\d\d:\d\d.UTC"  # where a client does not know the token, in the words of the locale
    r"|#[a-z-]+|the thread"  # and the names that the rows give to channels and links
)
NAMES = {
    "Fred", "Olivia", "is_archived", "rotating_light", "Europe", "London", "GB-ENG", "English", "Esperanto", "Furious",
    "kaj",
}
"""Of people, an emoji, places and languages; Slack's own word for why it refused; the mood that stands in a brief; and
"and" in the other language."""
WORD = r"[A-Za-z][A-Za-z_'-]+"
SPOKEN = {"text", "fallback", "alt_text", "format"}


def words_of_the_locale() -> set[str]:
    """Days and months, which are not ours to translate."""
    days = [weekday_words(number) for number in range(7)]
    months = [day_words(date(2026, month, 1)) for month in range(1, 13)]
    return {word for text in [*days, *months] for word in re.findall(WORD, text)}


def said_in(thing: Any, key: str = "") -> Iterator[str]:
    """Every text that somebody reads, however deep."""
    match thing:
        case str() if key in SPOKEN:
            yield thing
        case list():
            for each in thing:
                yield from said_in(each, key)
        case dict():
            for inner, value in thing.items():
                yield from said_in(value, inner)


def texts_of(view: View | Form | list[Block]) -> list[str]:
    if isinstance(view, View):
        return [view.text, *said_in(view.blocks)]
    return [*said_in(view.view() if isinstance(view, Form) else view)]


def ours_left_in(text: str) -> set[str]:
    return set(re.findall(WORD, NOT_WORDS.sub(" ", text.replace(WORD_JOINER, ""))))


def words_of_unconverted() -> set[str]:
    """What others borrow of them. Docstrings are nobody's."""
    files = (file for feature in UNCONVERTED for file in (FEATURES / feature).glob("*.py"))
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
                 and id(node) not in docstrings)  # fmt: skip
    return {word for text in constants for word in re.findall(WORD, text)}


def lines_of(view: View | Form | list[Block]) -> list[str]:
    """As they are read; of a form only its sentences."""
    sentences = [block for block in view.blocks if block["type"] == "rich_text"] if isinstance(view, Form) else view
    return read(sentences).splitlines()


def outside_of_brackets(line: str) -> str:
    """What stands beside what was translated as a whole."""
    inside, left = 0, ""
    for sign in line:
        inside += (sign == "⟦") - (sign == "⟧")
        left += sign if inside == 0 and sign != "⟧" else ""
    return left


CONVERTED = [made for made in GALLERY if made.__module__.split(".")[2] not in UNCONVERTED]
BORROWED = words_of_unconverted()


@pytest.mark.parametrize("made", CONVERTED, ids=lambda made: f"{made.__module__.split('.')[2]}.{made.__name__}")
def test_every_word_of_a_view_came_from_the_catalogue(made: Any) -> None:
    with speaking_pseudo():
        found = {
            word: text for view in GALLERY[made](TYPED) for text in texts_of(view) for word in ours_left_in(text)
        }  # fmt: skip
        names = NAMES | words_of_the_locale()
    left = {word: text for word, text in found.items() if word not in names | BORROWED}
    assert not left


SET_SIDE_BY_SIDE = {
    digest.digest_view: "client, lesson and cause are a row of a list",
    naming.which_client_view: "each name is a button",
    privacy.not_done_view: "the reason is a sentence of its own",
}


@pytest.mark.parametrize("made", CONVERTED, ids=lambda made: f"{made.__module__.split('.')[2]}.{made.__name__}")
def test_what_was_typed_stands_within_a_sentence_not_between_two_halves_of_one(made: Any) -> None:
    """Whose order a translator could not change."""
    with speaking_pseudo():
        lines = [line for view in GALLERY[made](TYPED) for line in lines_of(view) if "⟦" in line]
    glued = [line for line in lines if re.search("[а-яА-Я]", outside_of_brackets(line))]
    assert bool(glued) is (made in SET_SIDE_BY_SIDE), glued
