"""How a client's name is compared, and what looks like a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.clients.rules import can_be_dialled
from bot.names import key_of

SAME = [
    ("Acme Corp", "ACME corp"), ("Acme Corp", "  acme   corp "), ("Acme Corp", "Acme\tCorp"),
    ("Société Générale", "societe generale"), ("Straße AG", "STRASSE ag"), ("Müller", "Mu\u0308ller"),
    ("Acme Corp", "Ａｃｍｅ Corp"), ("Acme, Inc.", "acme inc"), ("Coca-Cola", "coca cola"), ("O'Brien", "O’Brien"),
    ("Ромашка", "РОМАШКА"), ("🔥🔥", " 🔥🔥 "),
]  # fmt: skip
DIFFERENT = [
    ("Acme", "Acme Corp"), ("Acme 1", "Acme 2"), ("🔥", "🔥🔥"), ("🔥", "🚨"), ("Acme", "Acne"), ("!", "?"),
    ("شركة أكمي", "شركة"), ("东方", "东京"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_accents_and_spacing_make_no_other_client(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_are_another_client(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@given(st.text(min_size=1).filter(str.strip))
def test_every_name_that_can_be_seen_has_a_key_and_a_key_is_its_own(name: str) -> None:
    assert key_of(name)
    assert key_of(name) == key_of(name.upper().lower()) or not name.isascii()


@pytest.mark.parametrize(
    "phone",
    [
        "+44 20 7946 0018", "020 7946 0018", "02079460018", "(212) 555-0100", "212.555.0100", "+49 (0)30/901820",
        "212-555-0100 x5", "212-555-0100 ext. 12", "212-555-0100 ext 12", "020 7946 0018#7", "  +44 20 7946 0018  ",
        "00442079460018", "12345",
    ],
)  # fmt: skip
def test_a_number_can_be_dialled(phone: str) -> None:
    assert can_be_dialled(phone)


@pytest.mark.parametrize(
    "phone",
    [
        "", " ", "none", "ask reception", "12", "1234", "+", "+++++++", ".....", "(((((", "call Ann on 555 0100 first",
        "1-800-FLOWERS", "ann@acme.example", "🔥🔥🔥🔥🔥", "<!channel>", "*_~*_~", "\u200f\u200f\u200f\u200f\u200f",
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_to_be_none(phone: str) -> None:
    assert not can_be_dialled(phone)
