"""What the features keep in the history is sealed, whatever they do."""

from collections.abc import Callable

from acts import closes, reached
from story import Story

from bot.db.audit_report import audit_of


def test_the_history_of_a_story_is_whole(tell: Callable[..., Story], database_url: str) -> None:
    story = tell()
    closes(story, reached(story))
    story.mia.sees("Acme Corp is closed by Olivia.", "#escalations")
    said = [finding.says for finding in audit_of(database_url, story.now)]
    assert said[0] == "The history is whole: 4 rows in 1 chain."
