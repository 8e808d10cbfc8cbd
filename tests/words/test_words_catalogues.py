"""Adding a language is adding a file; and what is wrong with it costs that sentence alone, never the start."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.sentences import says, sentence, together, verbatim
from bot.slack.text import Bold, Mention, Part
from bot.words import CATALOGUES, ENGLISH, capital, later, plural, said, speaking, spoken_language, t
from bot.words.catalogues import read_catalogues

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
GERMAN = (
    HEADER
    + """"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "{who} handed it to {name}."
msgstr "{name} hat es von {who}."

msgid "*{client} is closed* by {name}."
msgstr "{name} hat *{client}* geschlossen."

msgid "{count} promise"
msgid_plural "{count} promises"
msgstr[0] "ein Versprechen"
msgstr[1] "{count} Versprechen"

msgid "a lead"
msgstr "eine Leitung"

#, fuzzy
msgid "Done"
msgstr "Vielleicht fertig"

msgid "Skip"
msgstr ""

msgid "Ask {names}."
msgstr "Frag {nemas}."

msgid "Forget {name}? Really"
msgstr "Vergessen? Wirklich"

msgid "*Not yet.* Wait"
msgstr "*Noch nicht. Warte"
"""
)
POLISH = (
    HEADER
    + """"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "{count} promise"
msgid_plural "{count} promises"
msgstr[0] "{count} obietnica"
msgstr[1] "{count} obietnice"
msgstr[2] "{count} obietnic"
"""
)


def folder_of(tmp_path: Path, **files: str) -> Path:
    for language, text in files.items():
        (tmp_path / f"{language}.po").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def german(tmp_path: Path) -> Iterator[None]:
    before = dict(CATALOGUES)
    CATALOGUES.update(read_catalogues(folder_of(tmp_path, de=GERMAN, pl=POLISH)))
    with speaking("de"):
        yield
    CATALOGUES.clear()
    CATALOGUES.update(before)


def test_what_is_named_stands_where_the_language_wants_it(german: None) -> None:
    assert t("{who} handed it to {name}.", who="Ann", name="Bo") == "Bo hat es von Ann."
    parts = sentence("*{client} is closed* by {name}.", client="Acme", name="Bo").parts
    assert parts == ["Bo hat ", Bold("Acme"), " geschlossen."]


def test_what_was_typed_is_never_a_template(german: None) -> None:
    trap = "{who} *{name}* {client}"
    assert t("{who} handed it to {name}.", who=trap, name="Bo") == f"Bo hat es von {trap}."
    parts = sentence("*{client} is closed* by {name}.", client=trap, name=trap).parts
    assert parts == [f"{trap} hat ", Bold(trap), " geschlossen."]
    assert verbatim(trap).parts == [trap]


def test_every_kind_of_part_stands_in_its_place() -> None:
    mention: Part = Mention("U1")
    assert sentence("{who} handed it to {name}.", who=mention, name=7).parts == [mention, " handed it to 7."]
    assert sentence("*{who} handed it to {name}.*", who=mention, name="Bo").parts == [
        mention, Bold(" handed it to Bo."),
    ]  # fmt: skip
    assert says("{who} handed it to {name}.", who=mention, name="Bo").text == "<@U1> handed it to Bo."


def test_sentences_follow_each_other_and_those_that_are_not_there_leave_no_gap() -> None:
    one, two = verbatim("One."), verbatim(Bold("Two."))
    assert together(one, None, verbatim(""), two, one).parts == ["One. ", Bold("Two."), " One."]
    assert together(None).parts == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 promises", "1 promise", "2 promises", "22 promises"]),
        ("de", ["0 Versprechen", "ein Versprechen", "2 Versprechen", "22 Versprechen"]),
        ("pl", ["0 obietnic", "1 obietnica", "2 obietnice", "22 obietnice"]),
    ],
)
def test_a_number_is_counted_as_the_language_counts(german: None, language: str, said: list[str]) -> None:
    with speaking(language):
        assert [plural("{count} promise", "{count} promises", n) for n in (0, 1, 2, 22)] == said


@pytest.mark.parametrize("english", ["Done", "Skip", "Say it"])
def test_what_is_not_translated_for_sure_is_said_in_english(german: None, english: str) -> None:
    assert said(later(english)) == english


def test_a_translation_that_would_fall_apart_is_not_said(german: None, caplog: pytest.LogCaptureFixture) -> None:
    assert t("Ask {names}.", names="Ann") == "Ask Ann."
    assert t("Forget {name}? Really", name="Acme") == "Forget Acme? Really"
    assert sentence("*Not yet.* Wait").parts == [Bold("Not yet."), " Wait"]


def test_what_is_wrong_is_said_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    read_catalogues(folder_of(tmp_path, de=GERMAN))
    assert [record.getMessage() for record in caplog.records] == [
        "de.po: said in English, because its places in braces differ: Ask {names}.",
        "de.po: said in English, because its places in braces differ: Forget {name}? Really",
        "de.po: said in English, because its asterisks differ: *Not yet.* Wait",
    ]


@pytest.mark.parametrize(
    ("name", "text"), [("de", "this is no catalogue"), ("klingonese", GERMAN), ("de", 'msgid "open'), ("de", "")]
)
def test_a_file_that_is_no_catalogue_stops_nothing(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "fr.po").write_text(HEADER, encoding="utf-8")
    assert "fr" in read_catalogues(folder_of(tmp_path, **{name: text}))


def test_a_file_that_is_not_even_text_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_bytes(b"\xff\xfe\x00msgid")
    assert "de" not in read_catalogues(tmp_path)


def test_a_language_is_spoken_in_its_own_thread_alone(german: None) -> None:
    heard: list[str] = []
    other = threading.Thread(target=lambda: heard.append(t("a lead")))
    other.start()
    other.join()
    assert (heard, t("a lead")) == (["a lead"], "eine Leitung")


def test_a_language_that_is_not_known_is_english() -> None:
    with speaking("tlh"):
        assert t("a lead") == "a lead"
    assert spoken_language() == ENGLISH


@pytest.mark.parametrize(
    ("words", "begins"), [("misunderstood: dates", "Misunderstood: dates"), ("", ""), ("éa", "Éa")]
)
def test_a_choice_begins_with_a_capital_and_keeps_the_others(words: str, begins: str) -> None:
    assert capital(words) == begins
