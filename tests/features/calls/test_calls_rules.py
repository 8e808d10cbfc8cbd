"""How a try to reach the client can end, and when the next one is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refusal
from bot.features.calls.rules import (
    DEBRIEF_AFTER,
    MISSES,
    NEXT_TRIES,
    NEXT_TRY,
    PAST,
    RESULT_WORDS,
    TOO_FAR,
    Result,
    next_try,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_a_try_ends_reached_on_voicemail_unanswered_or_in_writing_each_with_its_words() -> None:
    assert [*Result] == ["reached", "voicemail", "no_answer", "wrote"]
    assert set(RESULT_WORDS) == set(Result)
    assert {*MISSES} == {Result.VOICEMAIL, Result.NO_ANSWER}, "who wrote has not tried to phone"


def test_after_twenty_minutes_without_a_word_one_is_asked_how_it_went() -> None:
    assert timedelta(minutes=20) == DEBRIEF_AFTER


def test_the_next_try_is_in_ten_thirty_or_sixty_minutes() -> None:
    assert [*NEXT_TRIES] == ["10", "30", "60"]
    assert NEXT_TRY in NEXT_TRIES
    assert [next_try(NOW, again, "") - NOW for again in NEXT_TRIES] == [timedelta(minutes=n) for n in (10, 30, 60)]


@pytest.mark.parametrize(
    ("after", "refused"),
    [
        (timedelta(seconds=1), ""), (timedelta(hours=13), ""), (timedelta(days=7), ""),
        (timedelta(), PAST), (-timedelta(minutes=1), PAST), (timedelta(days=7, seconds=1), TOO_FAR),
    ],
)  # fmt: skip
def test_a_time_that_was_chosen_goes_before_the_minutes(after: timedelta, refused: str) -> None:
    at = str(int((NOW + after).timestamp()))
    if not refused:
        assert next_try(NOW, "10", at) == NOW + after
        return
    with pytest.raises(Refusal) as said:
        next_try(NOW, "10", at)
    assert said.value.fields == {"at": refused}
