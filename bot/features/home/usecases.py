from collections.abc import Sequence

from bot.db.models import Escalation, HeardOnce, Message
from bot.features.asks.usecases import ask
from bot.features.escalations.rules import OPEN
from bot.features.escalations.usecases import link_to
from bot.features.home.views import (
    PARKED_MOST,
    SHOWN_MOST,
    UNCLEAR,
    Row,
    again_view,
    dropped_view,
    health_view,
    home_blocks,
    undelivered_view,
)
from bot.features.people.rules import Action, may
from bot.features.people.usecases import find_person, names_of, require
from bot.hours import ZONES_OF
from bot.slack.blocks import Block, View
from bot.work import Work

READ_MOST = 3 * SHOWN_MOST
NEEDS_A_PERSON = ("parked", UNCLEAR)
"""Unclear only when it has a reason: until then it is looked for."""


def home_of(work: Work, user_id: str) -> list[Block]:
    """What this person finds on their Home tab."""
    person = require(work, user_id, Action.READ)
    wanted = (
        work.select(Escalation)
        .where(Escalation.state.in_(OPEN))
        .order_by(Escalation.heat.desc(), Escalation.flagged_at)
    )
    mine = work.all(wanted.where(Escalation.owner == user_id).limit(READ_MOST))
    others = work.all(wanted.where(Escalation.owner.is_distinct_from(user_id)).limit(READ_MOST))
    is_lead = may(person, Action.SEE_UNDELIVERED, work.workspace.leads)
    return home_blocks(_rows(work, mine), _rows(work, others), _parked(work) if is_lead else [])


def health_of(work: Work, by: str, wrong: Sequence[str]) -> View:
    """For leads: whether all is well, and what waits for a person."""
    require(work, by, Action.SEE_UNDELIVERED)
    heard = work.first(work.select(HeardOnce).order_by(HeardOnce.at.desc()))
    waiting = work.count(work.select(Message).where(Message.state.in_(("pending", "sending", "ambiguous"))))
    return health_view(wrong, heard.at if heard else None, waiting, ZONES_OF, _parked(work))


def retry_message(work: Work, by: str, message_id: str) -> View:
    """Posted again, with what waited for it: also when a lead has looked, and what was unclear is not there."""
    require(work, by, Action.SEE_UNDELIVERED)
    message = work.find(Message, message_id)
    if _needs_a_person(message):
        message.state, message.reason, message.report_at, message.first_try_at = "pending", "", None, None
        message.due_at, message.tries, work.spoke = work.now, 0, True
        for reply in work.all(work.select(Message).where(Message.thread_id == message.id, Message.state == "parked")):
            reply.state, reply.due_at, reply.tries = "pending", work.now, 0
    return again_view()


def drop_message(work: Work, by: str, message_id: str) -> View:
    require(work, by, Action.SEE_UNDELIVERED)
    message = work.find(Message, message_id)
    if _needs_a_person(message):
        message.state, message.report_at = "dropped", None
    return dropped_view()


def report_undelivered(work: Work, message: Message) -> None:
    """The leads hear that something could not be delivered: once an hour at most, not of their own closed doors."""
    message.report_at = None
    if not _needs_a_person(message):
        return
    for lead in work.workspace.leads:
        if message.channel != lead and find_person(work, lead):
            key = f"undelivered:{work.now:%Y-%m-%dT%H}:{lead}"
            ask(work, lead, undelivered_view(message), topic="undelivered", key=key)


def _needs_a_person(message: Message) -> bool:
    """Slack said no for good; or it may have been posted, and only somebody who looks can know."""
    return message.state in NEEDS_A_PERSON and bool(message.reason)


def _parked(work: Work) -> Sequence[Message]:
    wanted = work.select(Message).where(Message.state.in_(NEEDS_A_PERSON), Message.reason != "")
    return work.all(wanted.order_by(Message.id).limit(PARKED_MOST))


def _rows(work: Work, escalations: Sequence[Escalation]) -> list[Row]:
    names = names_of(work, {escalation.owner for escalation in escalations})
    return [Row(escalation, names.get(escalation.owner or ""), link_to(work, escalation)) for escalation in escalations]
