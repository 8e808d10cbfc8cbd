"""docs/rights.md, from the tables of rights: python tests/features/people/rights.py writes it."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from bot.features.people.rules import HOUSE_WIDE, KINDS, OUTSIDERS, TABLE, Action, Kind, Role  # noqa: E402

PAGE = ROOT / "docs" / "rights.md"
PEOPLE: tuple[tuple[Role, str], ...] = (
    (Role.MEMBER, "a colleague: anybody of the workspace"),
    (Role.FLAGGER, "who flagged the client"),
    (Role.OWNER, "who phones"),
    (Role.PAST_OWNER, "who had it before it was handed over"),
    (Role.BROUGHT_IN, "who was asked to help, and has not said no"),
    (Role.LEAD, "whom the settings name"),
    (Role.ADMIN, "of the Slack workspace; changes the settings too, where no lead is left"),
    *((role, "outside: may do nothing") for role in reversed(OUTSIDERS)),
)
WHERE: dict[Kind, str] = {
    Kind.PUBLIC: "Every colleague sees it. The table holds.",
    Kind.PRIVATE: "Only who is in the channel sees it, leads too. For them the table holds.",
    Kind.SHARED: "As public or private for our own people. Strangers may do nothing, whatever they see there.",
    Kind.DIRECT: "As private.",
    Kind.ARCHIVED: "What was begun can be read and ended. Nothing new begins.",
    Kind.LEFT: "The bot is not in it. Only those who had to do with it read it and end it; of a private one, only who "
               "was in it when the bot left.",
}  # fmt: skip
HEAD = """# Who may do what

Made from `bot/features/people/rules.py` by `python tests/features/people/rights.py`; a test compares.

Somebody may do what one of their roles may do, wherever the channel allows it. Who cannot see a channel cannot see
what goes on in it: no button, no list, no digest and no message of ours shows it to them. They may still flag, and what
they add arrives. Who is in a private channel is asked of Slack again when that is five minutes old, and each event that
tells of a change is followed at once.

*close it* is as the setting “Who may close” is at first.
"""


def rights_page() -> str:
    parts = [HEAD, "## Roles\n\n" + _roles(), "## Actions\n\n" + _actions(), "## Channels\n\n" + _channels()]
    return "\n".join(parts)


def _roles() -> str:
    return "".join(f"- **{role}**: {words}\n" for role, words in PEOPLE)


def _actions() -> str:
    heads = [role for role, _ in PEOPLE]
    rows = [[action, *("yes" if role in TABLE[action] else "–" for role in heads)] for action in Action]
    return _table(["", *heads], rows)


def _channels() -> str:
    words = "".join(f"- **{kind}**: {WHERE[kind]}\n" for kind in Kind)
    rows = [[action, *(_cell(action, kind) for kind in Kind)] for action in Action]
    several = "A channel may be of several kinds; then each of them has to allow it."
    return f"{words}\n{several}\n\n{_table(['', *Kind], rows)}"


def _cell(action: Action, kind: Kind) -> str:
    allows = KINDS[kind]
    if action in HOUSE_WIDE:
        return "as the table"
    whose = TABLE[action] & allows.roles
    if action not in allows.actions or not whose:
        return "–"
    if whose != TABLE[action]:
        return ", ".join(role for role, _ in PEOPLE if role in whose)
    return "who is in it" if allows.members_only else "as the table"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(rights_page(), encoding="utf-8")
