"""Why somebody may not, and whom they ask instead."""

from collections.abc import Collection, Sequence

from bot.features.people.rules import LEADS, Action, Role
from bot.words import Later, later, said, t
from bot.words.local import any_of

UNKNOWN = later("I don't know who you are yet. Write me a direct message, then try again.")
OUTSIDE = later(
    "Only people of this workspace can do that, and you are here as {reason}. Ask a colleague to do it for you."
)
UNSEEN = later("That belongs to a channel you are not in. Ask somebody who is in it.")
TAKE_IT = later("Press “I'll take it” first, or ask a lead.")
SHOWN: dict[Role, Later] = {
    Role.FLAGGER: later("the flagger"),
    Role.OWNER: later("the owner"),
    Role.LEAD: later("a lead"),
    Role.ADMIN: later("the workspace admin"),
}


def whose_right_words(action: Action, entitled: Collection[Role], ask: str) -> str:
    do = said(Later(action))
    if entitled == LEADS:
        return t("Only a lead can {do}. {ask}", do=do, ask=ask)
    who = any_of([said(words) for role, words in SHOWN.items() if role in entitled])
    return t("Only {who} can {do}. {ask}", who=who, do=do, ask=ask)


def archived_words(names: Sequence[str]) -> str:
    archived = t("Its channel is archived: what was begun can be ended, and nothing new begins.")
    who = any_of(names) or t("Anybody in it")
    return f"{archived} {t('{who} can bring it back.', who=who)}"


def left_words(names: Sequence[str]) -> str:
    left = t("I am no longer in its channel. Invite me there again with /invite, then try once more.")
    return f"{left} {ask_words(names)}"


def ask_words(names: Sequence[str]) -> str:
    return t("Ask {names}.", names=any_of(names)) if names else t("Ask an admin of this workspace.")


def unknown_owner_words() -> str:
    return t("I can't find that person in Slack. Choose somebody else to phone.")


def outside_owner_words(name: str, reason: str) -> str:
    return t("{name} is {reason} and can't be the one who phones. Choose a colleague.", name=name, reason=reason)


def absent_owner_words(name: str) -> str:
    return t(
        "{name} is not in the channel where this goes on. Invite them there first, or choose a colleague who is.",
        name=name,
    )
