"""Why a client got angry, as one picks it from a list."""

from bot.features.causes.rules import CAUSE_WORDS, Cause


def test_every_cause_has_words_of_its_own_that_fit_into_a_list_of_slacks() -> None:
    assert set(CAUSE_WORDS) == set(Cause)
    assert len(set(CAUSE_WORDS.values())) == len(Cause)
    assert all(0 < len(words) <= 75 for words in CAUSE_WORDS.values())


def test_one_may_not_know_it_yet_and_that_comes_last() -> None:
    assert [*Cause][-1] is Cause.UNKNOWN
