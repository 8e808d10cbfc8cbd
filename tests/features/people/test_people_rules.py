"""Who may do what, and where: the whole matrix, each cell of it, against tables written by hand."""

from dataclasses import dataclass, field, replace
from itertools import combinations, product

import pytest
from rights import PAGE, PEOPLE, rights_page

from bot.features.people.rules import (
    COLLEAGUES,
    HOUSE_WIDE,
    INVOLVED,
    KINDS,
    OUTSIDERS,
    SETTLING,
    TABLE,
    Action,
    House,
    Kind,
    Others,
    Reason,
    Role,
    is_for_all_of,
    kinds_of,
    may,
    outside,
    roles,
    sees,
    why_not,
)

COLUMNS = (
    Role.MEMBER, Role.FLAGGER, Role.OWNER, Role.PAST_OWNER, Role.BROUGHT_IN, Role.LEAD, Role.ADMIN, Role.GUEST,
    Role.SINGLE_CHANNEL_GUEST, Role.STRANGER, Role.BOT, Role.DEACTIVATED,
)  # fmt: skip
OPEN = """
                                    member flagger owner past brought lead admin guest single stranger bot gone
    flag a client                   yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    read                            yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    say which client it is          yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    take it                         yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    reopen it                       yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    choose the owner                -      yes     yes   -    -       yes  -     -     -      -        -   -
    bring somebody in               -      yes     yes   -    -       yes  -     -     -      -        -   -
    answer what is asked of them    yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    correct it                      -      yes     yes   -    -       yes  -     -     -      -        -   -
    merge it                        -      yes     yes   -    -       yes  -     -     -      -        -   -
    undo the flag                   -      yes     yes   -    -       yes  -     -     -      -        -   -
    take the undoing back           -      yes     yes   -    -       yes  -     -     -      -        -   -
    log a call                      -      -       yes   -    yes     yes  -     -     -      -        -   -
    work through the steps          -      -       yes   -    yes     yes  -     -     -      -        -   -
    record what was agreed          -      -       yes   -    -       yes  -     -     -      -        -   -
    settle a promise                -      -       yes   -    -       yes  -     -     -      -        -   -
    answer a follow-up              -      -       yes   -    -       yes  -     -     -      -        -   -
    close it                        -      -       yes   -    -       yes  -     -     -      -        -   -
    see what could not be delivered -      -       -     -    -       yes  -     -     -      -        -   -
    change the settings             -      -       -     -    -       yes  -     -     -      -        -   -
    have a client forgotten         -      -       -     -    -       yes  -     -     -      -        -   -
    say when they are away          yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    change a client                 yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    import and merge clients        -      -       -     -    -       yes  -     -     -      -        -   -
"""
ARCHIVED = """
                                    member flagger owner past brought lead admin guest single stranger bot gone
    flag a client                   yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    read                            yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    say which client it is          -      -       -     -    -       -    -     -     -      -        -   -
    take it                         -      -       -     -    -       -    -     -     -      -        -   -
    reopen it                       -      -       -     -    -       -    -     -     -      -        -   -
    choose the owner                -      yes     yes   -    -       yes  -     -     -      -        -   -
    bring somebody in               -      -       -     -    -       -    -     -     -      -        -   -
    answer what is asked of them    yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    correct it                      -      -       -     -    -       -    -     -     -      -        -   -
    merge it                        -      yes     yes   -    -       yes  -     -     -      -        -   -
    undo the flag                   -      yes     yes   -    -       yes  -     -     -      -        -   -
    take the undoing back           -      -       -     -    -       -    -     -     -      -        -   -
    log a call                      -      -       yes   -    yes     yes  -     -     -      -        -   -
    work through the steps          -      -       -     -    -       -    -     -     -      -        -   -
    record what was agreed          -      -       -     -    -       -    -     -     -      -        -   -
    settle a promise                -      -       yes   -    -       yes  -     -     -      -        -   -
    answer a follow-up              -      -       yes   -    -       yes  -     -     -      -        -   -
    close it                        -      -       yes   -    -       yes  -     -     -      -        -   -
    see what could not be delivered -      -       -     -    -       yes  -     -     -      -        -   -
    change the settings             -      -       -     -    -       yes  -     -     -      -        -   -
    have a client forgotten         -      -       -     -    -       yes  -     -     -      -        -   -
    say when they are away          yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    change a client                 yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    import and merge clients        -      -       -     -    -       yes  -     -     -      -        -   -
"""
LEFT = """
                                    member flagger owner past brought lead admin guest single stranger bot gone
    flag a client                   yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    read                            -      yes     yes   yes  -       yes  -     -     -      -        -   -
    say which client it is          -      -       -     -    -       -    -     -     -      -        -   -
    take it                         -      -       -     -    -       -    -     -     -      -        -   -
    reopen it                       -      -       -     -    -       -    -     -     -      -        -   -
    choose the owner                -      yes     yes   -    -       yes  -     -     -      -        -   -
    bring somebody in               -      -       -     -    -       -    -     -     -      -        -   -
    answer what is asked of them    -      yes     yes   yes  -       yes  -     -     -      -        -   -
    correct it                      -      -       -     -    -       -    -     -     -      -        -   -
    merge it                        -      yes     yes   -    -       yes  -     -     -      -        -   -
    undo the flag                   -      yes     yes   -    -       yes  -     -     -      -        -   -
    take the undoing back           -      -       -     -    -       -    -     -     -      -        -   -
    log a call                      -      -       yes   -    -       yes  -     -     -      -        -   -
    work through the steps          -      -       -     -    -       -    -     -     -      -        -   -
    record what was agreed          -      -       -     -    -       -    -     -     -      -        -   -
    settle a promise                -      -       yes   -    -       yes  -     -     -      -        -   -
    answer a follow-up              -      -       yes   -    -       yes  -     -     -      -        -   -
    close it                        -      -       yes   -    -       yes  -     -     -      -        -   -
    see what could not be delivered -      -       -     -    -       yes  -     -     -      -        -   -
    change the settings             -      -       -     -    -       yes  -     -     -      -        -   -
    have a client forgotten         -      -       -     -    -       yes  -     -     -      -        -   -
    say when they are away          yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    change a client                 yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    import and merge clients        -      -       -     -    -       yes  -     -     -      -        -   -
"""
NOT_IN_IT = """
                                    member flagger owner past brought lead admin guest single stranger bot gone
    flag a client                   yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    read                            -      -       -     -    -       -    -     -     -      -        -   -
    say which client it is          -      -       -     -    -       -    -     -     -      -        -   -
    take it                         -      -       -     -    -       -    -     -     -      -        -   -
    reopen it                       -      -       -     -    -       -    -     -     -      -        -   -
    choose the owner                -      -       -     -    -       -    -     -     -      -        -   -
    bring somebody in               -      -       -     -    -       -    -     -     -      -        -   -
    answer what is asked of them    -      -       -     -    -       -    -     -     -      -        -   -
    correct it                      -      -       -     -    -       -    -     -     -      -        -   -
    merge it                        -      -       -     -    -       -    -     -     -      -        -   -
    undo the flag                   -      -       -     -    -       -    -     -     -      -        -   -
    take the undoing back           -      -       -     -    -       -    -     -     -      -        -   -
    log a call                      -      -       -     -    -       -    -     -     -      -        -   -
    work through the steps          -      -       -     -    -       -    -     -     -      -        -   -
    record what was agreed          -      -       -     -    -       -    -     -     -      -        -   -
    settle a promise                -      -       -     -    -       -    -     -     -      -        -   -
    answer a follow-up              -      -       -     -    -       -    -     -     -      -        -   -
    close it                        -      -       -     -    -       -    -     -     -      -        -   -
    see what could not be delivered -      -       -     -    -       yes  -     -     -      -        -   -
    change the settings             -      -       -     -    -       yes  -     -     -      -        -   -
    have a client forgotten         -      -       -     -    -       yes  -     -     -      -        -   -
    say when they are away          yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    change a client                 yes    yes     yes   yes  yes     yes  yes   -     -      -        -   -
    import and merge clients        -      -       -     -    -       yes  -     -     -      -        -   -
"""
FLAGS = {
    Role.GUEST: "is_guest", Role.SINGLE_CHANNEL_GUEST: "is_single_channel_guest", Role.STRANGER: "is_stranger",
    Role.BOT: "is_bot", Role.DEACTIVATED: "is_deactivated", Role.ADMIN: "is_admin",
}  # fmt: skip
OUTSIDE = {FLAGS[role]: words for role, words in OUTSIDERS.items()}


