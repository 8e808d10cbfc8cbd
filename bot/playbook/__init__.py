"""The coaching, as data: what to do, say and avoid in each phase of a call, and the advice every line rests on.

`PLAYBOOK` is read and checked once, when the process starts, so that a broken line stops the start and not a call.
The words live in advice.toml, phases.toml and lines.toml; `load.py` says what is refused in them."""

from bot.playbook.contents import Advice, Article, Cites, Line, Phase, Playbook, Step
from bot.playbook.load import load_playbook
from bot.playbook.table import PlaybookError

PLAYBOOK: Playbook = load_playbook()

__all__ = [
    "PLAYBOOK",
    "Advice",
    "Article",
    "Cites",
    "Line",
    "Phase",
    "Playbook",
    "PlaybookError",
    "Step",
    "load_playbook",
]
