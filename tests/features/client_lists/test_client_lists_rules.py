"""A list of clients goes out as CSV and comes in as it was, and nothing in it is a formula."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.features.address_book.rules import LABELS
from bot.features.client_lists.rules import FORMULA, all_wrong, read_list, values_of_line, written
from bot.slack.text import tidy

EMPTY: dict[str, Any] = dict.fromkeys(LABELS, "") | {
    "aliases": [], "prefers_writing": False, "do_not_call": False, "hard_of_hearing": False, "account_owner": None,
    "deputy": None,
}  # fmt: skip
TRAPS = ["=1+1", "+44 20 7946 0018", "'=x", "''", "@x", "-", 'a "b", c']
WORDS = st.one_of(st.text(max_size=30), st.sampled_from(TRAPS))


def come_back(text: str) -> list[dict[str, Any]]:
    return [EMPTY | values_of_line(line) for line in read_list(text)]


@given(WORDS, WORDS, WORDS, st.booleans())
def test_what_goes_out_comes_in_as_it_was(name: str, contact: str, notes: str, flag: bool) -> None:
    name, contact, notes = (tidy(each, 80) for each in (name, contact, notes))
    client = EMPTY | {"name": name or "Acme", "contact": contact, "notes": notes, "do_not_call": flag}
    client["aliases"] = ["Acme, Inc.", "=2"]
    assert come_back(written([client, client])) == [client, client]


@given(WORDS)
def test_no_cell_begins_as_a_formula_does(words: str) -> None:
    rows = csv.reader(io.StringIO(written([EMPTY | {"name": words, "phone": "+44 20 7946 0018"}]), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


def test_it_ends_its_lines_as_the_standard_says() -> None:
    assert written([]) == ",".join(LABELS) + "\r\n"


def test_columns_may_stand_in_any_order_by_name_or_label_with_semicolons_and_a_mark() -> None:
    (line,) = read_list("\ufeffTheir phone number;NAME\n020 7946 0018;Acme\n\n")
    assert line.typed == {"phone": "020 7946 0018", "name": "Acme"}
    assert line.number == 2


@pytest.mark.parametrize("text", ["", "Acme,020", "name,colour\nAcme,red", "name,name\na,b", "phone\n1"])
def test_a_list_without_the_names_of_its_columns_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="first line must name the columns"):
        read_list(text)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Acme,maybe,", "do_not_call is yes or no, not “maybe”."), ("Acme,yes,Atlantis", "I know no such zone."),
        (",yes,", "Name the client"), ("Acme,yes,UTC,more", "More cells than columns."),
        ("A" * 81 + ",yes,", "name is longer than 80 characters."),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_says_why(row: str, says: str) -> None:
    (line,) = read_list(f"name,do_not_call,zone\n{row}")
    with pytest.raises(Refusal) as refused:
        values_of_line(line)
    assert says in refused.value.says


def test_every_bad_line_is_said_with_its_number() -> None:
    assert all_wrong([(2, "No."), (5, "Never.")]) == "Nothing was imported. Line 2: No. Line 5: Never."
    assert all_wrong([(n, "No.") for n in range(30)]).endswith("And 10 more.")
