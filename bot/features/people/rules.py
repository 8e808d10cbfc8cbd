"""Who may do what, and where: two tables, and what is not in them is denied."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.words import later, said


class Role(StrEnum):
    MEMBER = "member"
    FLAGGER = "flagger"
    OWNER = "owner"
    PAST_OWNER = "past owner"
    BROUGHT_IN = "brought-in colleague"
    LEAD = "lead"
    ADMIN = "workspace admin"
    GUEST = "guest"
    SINGLE_CHANNEL_GUEST = "single-channel guest"
    STRANGER = "stranger of a shared channel"
    BOT = "bot"
    DEACTIVATED = "deactivated"


class Action(StrEnum):
    FLAG = later("flag a client")
    READ = later("read")
    NAME_CLIENT = later("say which client it is")
    CLAIM = later("take it")
    ASSIGN = later("choose the owner")
    BRING_IN = later("bring somebody in")
    ANSWER = later("answer what is asked of them")
    LOG_CALL = later("log a call")
    WORK_STEPS = later("work through the steps")
    CORRECT = later("correct it")
    MERGE = later("merge it")
    UNDO_FLAG = later("undo the flag")
    FLAG_AGAIN = later("take the undoing back")
    AGREE = later("record what was agreed")
    KEEP_PROMISES = later("settle a promise")
    FOLLOW_UP = later("answer a follow-up")
    CLOSE = later("close it")
    REOPEN = later("reopen it")
    SEE_UNDELIVERED = later("see what could not be delivered")
    SETTINGS = later("change the settings")
    ERASE = later("have a client forgotten")
    BE_AWAY = later("say when they are away")
    CHANGE_CLIENT = later("change a client")
    LIST_CLIENTS = later("import and merge clients")


class Kind(StrEnum):
    """Of a channel. It may be of several kinds at once; then each of them has to allow it."""

    PUBLIC = "public"
    PRIVATE = "private"
    SHARED = "shared with a company"
    DIRECT = "direct"
    ARCHIVED = "archived"
    LEFT = "left"


class Reason(StrEnum):
    """Why somebody may not."""

    OUTSIDE = "outside"
    UNSEEN = "unseen"
    ROLE = "role"
    ARCHIVED = "archived"
    LEFT = "left"


OUTSIDERS = {
    Role.BOT: later("a bot"),
    Role.DEACTIVATED: later("deactivated"),
    Role.STRANGER: later("from another company"),
    Role.SINGLE_CHANNEL_GUEST: later("a guest of one channel"),
    Role.GUEST: later("a guest"),
}
"""Who is outside the team, as the end of a sentence: the first that holds."""
COLLEAGUES = frozenset(Role) - frozenset(OUTSIDERS)
CLOSE_TO_IT = frozenset({Role.FLAGGER, Role.OWNER, Role.LEAD})
INVOLVED = CLOSE_TO_IT | {Role.PAST_OWNER}
ACTING = frozenset({Role.OWNER, Role.LEAD})
HELPING = ACTING | {Role.BROUGHT_IN}
LEADS = frozenset({Role.LEAD})

TABLE: dict[Action, frozenset[Role]] = {
    Action.FLAG: COLLEAGUES,
    Action.READ: COLLEAGUES,
    Action.NAME_CLIENT: COLLEAGUES,
    Action.CLAIM: COLLEAGUES,
    Action.ASSIGN: CLOSE_TO_IT,
    Action.BRING_IN: CLOSE_TO_IT,
    Action.ANSWER: COLLEAGUES,  # an offer, a call for help: the row says whom it was put to
    Action.LOG_CALL: HELPING,
    Action.WORK_STEPS: HELPING,
    Action.CORRECT: CLOSE_TO_IT,
    Action.MERGE: CLOSE_TO_IT,
    Action.UNDO_FLAG: CLOSE_TO_IT,
    Action.FLAG_AGAIN: CLOSE_TO_IT,
    Action.AGREE: ACTING,
    Action.KEEP_PROMISES: ACTING,
    Action.FOLLOW_UP: ACTING,
    Action.CLOSE: ACTING,
    Action.REOPEN: COLLEAGUES,  # as anybody may flag: the client is angry again
    Action.SEE_UNDELIVERED: LEADS,
    Action.SETTINGS: LEADS,  # and an admin, where no lead is left
    Action.ERASE: LEADS,
    Action.BE_AWAY: COLLEAGUES,
    Action.CHANGE_CLIENT: COLLEAGUES,
    Action.LIST_CLIENTS: LEADS,
}
WHO_CLOSES = {"owner": ACTING, "lead": LEADS, "anybody": COLLEAGUES}
"""By the setting: "close it" in the table is as it is at first."""

HOUSE_WIDE = frozenset({
    Action.FLAG, Action.SEE_UNDELIVERED, Action.SETTINGS, Action.ERASE, Action.BE_AWAY, Action.CHANGE_CLIENT,
    Action.LIST_CLIENTS,
})  # fmt: skip
"""Of the whole house: no channel stands in their way, for a flag is never lost."""
EVERYTHING = frozenset(Action)
SETTLING = frozenset({
    Action.ASSIGN, Action.ANSWER, Action.LOG_CALL, Action.KEEP_PROMISES, Action.FOLLOW_UP, Action.CLOSE,
    Action.MERGE, Action.UNDO_FLAG,
})  # fmt: skip
"""What only brings to an end what was begun, or gives it to somebody who will."""


@dataclass(frozen=True, kw_only=True)
class Allows:
    """What a kind of channel lets happen in it, of what the table allows."""

    actions: frozenset[Action] = EVERYTHING
    roles: frozenset[Role] = COLLEAGUES
    members_only: bool = False


KINDS: dict[Kind, Allows] = {
    Kind.PUBLIC: Allows(),
    Kind.PRIVATE: Allows(members_only=True),
    Kind.SHARED: Allows(),
    Kind.DIRECT: Allows(members_only=True),
    Kind.ARCHIVED: Allows(actions=SETTLING | {Action.READ}),
    Kind.LEFT: Allows(actions=SETTLING | {Action.READ}, roles=INVOLVED),
}


class Someone(Protocol):
    """A person's row, as far as rights go."""

    user_id: str
    is_guest: bool
    is_single_channel_guest: bool
    is_stranger: bool
    is_bot: bool
    is_deactivated: bool
    is_admin: bool


