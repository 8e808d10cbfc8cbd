"""Who may do what: the whole matrix, and whoever is outside may do nothing."""

from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from bot.features.people.rules import TABLE, Action, Role, may, outside, roles

MATRIX = """
                                    member  flagger  owner  lead
    flag a client                   yes     yes      yes    yes
    read                            yes     yes      yes    yes
    say which client it is          yes     yes      yes    yes
    take it                         yes     yes      yes    yes
    choose the owner                no      yes      yes    yes
    correct it                      no      yes      yes    yes
    merge it                        no      yes      yes    yes
    undo the flag                   no      yes      yes    yes
    reopen it                       yes     yes      yes    yes
    log a call                      no      no       yes    yes
    work through the steps          no      no       yes    yes
    record what was agreed          no      no       yes    yes
    settle a promise                no      no       yes    yes
    answer a follow-up              no      no       yes    yes
    close it                        no      no       yes    yes
    see what could not be delivered no      no       no     yes
    change the settings             no      no       no     yes
"""
OUTSIDE = {
    "is_guest": "a guest", "is_stranger": "from another company", "is_bot": "a bot", "is_deactivated": "deactivated",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    user_id: str = "U1"
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deactivated: bool = False


@dataclass(frozen=True)
class About:
    owner: str | None = None
    flagged_by: str = "U9"


def cells() -> list[tuple[Action, Role, bool]]:
    heading, *rows = [line for line in MATRIX.splitlines() if line.strip()]
    columns = [Role(name) for name in heading.split()]
    found = []
    for row in rows:
        *words, member, flagger, owner, lead = row.split()
        answers = (member, flagger, owner, lead)
        found += [(Action(" ".join(words)), role, said == "yes") for role, said in zip(columns, answers, strict=True)]
    return found


def case(role: Role) -> tuple[list[str], About]:
    """The leads and the escalation that make U1 this and nothing more."""
    concern = About(owner="U1" if role is Role.OWNER else "U8", flagged_by="U1" if role is Role.FLAGGER else "U9")
    return (["U1"] if role is Role.LEAD else ["U7"]), concern


@pytest.mark.parametrize(("action", "role", "allowed"), cells())
def test_the_matrix_of_rights(action: Action, role: Role, allowed: bool) -> None:
    leads, concern = case(role)
    assert may(Somebody(), action, leads, concern) is allowed


def test_the_matrix_names_every_action_and_every_role() -> None:
    assert {(action, role) for action, role, _ in cells()} == {(action, role) for action in Action for role in Role}
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("flag", OUTSIDE)
@pytest.mark.parametrize("action", Action)
def test_whoever_is_outside_may_do_nothing_whatever_they_are_to_it(action: Action, flag: str) -> None:
    somebody = replace(Somebody(), **{flag: True})
    everything = About(owner="U1", flagged_by="U1")
    assert may(somebody, action, ["U1"], everything) is False
    assert may(somebody, action, ["U1"]) is False
    assert roles(somebody, ["U1"], everything) == set()


@pytest.mark.parametrize(("flag", "reason"), OUTSIDE.items())
def test_why_somebody_is_outside_ends_a_sentence(flag: str, reason: str) -> None:
    assert outside(replace(Somebody(), **{flag: True})) == reason


def test_a_colleague_is_not_outside() -> None:
    assert outside(Somebody()) == ""


@pytest.mark.parametrize("flags", [*combinations(OUTSIDE, 2), tuple(OUTSIDE)])
def test_two_reasons_to_be_outside_are_still_outside(flags: tuple[str, ...]) -> None:
    assert outside(replace(Somebody(), **dict.fromkeys(flags, True))) in OUTSIDE.values()


def test_one_person_may_be_everything_at_once() -> None:
    assert roles(Somebody(), ["U1"], About(owner="U1", flagged_by="U1")) == set(Role)


def test_without_an_escalation_nobody_is_its_owner_or_flagger() -> None:
    assert roles(Somebody(), [], None) == {Role.MEMBER}
    assert not may(Somebody(), Action.LOG_CALL, [])


def test_nobody_owns_what_has_no_owner() -> None:
    nameless = replace(Somebody(), user_id="")
    assert roles(nameless, [], About(owner=None)) == {Role.MEMBER}


@pytest.mark.parametrize("unknown", ["delete everything", "", "FLAG"])
def test_what_is_not_in_the_table_is_denied_even_to_a_lead(unknown: str) -> None:
    assert may(Somebody(), unknown, ["U1"], About(owner="U1", flagged_by="U1")) is False  # type: ignore[arg-type]
