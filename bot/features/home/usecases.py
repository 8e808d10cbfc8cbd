from collections.abc import Sequence

from bot.db.models import Escalation, Message
from bot.features.asks.usecases import ask
from bot.features.escalations.rules import OPEN
from bot.features.escalations.usecases import link_to
from bot.features.home.views import PARKED_MOST, SHOWN_MOST, Row, home_blocks, undelivered_view
from bot.features.people.rules import Action, may
from bot.features.people.usecases import find_person, names_of, require
from bot.slack.blocks import Block
from bot.work import Work

READ_MOST = 3 * SHOWN_MOST
UNKNOWN_IF_POSTED = "unknown_if_posted"


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


def retry_message(work: Work, by: str, message_id: str) -> None:
    require(work, by, Action.SEE_UNDELIVERED)
    message = work.find(Message, message_id)
    if message.state == "parked":
        # What may have been posted is looked for once more before it is posted again.
        message.state = "ambiguous" if message.reason == UNKNOWN_IF_POSTED else "pending"
        message.due_at, message.tries, work.spoke = work.now, 0, True
        for reply in work.all(work.select(Message).where(Message.thread_id == message.id, Message.state == "parked")):
            reply.state, reply.due_at, reply.tries = "pending", work.now, 0


def drop_message(work: Work, by: str, message_id: str) -> None:
    require(work, by, Action.SEE_UNDELIVERED)
    message = work.find(Message, message_id)
    if message.state == "parked":
        message.state = "dropped"


def report_parked(work: Work, message: Message) -> None:
    """The leads hear that something could not be delivered: once an hour at most, not of their own closed doors."""
    message.report_at = None
    if message.state != "parked":
        return
    for lead in work.workspace.leads:
        if message.channel != lead and find_person(work, lead):
            key = f"undelivered:{work.now:%Y-%m-%dT%H}:{lead}"
            ask(work, lead, undelivered_view(message), topic="undelivered", key=key)


def _parked(work: Work) -> Sequence[Message]:
    return work.all(work.select(Message).where(Message.state == "parked").order_by(Message.id).limit(PARKED_MOST))


def _rows(work: Work, escalations: Sequence[Escalation]) -> list[Row]:
    names = names_of(work, {escalation.owner for escalation in escalations})
    return [Row(escalation, names.get(escalation.owner or ""), link_to(work, escalation)) for escalation in escalations]