@dataclass(frozen=True)
class Somebody:
    user_id: str = "U1"
    is_guest: bool = False
    is_single_channel_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deactivated: bool = False
    is_admin: bool = False


@dataclass(frozen=True)
class About:
    owner: str | None = None
    flagged_by: str = "U9"


@dataclass(frozen=True)
class Where:
    is_private: bool = False
    is_direct: bool = False
    is_shared: bool = False
    is_archived: bool = False
    is_left: bool = False
    members: list[str] = field(default_factory=list)


INSIDE = ["U1", "U5"]
PLACES: dict[str, tuple[Where, str]] = {
    "public": (Where(), OPEN),
    "shared with a company": (Where(is_shared=True), OPEN),
    "private, in it": (Where(is_private=True, members=INSIDE), OPEN),
    "private, not in it": (Where(is_private=True, members=["U5"]), NOT_IN_IT),
    "private and shared, in it": (Where(is_private=True, is_shared=True, members=INSIDE), OPEN),
    "private and shared, not in it": (Where(is_private=True, is_shared=True, members=["U5"]), NOT_IN_IT),
    "direct, in it": (Where(is_direct=True, members=INSIDE), OPEN),
    "direct, not in it": (Where(is_direct=True, members=["U5"]), NOT_IN_IT),
    "archived": (Where(is_archived=True), ARCHIVED),
    "archived and private, not in it": (Where(is_archived=True, is_private=True), NOT_IN_IT),
    "left": (Where(is_left=True), LEFT),
    "left and archived": (Where(is_left=True, is_archived=True), LEFT),
    "left and private, was in it": (Where(is_left=True, is_private=True, members=INSIDE), LEFT),
    "left and private, was not in it": (Where(is_left=True, is_private=True, members=["U5"]), NOT_IN_IT),
}


