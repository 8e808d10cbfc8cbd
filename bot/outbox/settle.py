"""Settling: what became of a call, written back by whoever still holds the fence."""

import logging
import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import History, Message
from bot.errors import Ambiguous, LockedOut, TryLater, Undeliverable
from bot.outbox import UNKNOWN_IF_POSTED, Durations
from bot.outbox.claim import PARENT_NOT_POSTED, Claimed
from bot.outbox.delivery import Gone, Sent
from bot.outbox.pace import leave_gate, let_in, lock_out, pause
from bot.work import DIRECT

log = logging.getLogger(__name__)
SECOND_COPY = "second_copy"
"""What became of a post that came back late: another had posted it meanwhile."""
Failed = TryLater | Ambiguous | LockedOut | Undeliverable
Outcome = Sent | Gone | None | Failed


def settle(session: Session, claimed: Claimed, outcome: Outcome, now: datetime, durations: Durations) -> str:
    """Write the outcome back, unless another process has claimed the message since. Returns what became of it."""
    wanted = select(Message).where(Message.id == claimed.id).with_for_update(key_share=True)
    message = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if message is None:  # another deleted it meanwhile: a post of ours must not stay
        return SECOND_COPY if claimed.act == "post" and isinstance(outcome, Sent) else "late"
    if message.fence != claimed.fence:
        log.warning("message %d: came back late (%s), its new holder decides", claimed.id, type(outcome).__name__)
        return _late(message, claimed, outcome, now, durations)
    message.lease_until = None
    if isinstance(outcome, Sent):
        _sent(message, claimed, outcome, now, durations)
    elif isinstance(outcome, Gone) or (isinstance(outcome, Undeliverable) and _need_not_be_kept(message)):
        session.delete(message)
    elif outcome is None:  # looked for and not there
        message.state, message.due_at, message.first_try_at = "pending", now, None
    elif claimed.act == "look_up" and claimed.barred is None:
        _not_seen(session, message, claimed, outcome, now, durations)
    else:
        _not_sent(message, claimed, outcome, now, durations)
    leave_gate(session, claimed.workspace_id, claimed.channel, now)
    _obey(session, claimed, outcome, now, durations)
    return "deleted" if isinstance(outcome, Gone) else message.state


def _need_not_be_kept(message: Message) -> bool:
    """Slack never took it; or will not delete a word to one person, who may have left: no lead could do it either."""
    return message.is_withdrawn and (message.ts is None or message.channel.startswith(DIRECT))


def _late(message: Message, claimed: Claimed, outcome: Outcome, now: datetime, durations: Durations) -> str:
    """What was said too late stands in Slack all the same: over newer words, or as a second copy."""
    if claimed.act == "update" and isinstance(outcome, Sent | Ambiguous):
        message.first_try_at = now  # whoever writes it next writes it once more when ours can no longer arrive
        if message.state == "sent":
            message.state, message.due_at, message.changed_at = "pending", now, now
    elif claimed.act == "post" and isinstance(outcome, Sent) and message.ts != outcome.ts:
        if message.ts:
            return SECOND_COPY
        if message.state in ("pending", "sending"):  # another is about to post it, or is posting it: look for both
            message.fence += 1
            message.lease_until = None  # whoever held it holds it no more
            message.state, message.due_at = "ambiguous", now + durations.settle
            message.first_try_at = claimed.first_try_at
    return "late"


def _obey(session: Session, claimed: Claimed, outcome: Outcome, now: datetime, durations: Durations) -> None:
    """What the outcome means for everybody else's calls."""
    if isinstance(outcome, LockedOut):
        log.warning("Slack does not let us in: %s", outcome.reason)
        lock_out(session, claimed.workspace_id, outcome.reason, now + durations.probe)
    elif not isinstance(outcome, Ambiguous) and not (claimed.barred or _is_network(outcome)):
        let_in(session, claimed.workspace_id)
    if isinstance(outcome, TryLater) and outcome.after:
        pause(session, claimed.workspace_id, claimed.gate, now + timedelta(seconds=outcome.after))


