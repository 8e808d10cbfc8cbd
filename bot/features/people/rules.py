"""Who may do what: one table, and what is not in it is denied."""

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    MEMBER = "member"
    FLAGGER = "flagger"
    OWNER = "owner"
    LEAD = "lead"


class Action(StrEnum):
    FLAG = "flag a client"
    READ = "read"
    NAME_CLIENT = "say which client it is"
    CLAIM = "take it"
    ASSIGN = "choose the owner"
    LOG_CALL = "log a call"
    WORK_STEPS = "work through the steps"
    CORRECT = "correct it"
    MERGE = "merge it"
    UNDO_FLAG = "undo the flag"
    AGREE = "record what was agreed"
    KEEP_PROMISES = "settle a promise"
    FOLLOW_UP = "answer a follow-up"
    CLOSE = "close it"
    REOPEN = "reopen it"
    SEE_UNDELIVERED = "see what could not be delivered"
    SETTINGS = "change the settings"


ANYBODY = frozenset(Role)
CLOSE_TO_IT = frozenset({Role.FLAGGER, Role.OWNER, Role.LEAD})
ACTING = frozenset({Role.OWNER, Role.LEAD})

TABLE: dict[Action, frozenset[Role]] = {
    Action.FLAG: ANYBODY,
    Action.READ: ANYBODY,
    Action.NAME_CLIENT: ANYBODY,
    Action.CLAIM: ANYBODY,
    Action.ASSIGN: CLOSE_TO_IT,
    Action.LOG_CALL: ACTING,
    Action.WORK_STEPS: ACTING,
    Action.CORRECT: CLOSE_TO_IT,
    Action.MERGE: CLOSE_TO_IT,
    Action.UNDO_FLAG: CLOSE_TO_IT,
    Action.AGREE: ACTING,
    Action.KEEP_PROMISES: ACTING,
    Action.FOLLOW_UP: ACTING,
    Action.CLOSE: ACTING,
    Action.REOPEN: ANYBODY,  # as anybody may flag: the client is angry again
    Action.SEE_UNDELIVERED: frozenset({Role.LEAD}),
    Action.SETTINGS: frozenset({Role.LEAD}),
}


class Someone(Protocol):
    """A person's row, as far as rights go."""

    user_id: str
    is_guest: bool
    is_stranger: bool
    is_bot: bool
    is_deactivated: bool


class Concern(Protocol):
    """What the action is about."""

    owner: str | None
    flagged_by: str


def outside(someone: Someone) -> str:
    """Why this person is outside the team, as the end of a sentence; empty for a colleague."""
    reasons = (
        (someone.is_bot, "a bot"),
        (someone.is_deactivated, "deactivated"),
        (someone.is_stranger, "from another company"),
        (someone.is_guest, "a guest"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def roles(someone: Someone, leads: Collection[str], concern: Concern | None) -> set[Role]:
    if outside(someone):
        return set()
    found = {Role.MEMBER}
    if someone.user_id in leads:
        found.add(Role.LEAD)
    if concern and someone.user_id == concern.owner:
        found.add(Role.OWNER)
    if concern and someone.user_id == concern.flagged_by:
        found.add(Role.FLAGGER)
    return found


def may(someone: Someone, action: Action, leads: Collection[str], concern: Concern | None = None) -> bool:
    return bool(roles(someone, leads, concern) & TABLE.get(action, frozenset()))
