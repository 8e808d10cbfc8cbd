"""Who sees a channel, where a test acts past the door and nobody is there to ask Slack."""

from bot.db.engine import put
from bot.db.models import Channel
from bot.work import Work


def just_asked(work: Work) -> None:
    """The watched channel is public, and Slack has said so this moment."""
    seen = dict.fromkeys(("is_private", "is_direct", "is_shared", "is_archived", "is_left"), False)
    put(work.session, Channel, workspace_id=work.workspace.id, channel=work.workspace.watched_channel, members=[],
        changes=0, asked_at=work.now, **seen)  # fmt: skip
