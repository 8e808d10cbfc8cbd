from collections.abc import Sequence

from bot.db.models import Ask, Escalation, HeardOnce, History, Message
from bot.features.asks.usecases import reword
from bot.features.escalations.usecases import link_to, redraw
from bot.features.flagging.usecases import excerpt_of
from bot.features.flagging.views import flagged_again_view, joined_line
from bot.features.hand_overs.usecases import reword_briefs
from bot.features.history.usecases import note
from bot.features.people.usecases import name_of
from bot.work import Work


def is_quoted(work: Work, channel: str, ts: str) -> bool:
    """Whether this message was flagged: it opened an escalation, or joined one."""
    return _opened_by(work, channel, ts) is not None or _has_joined(work, channel, ts)


def forget_source(work: Work, channel: str, ts: str) -> None:
    """Somebody deleted it: its words go wherever we quote them. The client is still angry, and all else goes on."""
    escalation = _opened_by(work, channel, ts, lock=True)
    if escalation is not None and escalation.what_happened:
        reword_briefs(work, escalation, escalation.what_happened, "")
        escalation.what_happened = ""
        note(work, escalation, None, "the flagged message was deleted")
        redraw(work, escalation)
    if _has_joined(work, channel, ts):
        for row in _joined_by(work, channel, ts):
            _forget_joined(work, row)


def follow_source(work: Work, channel: str, ts: str, before: str, after: str) -> None:
    """Somebody reworded it: so is our excerpt, where it is theirs and not what the flagger typed instead."""
    escalation = _opened_by(work, channel, ts, lock=True)
    if escalation is not None and escalation.what_happened == excerpt_of(work, before) != excerpt_of(work, after):
        reword_briefs(work, escalation, escalation.what_happened, excerpt_of(work, after))
        escalation.what_happened = excerpt_of(work, after)
        note(work, escalation, None, "the flagged message was reworded")
        redraw(work, escalation)


def _forget_joined(work: Work, row: History) -> None:
    """In the thread and in the owner's direct message stands from now on only that, not with which words."""
    escalation = work.find(Escalation, row.escalation_id or 0)
    by = name_of(work, row.by or "")
    work.change(work.find(Message, row.detail["line"]), joined_line(by, "", None, None))
    asked = work.first(work.select(Ask).where(Ask.id == row.detail["ask"]), lock=True)
    if asked is not None:
        reword(work, asked, flagged_again_view(escalation, by, "", link_to(work, escalation)))


def _opened_by(work: Work, channel: str, ts: str, *, lock: bool = False) -> Escalation | None:
    wanted = work.select(Escalation).where(Escalation.source_channel == channel, Escalation.source_ts == ts)
    return work.first(wanted, lock=lock)


def _has_joined(work: Work, channel: str, ts: str) -> bool:
    return work.session.get(HeardOnce, (work.workspace.id, f"joined:{channel}:{ts}")) is not None


def _joined_by(work: Work, channel: str, ts: str) -> Sequence[History]:
    flagged_again = work.all(work.select(History).where(History.act == "flagged again"))
    return [row for row in flagged_again if row.detail.get("source") == [channel, ts]]