def read(table: str) -> dict[tuple[Action, Role], bool]:
    _, *rows = [line for line in table.splitlines() if line.strip()]
    found = {}
    for row in rows:
        words, answers = row[:36].strip(), row[36:].split()
        for role, said in zip(COLUMNS, answers, strict=True):
            assert said in ("yes", "-"), row
            found[Action(words), role] = said == "yes"
    return found


CELLS = [
    (place, action, role, allowed)
    for place, (_, table) in PLACES.items() for (action, role), allowed in read(table).items()
]  # fmt: skip


def case(role: Role) -> tuple[Somebody, House, About, Others]:
    """What makes U1 this and nothing more but a colleague; outsiders are everything else too."""
    who = Somebody(**{FLAGS[role]: True}) if role in FLAGS else Somebody()
    every = role in OUTSIDERS
    concern = About(
        owner="U1" if role is Role.OWNER or every else "U8", flagged_by="U1" if role is Role.FLAGGER or every else "U9"
    )
    house = House(leads=["U1"] if role is Role.LEAD or every else ["U7"])
    others = Others(
        past_owners=["U1"] if role is Role.PAST_OWNER else ["U6"], brought_in=["U1"] if role is Role.BROUGHT_IN else []
    )
    return who, house, concern, others


@pytest.mark.parametrize(("place", "action", "role", "allowed"), CELLS)
def test_the_matrix_of_rights(place: str, action: Action, role: Role, allowed: bool) -> None:
    who, house, concern, others = case(role)
    found = why_not(who, action, house, concern, PLACES[place][0], others)
    assert (found is None) is allowed, found


def test_the_matrix_names_every_action_every_role_and_every_kind() -> None:
    assert {(action, role) for _, action, role, _ in CELLS} == set(product(Action, Role))
    assert {kind for where, _ in PLACES.values() for kind in kinds_of(where)} == set(Kind) == set(KINDS)
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("role", sorted(COLLEAGUES))
@pytest.mark.parametrize("action", Action)
def test_where_no_channel_is_in_question_the_table_alone_decides(action: Action, role: Role) -> None:
    who, house, concern, others = case(role)
    assert (why_not(who, action, house, concern, None, others) is None) is read(OPEN)[action, role]


@pytest.mark.parametrize(("place", "action", "role", "reason"), [
    ("private, not in it", Action.READ, Role.LEAD, Reason.UNSEEN),
    ("private, not in it", Action.CLOSE, Role.MEMBER, Reason.UNSEEN),
    ("archived", Action.REOPEN, Role.MEMBER, Reason.ARCHIVED),
    ("archived", Action.CLOSE, Role.MEMBER, Reason.ROLE),
    ("left", Action.READ, Role.MEMBER, Reason.LEFT),
    ("left", Action.REOPEN, Role.OWNER, Reason.LEFT),
    ("public", Action.CLOSE, Role.MEMBER, Reason.ROLE),
    ("public", Action.READ, Role.STRANGER, Reason.OUTSIDE),
    ("private, not in it", Action.READ, Role.GUEST, Reason.OUTSIDE),
])  # fmt: skip
def test_why_somebody_may_not(place: str, action: Action, role: Role, reason: Reason) -> None:
    who, house, concern, others = case(role)
    assert why_not(who, action, house, concern, PLACES[place][0], others) is reason


@pytest.mark.parametrize("flag", OUTSIDE)
@pytest.mark.parametrize("action", Action)
def test_whoever_is_outside_may_do_nothing_whatever_they_are_to_it(action: Action, flag: str) -> None:
    somebody = replace(Somebody(is_admin=True), **{flag: True})
    everything = About(owner="U1", flagged_by="U1")
    assert may(somebody, action, ["U1"], everything) is False
    assert may(somebody, action, ["U1"]) is False
    no_lead = House(leads=[], has_lead=False, who_closes="anybody")
    assert why_not(somebody, action, no_lead, everything, Where(is_private=True, members=["U1"])) is Reason.OUTSIDE
    assert roles(somebody, ["U1"], everything) <= OUTSIDERS.keys()