class Concern(Protocol):
    """What the action is about."""

    owner: str | None
    flagged_by: str


class Place(Protocol):
    """The channel it is in, as last known."""

    is_private: bool
    is_direct: bool
    is_shared: bool
    is_archived: bool
    is_left: bool
    members: list[str]


@dataclass(frozen=True, kw_only=True)
class House:
    """What the workspace says of rights."""

    leads: Collection[str]
    has_lead: bool = True
    """One of them is still a colleague."""
    who_closes: str = "owner"


@dataclass(frozen=True, kw_only=True)
class Others:
    """Who else has to do with an escalation, beside its owner and flagger."""

    past_owners: Collection[str] = ()
    brought_in: Collection[str] = ()


ALONE = Others()


def outside(someone: Someone) -> str:
    """Why this person is outside the team, as the end of a sentence; empty for a colleague."""
    role = outsider(someone)
    return said(OUTSIDERS[role]) if role else ""


def outsider(someone: Someone) -> Role | None:
    holds = {
        Role.BOT: someone.is_bot,
        Role.DEACTIVATED: someone.is_deactivated,
        Role.STRANGER: someone.is_stranger,
        Role.SINGLE_CHANNEL_GUEST: someone.is_single_channel_guest,
        Role.GUEST: someone.is_guest,
    }
    return next((role for role in OUTSIDERS if holds[role]), None)


def roles(
    someone: Someone, leads: Collection[str], concern: Concern | None, others: Others = ALONE
) -> frozenset[Role]:
    """Everything that this person is. Who is outside is that alone, whatever else they were."""
    if role := outsider(someone):
        return frozenset({role})
    who = someone.user_id
    holds = {
        Role.MEMBER: True,
        Role.LEAD: who in leads,
        Role.ADMIN: someone.is_admin,
        Role.OWNER: concern is not None and who == concern.owner,
        Role.FLAGGER: concern is not None and who == concern.flagged_by,
        Role.PAST_OWNER: concern is not None and who in others.past_owners,
        Role.BROUGHT_IN: concern is not None and who in others.brought_in,
    }
    return frozenset(role for role, is_so in holds.items() if is_so)


def entitled(action: Action, house: House) -> frozenset[Role]:
    """Whose right it is, wherever it be."""
    if action is Action.CLOSE:
        return WHO_CLOSES.get(house.who_closes, ACTING)
    if action is Action.SETTINGS and not house.has_lead:
        return LEADS | {Role.ADMIN}
    return TABLE.get(action, frozenset())


def kinds_of(place: Place) -> list[Kind]:
    closed = place.is_private or place.is_direct
    holds = {
        Kind.PUBLIC: not closed and not place.is_shared,
        Kind.PRIVATE: place.is_private and not place.is_direct,
        Kind.SHARED: place.is_shared,
        Kind.DIRECT: place.is_direct,
        Kind.ARCHIVED: place.is_archived,
        Kind.LEFT: place.is_left,
    }
    return [kind for kind, is_so in holds.items() if is_so]


def sees(place: Place, user_id: str) -> bool:
    """Whether a colleague can open that channel in Slack."""
    return user_id in place.members or not any(KINDS[kind].members_only for kind in kinds_of(place))


def is_for_all_of(place: Place, readers: Place | None) -> bool:
    """Whether everybody who reads the one channel may know what happens in the other. Unknown readers are anybody."""
    if not any(KINDS[kind].members_only for kind in kinds_of(place)):
        return True
    if readers is None or not any(KINDS[kind].members_only for kind in kinds_of(readers)):
        return False
    return {*readers.members} <= {*place.members}


def why_not(
    someone: Someone, action: Action, house: House, concern: Concern | None = None, place: Place | None = None,
    others: Others = ALONE,
) -> Reason | None:  # fmt: skip
    """What stands in the way; None when they may."""
    if outsider(someone):
        return Reason.OUTSIDE
    here = [KINDS[kind] for kind in kinds_of(place)] if place and action not in HOUSE_WIDE else []
    if place and here and not sees(place, someone.user_id):
        return Reason.UNSEEN
    theirs = roles(someone, house.leads, concern, others) & entitled(action, house)
    if not theirs:
        return Reason.ROLE
    if not all(action in allows.actions for allows in here):
        return Reason.LEFT if place and place.is_left else Reason.ARCHIVED
    return None if any(all(role in allows.roles for allows in here) for role in theirs) else Reason.LEFT


def may(someone: Someone, action: Action, leads: Collection[str], concern: Concern | None = None) -> bool:
    """Wherever it be: for what concerns no channel, or to know who would have the right."""
    return why_not(someone, action, House(leads=leads), concern) is None
