"""How a try to reach the client can end."""

from datetime import timedelta

from bot.features.calls.rules import DEBRIEF_AFTER, NEXT_TRIES, NEXT_TRY, RESULT_WORDS, Result


def test_a_try_ends_reached_on_voicemail_or_unanswered_each_with_its_words() -> None:
    assert [*Result] == ["reached", "voicemail", "no_answer"]
    assert set(RESULT_WORDS) == set(Result)


def test_after_twenty_minutes_without_a_word_one_is_asked_how_it_went() -> None:
    assert timedelta(minutes=20) == DEBRIEF_AFTER


def test_the_next_try_is_in_ten_thirty_or_sixty_minutes() -> None:
    assert [*NEXT_TRIES] == ["10", "30", "60"]
    assert NEXT_TRY in NEXT_TRIES
