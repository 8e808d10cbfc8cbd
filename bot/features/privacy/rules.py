from collections.abc import Collection
from datetime import timedelta

from bot.features.people.rules import Action, Someone, may

UNDO_FOR = timedelta(days=1)
NEXT_AFTER, LOOK_AGAIN_AFTER = timedelta(seconds=30), timedelta(minutes=1)
"""Between two escalations of a person: each message that names them is changed in Slack, a call for each. And until
Slack has deleted what was said to them."""


def may_forget(someone: Someone, person_id: str, leads: Collection[str]) -> bool:
    """A lead anybody; everybody themself."""
    return someone.user_id == person_id or may(someone, Action.ERASE, leads)
