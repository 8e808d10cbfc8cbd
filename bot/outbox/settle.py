"""Settling: what became of a call, written back by whoever still holds the fence."""

import logging
import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Message
from bot.errors import Ambiguous, TryLater, Undeliverable
from bot.outbox import Durations
from bot.outbox.claim import PARENT_NOT_POSTED, Claimed
from bot.outbox.delivery import Sent
from bot.outbox.pace import leave_gate

log = logging.getLogger(__name__)
Outcome = Sent | None | TryLater | Ambiguous | Undeliverable


def settle(session: Session, claimed: Claimed, outcome: Outcome, now: datetime, durations: Durations) -> None:
    """Write the outcome back, unless another process has claimed the message since."""
    wanted = select(Message).where(Message.id == claimed.id).with_for_update(key_share=True)
    message = session.scalars(wanted.execution_options(populate_existing=True)).one()
    if message.fence != claimed.fence:
        log.warning("message %d: came back late (%s), its new holder decides", claimed.id, type(outcome).__name__)
        return
    message.lease_until = None
    paused_until = None
    match outcome:
        case Sent():
            _sent(message, claimed, outcome, now, durations)
        case None:  # looked for and not there
            message.state, message.due_at = "pending", now
        case TryLater():
            wait = timedelta(seconds=outcome.after) if outcome.after else _back_off(claimed.tries, durations)
            message.state = "ambiguous" if claimed.act == "look_up" else "pending"
            message.due_at = now + wait
            paused_until = now + wait if outcome.after else None
        case Ambiguous():
            _unclear(message, claimed, now, durations)
        case Undeliverable():
            message.state, message.reason = "parked", outcome.reason
            message.report_at = None if outcome.reason == PARENT_NOT_POSTED else now  # of the parent they hear already
            log.warning("message %d is parked: %s", claimed.id, outcome.reason)
    leave_gate(session, claimed.workspace_id, claimed.channel, now, paused_until)


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
    if claimed.act == "update":
        message.state, message.due_at = "pending", now + _back_off(claimed.tries, durations)
        message.first_try_at = now
        return
    message.state = "ambiguous"
    message.due_at = now + (durations.settle if claimed.act == "post" else _back_off(claimed.tries, durations))


def _back_off(tries: int, durations: Durations) -> timedelta:
    """Full jitter, so that processes that failed together do not come back together."""
    most = min(durations.back_off_most, timedelta(seconds=2 << min(tries, 10)))
    return most * random.uniform(0.1, 1)  # noqa: S311  # not a secret