def _is_network(outcome: Outcome) -> bool:
    return isinstance(outcome, TryLater) and not outcome.after


def _not_sent(message: Message, claimed: Claimed, outcome: Failed, now: datetime, durations: Durations) -> None:
    match outcome:
        case TryLater() | LockedOut():
            message.state, message.due_at = "pending", now + _wait(outcome, claimed, durations)
            if claimed.act == "post":
                message.first_try_at = None  # surely not posted: the next try is the first
        case Ambiguous():
            _unclear(message, claimed, now, durations)
        case Undeliverable():
            message.state, message.reason = "parked", outcome.reason
            message.report_at = None if outcome.reason == PARENT_NOT_POSTED else now  # of the parent they hear already
            log.warning("message %d is parked: %s", claimed.id, outcome.reason)


def _not_seen(
    session: Session, message: Message, claimed: Claimed, outcome: Failed, now: datetime, durations: Durations
) -> None:
    """It could not be looked for. After a while somebody decides who can see it; never a guess.

    A word to one person is given up: the next one repairs it, and twice the same would annoy. What a channel waits for
    goes on being looked for, and the leads hear of it.
    """
    message.state, message.due_at = "ambiguous", now + _wait(outcome, claimed, durations)
    too_long = now >= claimed.first_try_at + durations.unreadable
    if isinstance(outcome, LockedOut) or message.reason or not too_long:
        return
    message.reason = UNKNOWN_IF_POSTED
    log.warning("message %d: it is not known whether it was posted (%s)", claimed.id, type(outcome).__name__)
    if not claimed.is_direct:
        message.report_at = now
        return
    message.state = "unknown"
    if message.is_withdrawn:
        session.delete(message)
    elif message.escalation_id:
        session.add(History(
            workspace_id=message.workspace_id, escalation_id=message.escalation_id, at=now, by=None,
            act="a word may not have arrived", detail={"to": message.channel},
        ))  # fmt: skip


def _sent(message: Message, claimed: Claimed, sent: Sent, now: datetime, durations: Durations) -> None:
    message.sent_channel, message.ts, message.tries, message.reason = sent.channel, sent.ts, 0, ""
    # What was found again may show an older revision: it is written once more, which harms nothing.
    message.sent_revision = 0 if claimed.act == "look_up" else claimed.revision
    # An update without an end may still arrive, over this one: so this one is written again when it no longer can.
    sure_at = message.first_try_at + durations.settle if claimed.act == "update" and message.first_try_at else now
    up_to_date = message.sent_revision == message.revision
    message.state = "sent" if up_to_date and sure_at <= now else "pending"
    if message.state == "pending":
        message.due_at = message.changed_at = sure_at if up_to_date else now
    if sure_at <= now:
        message.first_try_at = None


def _unclear(message: Message, claimed: Claimed, now: datetime, durations: Durations) -> None:
    if claimed.act in ("update", "delete"):
        message.state, message.due_at = "pending", now + _back_off(claimed.tries, durations)
        message.first_try_at = now
        return
    message.state = "ambiguous"
    message.due_at = now + (durations.settle if claimed.act == "post" else _back_off(claimed.tries, durations))


def _wait(outcome: Failed, claimed: Claimed, durations: Durations) -> timedelta:
    if isinstance(outcome, LockedOut):
        return timedelta()  # the workspace's gate says when
    if isinstance(outcome, TryLater) and outcome.after:
        return timedelta(seconds=outcome.after)
    return _back_off(claimed.tries, durations)


def _back_off(tries: int, durations: Durations) -> timedelta:
    """Full jitter, so that processes that failed together do not come back together."""
    most = min(durations.back_off_most, timedelta(seconds=2 << min(tries, 10)))
    return most * random.uniform(0.1, 1)  # noqa: S311  # not a secret
