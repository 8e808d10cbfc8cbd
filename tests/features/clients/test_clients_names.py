"""Whom a typed name means: 300 and more as people type them, nearly all right, and none wrong without a question."""

import time

import pytest
from names import FIRST_BOOK, FIRST_HALF, SECOND_BOOK, SECOND_HALF

from bot.names import Found, find_name, keys_of

RIGHT_AT_LEAST = 0.98
MANY, WITHIN = 10_000, 0.25
HALVES = [(FIRST_BOOK, FIRST_HALF), (SECOND_BOOK, SECOND_HALF)]


def book_of(written: str) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Ids by name, and what is known of each."""
    ids, known = {}, []
    for number, line in enumerate(written.strip().splitlines()):
        name, _, others = line.partition(" / ")
        ids[name.strip()] = number
        known.append((number, keys_of(name, [other.strip() for other in others.split(",") if other.strip()])))
    return ids, known


def rows_of(half: str) -> list[tuple[str, str, str]]:
    """What is typed, the label, and who is meant."""
    rows = []
    for line in half.strip().splitlines():
        label = "+" if line.endswith(" +") else "?" if " ? " in line else "="
        typed, _, meant = line.rpartition(" +") if label == "+" else line.rpartition(f" {label} ")
        rows.append((typed, label, meant) if label != "+" else (line[:-2], label, ""))
    return rows


def is_right(found: Found, label: str, meant: int | None) -> bool:
    if label == "=":
        return found.sure == meant
    return found.sure is None and (meant in found.doubt if label == "?" else not found.doubt)


def is_silently_wrong(found: Found, meant: int | None) -> bool:
    """Taken for another, or for a new one who is none, and nobody is asked."""
    return found.sure != meant if found.sure is not None or not found.doubt else False


@pytest.mark.parametrize(("book", "half"), HALVES)
def test_nearly_all_are_right_and_none_is_silently_wrong(book: str, half: str) -> None:
    ids, known = book_of(book)
    judged = [(typed, label, ids[meant] if meant else None, find_name(typed, known))
              for typed, label, meant in rows_of(half)]  # fmt: skip
    silent = [typed for typed, _, meant, found in judged if is_silently_wrong(found, meant)]
    wrong = [typed for typed, label, meant, found in judged if not is_right(found, label, meant)]
    assert silent == []
    assert len(wrong) <= (1 - RIGHT_AT_LEAST) * len(judged), wrong


def test_the_table_has_three_hundred_and_every_label() -> None:
    rows = [row for _, half in HALVES for row in rows_of(half)]
    assert len(rows) >= 300
    assert {label: sum(row[1] == label for row in rows) > 20 for label in "=?+"} == dict.fromkeys("=?+", True)


def test_every_client_is_found_by_the_very_name() -> None:
    for book, _ in HALVES:
        ids, known = book_of(book)
        assert [name for name, number in ids.items() if find_name(name, known).sure != number] == []


def test_of_two_of_one_name_but_for_the_form_it_is_asked_and_the_form_tells() -> None:
    known = [(1, keys_of("Acme Ltd")), (2, keys_of("Acme Inc."))]
    assert {*find_name("acme", known).doubt} == {1, 2}
    assert find_name("Acme Limited", [*known]).sure is None
    assert find_name("ACME INC", known).sure == 2


def test_a_name_of_signs_is_found_by_those_signs_alone() -> None:
    known = [(1, keys_of("🔥🔥")), (2, keys_of("Acme"))]
    assert find_name(" 🔥🔥", known).sure == 1
    assert find_name("🚨", known) == Found()
    assert find_name("!", []) == Found()


@pytest.mark.alone
def test_among_ten_thousand_it_is_found_at_once() -> None:
    known = [(number, keys_of(f"Client {number * 7919:x} Trading Ltd")) for number in range(MANY)]
    find_name("warm up", known)
    begun = time.perf_counter()
    for typed in ("Client 3e8b Tradng", "Northwind Traders", "Acme", "ibm"):
        find_name(typed, known)
    assert (time.perf_counter() - begun) / 4 < WITHIN
