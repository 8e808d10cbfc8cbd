"""Why somebody may not, and whom they ask instead."""

from collections.abc import Collection, Sequence

from bot.features.people.rules import LEADS, Action, Role

UNKNOWN = "I don't know who you are yet. Write me a direct message, then try again."
OUTSIDE = "Only people of this workspace can do that, and you are here as {reason}. Ask a colleague to do it for you."
UNSEEN = "That belongs to a channel you are not in. Ask somebody who is in it."
ARCHIVED = "Its channel is archived: what was begun can be ended, and nothing new begins. {ask}"
LEFT = "I am no longer in its channel. Invite me there again with /invite, then try once more. {ask}"
TAKE_IT = "Press “I'll take it” first, or ask a lead."
SHOWN = (Role.FLAGGER, Role.OWNER, Role.LEAD, Role.ADMIN)


def whose_right_words(action: Action, entitled: Collection[Role], ask: str) -> str:
    if entitled == LEADS:
        return f"Only a lead can {action}. {ask}"
    who = [f"the {role}" if role is not Role.LEAD else "a lead" for role in SHOWN if role in entitled]
    return f"Only {one_of(who)} can {action}. {ask}"


def archived_words(names: Sequence[str]) -> str:
    return ARCHIVED.format(ask=f"{one_of(names) or 'Anybody in it'} can bring it back.")


def left_words(names: Sequence[str]) -> str:
    return LEFT.format(ask=ask_words(names)).strip()


def ask_words(names: Sequence[str]) -> str:
    return f"Ask {one_of(names)}." if names else "Ask an admin of this workspace."


def absent_owner_words(name: str) -> str:
    return f"{name} is not in the channel where this goes on. Invite them there first, or choose a colleague who is."


def one_of(names: Sequence[str]) -> str:
    """a, b or c"""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
