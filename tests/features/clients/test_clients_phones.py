"""A number as it was typed, as it is shown, and as a phone dials it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db.models import Client
from bot.features.clients.views import number_words
from bot.phones import read_phone, region_of

LONDON, BERLIN, NEW_YORK = "Europe/London", "Europe/Berlin", "America/New_York"
READ = [
    ("+44 20 7946 0018", LONDON, "+44 20 7946 0018", ""),
    ("020 7946 0018", LONDON, "+44 20 7946 0018", ""),
    ("02079460018", LONDON, "+44 20 7946 0018", ""),
    ("00442079460018", BERLIN, "+44 20 7946 0018", ""),
    ("+49 (0)30/901820", LONDON, "+49 30 901820", ""),
    ("030 901820", BERLIN, "+49 30 901820", ""),
    ("(212) 555-0100", NEW_YORK, "+1 212-555-0100", ""),
    ("212-555-0100 ext. 12", "US/Eastern", "+1 212-555-0100 ext. 12", ""),
    ("ask Ann on 020 7946 0018", LONDON, "+44 20 7946 0018", "ask Ann on 020 7946 0018"),
    ("12345", LONDON, "+44 12345", "12345"),
    ("020 7946 0018", "UTC", "", "020 7946 0018"),
    ("020 7946 0018 / 0171 123", LONDON, "", "020 7946 0018 / 0171 123"),
    ("ask reception", LONDON, "", "ask reception"),
    ("1" * 40, LONDON, "", "1" * 40),
    ("", LONDON, "", ""),
]


@pytest.mark.parametrize(("typed", "zone", "shown", "beside"), READ)
def test_a_number_is_read_in_the_country_of_its_zone(typed: str, zone: str, shown: str, beside: str) -> None:
    phone = read_phone(typed, zone)
    assert (phone.shown, phone.beside) == (shown, beside)


def test_what_is_dialled_has_the_extension_and_what_is_read_has_what_was_typed() -> None:
    assert read_phone("212-555-0100 x5", NEW_YORK).dialled == "tel:+1-212-555-0100;ext=5"
    for typed, words in (("222 222", "+44 222222 (typed: 222 222)"), ("nobody", "nobody")):
        assert number_words(Client(workspace_id="T1", name="Acme", key="acme", phone=typed, zone=LONDON)) == words


@pytest.mark.parametrize(("zone", "region"), [(LONDON, "GB"), ("GB", "GB"), ("Asia/Calcutta", "IN"), ("UTC", "ZZ")])
def test_a_zone_lies_in_a_country_and_so_does_one_of_an_older_name(zone: str, region: str) -> None:
    assert region_of(zone) == region


@given(st.text(max_size=40))
def test_whatever_is_typed_is_never_lost(typed: str) -> None:
    phone = read_phone(typed, LONDON)
    assert phone.shown or phone.beside == typed.strip()