@pytest.mark.parametrize(("flag", "reason"), OUTSIDE.items())
def test_why_somebody_is_outside_ends_a_sentence(flag: str, reason: str) -> None:
    assert outside(replace(Somebody(), **{flag: True})) == reason


def test_a_colleague_is_not_outside() -> None:
    assert outside(Somebody()) == ""


@pytest.mark.parametrize("flags", [*combinations(OUTSIDE, 2), tuple(OUTSIDE)])
def test_two_reasons_to_be_outside_are_still_outside(flags: tuple[str, ...]) -> None:
    assert outside(replace(Somebody(), **dict.fromkeys(flags, True))) in OUTSIDE.values()


def test_one_person_may_be_everything_at_once() -> None:
    others = Others(past_owners=["U1"], brought_in=["U1"])
    assert roles(Somebody(is_admin=True), ["U1"], About(owner="U1", flagged_by="U1"), others) == COLLEAGUES


def test_without_an_escalation_nobody_is_its_owner_or_flagger() -> None:
    assert roles(Somebody(), [], None, Others(past_owners=["U1"])) == {Role.MEMBER}
    assert not may(Somebody(), Action.LOG_CALL, [])


def test_nobody_owns_what_has_no_owner() -> None:
    nameless = replace(Somebody(), user_id="")
    assert roles(nameless, [], About(owner=None)) == {Role.MEMBER}


@pytest.mark.parametrize("unknown", ["delete everything", "", "FLAG"])
def test_what_is_not_in_the_table_is_denied_even_to_a_lead(unknown: str) -> None:
    assert may(Somebody(), unknown, ["U1"], About(owner="U1", flagged_by="U1")) is False  # type: ignore[arg-type]


def test_an_admin_changes_the_settings_where_no_lead_is_left_and_nothing_more() -> None:
    left = House(leads=["U7"], has_lead=False)
    may_now = [action for action in Action if why_not(Somebody(is_admin=True), action, left) is None]
    before = [action for action in Action if why_not(Somebody(is_admin=True), action, House(leads=["U7"])) is None]
    assert set(may_now) - set(before) == {Action.SETTINGS}
    assert why_not(Somebody(), Action.SETTINGS, left) is Reason.ROLE


@pytest.mark.parametrize(("setting", "who"), [
    ("owner", {Role.OWNER, Role.LEAD}), ("lead", {Role.LEAD}), ("anybody", COLLEAGUES), ("", {Role.OWNER, Role.LEAD}),
])  # fmt: skip
def test_who_closes_is_a_setting(setting: str, who: set[Role]) -> None:
    for role in Role:
        person, house, concern, others = case(role)
        allowed = why_not(person, Action.CLOSE, replace(house, who_closes=setting), concern, Where(), others) is None
        assert allowed is (role in who), role


def test_who_sees_a_channel() -> None:
    assert sees(Where(), "U1")
    assert sees(Where(is_shared=True), "U1")
    assert not sees(Where(is_private=True), "U1")
    assert not sees(Where(is_direct=True, members=["U2"]), "U1")
    assert sees(Where(is_direct=True, members=["U1"]), "U1")


@pytest.mark.parametrize(("place", "readers", "so"), [
    (Where(), Where(), True),
    (Where(), None, True),
    (Where(is_private=True, members=["U1"]), None, False),
    (Where(), Where(is_private=True, members=["U1"]), True),
    (Where(is_private=True, members=["U1"]), Where(), False),
    (Where(is_private=True, members=["U1"]), Where(is_shared=True), False),
    (Where(is_private=True, members=["U1", "U2"]), Where(is_private=True, members=["U1"]), True),
    (Where(is_private=True, members=["U1"]), Where(is_private=True, members=["U1", "U2"]), False),
])  # fmt: skip
def test_what_may_be_told_in_another_channel(place: Where, readers: Where | None, so: bool) -> None:
    assert is_for_all_of(place, readers) is so


def test_what_settles_begins_nothing() -> None:
    begins = {Action.FLAG, Action.CLAIM, Action.AGREE, Action.REOPEN, Action.FLAG_AGAIN}
    assert not SETTLING & begins
    assert not SETTLING & HOUSE_WIDE
    assert INVOLVED <= COLLEAGUES


def test_the_page_of_rights_is_the_tables() -> None:
    """Write it anew: python tests/features/people/rights.py"""
    assert rights_page() == PAGE.read_text(encoding="utf-8")


def test_the_page_has_every_role() -> None:
    assert {role for role, _ in PEOPLE} == set(Role)
