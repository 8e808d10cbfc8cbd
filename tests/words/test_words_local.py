"""Times, days and weeks as their readers write them. What is expected was written down from CLDR, not from the code."""

from datetime import date, datetime, time

import pytest

from bot.words import speaking
from bot.words.local import (
    all_of,
    any_of,
    day_words,
    language_words,
    moment_words,
    read_time,
    time_words,
    week,
    weekday_words,
)

NBSP = "\u00a0"
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
THIRD_OF_MAY, CHRISTMAS = date(2026, 5, 3), date(2026, 12, 24)

READERS = [
    # reader, nine in the evening, five past midnight, noon, the 3rd of May, the first day of a week
    ("en-US", f"9:00{NBSP}PM", f"12:05{NBSP}AM", f"12:00{NBSP}PM", "May 3", SUNDAY),
    ("en-GB", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("en-CA", f"9:00{NBSP}p.m.", f"12:05{NBSP}a.m.", f"12:00{NBSP}p.m.", "May 3", SUNDAY),
    ("en-AU", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "3 May", MONDAY),
    ("en-IN", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "3 May", SUNDAY),
    ("de-DE", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("de-AT", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("fr-FR", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("it-IT", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("es-ES", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("es-MX", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "3 May", SUNDAY),
    ("pt-BR", "21:00", "00:05", "12:00", "3 May", SUNDAY),
    ("ja-JP", "21:00", "00:05", "12:00", "May 3", SUNDAY),
    ("zh-CN", "21:00", "00:05", "12:00", "May 3", MONDAY),
    ("zh-TW", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "May 3", SUNDAY),
    ("ko-KR", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "May 3", SUNDAY),
    ("ar-EG", f"9:00{NBSP}pm", f"12:05{NBSP}am", f"12:00{NBSP}pm", "3 May", SATURDAY),
    ("he-IL", "21:00", "00:05", "12:00", "3 May", SUNDAY),
    ("ru-RU", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("xx-XX", "21:00", "00:05", "12:00", "3 May", MONDAY),
    ("not a locale at all", "21:00", "00:05", "12:00", "3 May", MONDAY),
]


@pytest.mark.parametrize(
    ("reader", "evening", "night", "noon", "day", "first"), READERS, ids=[row[0] for row in READERS]
)
def test_each_reader_reads_their_own_clock_order_and_week(
    reader: str, evening: str, night: str, noon: str, day: str, first: int
) -> None:
    said = [time_words(at, reader).casefold() for at in (time(21), time(0, 5), time(12))]
    assert said == [words.casefold() for words in (evening, night, noon)]
    assert day_words(THIRD_OF_MAY, reader) == day
    assert week(reader) == [(first + n) % 7 for n in range(7)]


OWN = [
    # language, reader, twenty past two, the 24th of December, Monday
    ("de", "de-DE", "14:20", "24. Dez.", "Montag"),
    ("de", "de-AT", "14:20", "24. Dez.", "Montag"),
    ("de", "en-US", "2:20 PM", "24. Dez.", "Montag"),
    ("de", "", "14:20", "24. Dez.", "Montag"),
    ("fr", "fr-FR", "14:20", "24 déc.", "lundi"),
    ("fr", "fr-CA", "14 h 20", "24 déc.", "lundi"),
    ("ja", "ja-JP", "14:20", "12月24日", "月曜日"),
    ("ja", "de-DE", "14:20", "12月24日", "月曜日"),
    ("es", "es-ES", "14:20", "24 dic", "lunes"),
    ("pt_BR", "pt-BR", "14:20", "24 de dez.", "segunda-feira"),
]


@pytest.mark.parametrize(("language", "reader", "at", "day", "weekday"), OWN)
def test_the_words_are_those_of_the_language_that_is_spoken(
    language: str, reader: str, at: str, day: str, weekday: str
) -> None:
    with speaking(language):
        said = time_words(time(14, 20), reader), day_words(CHRISTMAS, reader), weekday_words(MONDAY)
    plain = tuple(words.replace(NBSP, " ") for words in said)
    assert plain == (at, day, weekday)


def test_a_moment_that_many_read_cannot_be_mistaken() -> None:
    assert moment_words(datetime(2026, 3, 2, 9, 5)) == "2 Mar 09:05"  # noqa: DTZ001  # local already


@pytest.mark.parametrize(
    ("names", "any_one", "all_together"),
    [
        ([], "", ""), (["a"], "a", "a"), (["a", "b"], "a or b", "a and b"),
        (["a", "b", "c"], "a, b or c", "a, b and c"), (["{0}", "{1}"], "{0} or {1}", "{0} and {1}"),
    ],
)  # fmt: skip
def test_names_are_listed(names: list[str], any_one: str, all_together: str) -> None:
    assert (any_of(names), all_of(names)) == (any_one, all_together)


def test_a_language_is_called_as_its_speakers_call_it() -> None:
    assert [language_words(each) for each in ("de", "fr", "ja", "en")] == ["Deutsch", "français", "日本語", "English"]


TYPED = [
    ("9am", time(9)), ("9 am", time(9)), ("9AM", time(9)), ("9 a.m.", time(9)), ("9:00", time(9)), ("09:00", time(9)),
    ("9.30 pm", time(21, 30)), ("9:30pm", time(21, 30)), ("9:30 P.M.", time(21, 30)), ("21:30", time(21, 30)),
    ("21.30", time(21, 30)), ("21h30", time(21, 30)), ("21h", time(21)), ("21 Uhr", time(21)), ("12am", time(0)),
    ("12 pm", time(12)), ("12:05 am", time(0, 5)), ("00:00", time(0)), ("23:59", time(23, 59)), (" 8:15 ", time(8, 15)),
    ("９：３０", time(9, 30)), ("٩:٣٠", time(9, 30)), (f"9:00{NBSP}PM", time(21)), ("9:00\u202fPM", time(21)),
    ("", None), ("9", None), ("24:00", None), ("9:60", None), ("13pm", None), ("0am", time(0)), ("am 9 pm", None),
    ("9:5", None),
    ("9:00 xm", None), ("nine", None), ("9:00:00", None), ("-9:00", None), ("9:00 9:00", None), ("99999999:00", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_a_time_is_read_in_either_form(typed: str, expected: time | None) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize(("typed", "reader"), [("9:00 م", "ar-EG"), ("오후 9:00", "ko-KR"), ("午後9:00", "ja-JP")])
def test_a_time_is_read_with_the_readers_own_words_for_its_halves(typed: str, reader: str) -> None:
    assert read_time(typed, reader) == time(21)


@pytest.mark.parametrize("reader", [row[0] for row in READERS])
@pytest.mark.parametrize("language", ["en", "de", "ja", "ar", "ko"])
def test_what_is_shown_can_be_typed(language: str, reader: str) -> None:
    with speaking(language):
        for at in (time(0), time(0, 5), time(9), time(12), time(12, 59), time(21, 30), time(23, 59)):
            assert read_time(time_words(at, reader), reader) == at, time_words(at, reader)
