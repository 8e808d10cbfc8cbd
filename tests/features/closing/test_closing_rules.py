"""What still blocks closing, and how it can end."""

from dataclasses import dataclass

import pytest

from bot.features.closing.rules import OUTCOME_WORDS, Blocker, Outcome, blockers
from bot.features.escalations.rules import State

BLOCKED = """
    waiting  client  0 promises -> not_reached
    waiting  client  1 promises -> not_reached promise_open
    waiting  nobody  0 promises -> no_client not_reached
    waiting  nobody  2 promises -> no_client not_reached promise_open
    reached  client  0 promises -> nothing
    reached  client  1 promises -> promise_open
    reached  nobody  0 promises -> no_client
    reached  nobody  1 promises -> no_client promise_open
    agreed   client  0 promises -> nothing
    agreed   client  3 promises -> promise_open
    agreed   nobody  0 promises -> no_client
    agreed   nobody  1 promises -> no_client promise_open
"""


@dataclass(frozen=True)
class Row:
    state: str
    client_id: int | None


@pytest.mark.parametrize("row", [row.strip() for row in BLOCKED.splitlines() if row.strip()])
def test_closing_says_exactly_what_still_blocks_it(row: str) -> None:
    before, _, after = row.partition(" -> ")
    state, client, promises, _ = before.split()
    found = blockers(Row(State(state), 7 if client == "client" else None), [object()] * int(promises))
    assert " ".join(found) == after.replace("nothing", "")


def test_every_outcome_has_its_words() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(Blocker) == {"not_reached", "no_client", "promise_open"}
