from datetime import datetime

from sqlalchemy import func, select

from bot.db.models import Digest, Escalation, History, Promise, Workspace
from bot.features.digest.rules import WEEK, Figures, Lesson, next_digest
from bot.features.digest.views import digest_view
from bot.features.escalations.rules import OPEN, Act, State
from bot.features.escalations.views import client_name
from bot.features.people.rules import Action
from bot.features.people.usecases import require
from bot.hours import local
from bot.slack.blocks import View
from bot.work import Work

COUNTED = (*OPEN, State.CLOSED)


def wind_digest(work: Work) -> None:
    """At the start: a clock that was never wound, or wound in another zone, is set. One that is due stays due."""
    workspace = work.workspace
    if workspace.next_digest_at is None or workspace.next_digest_at > work.now:
        workspace.next_digest_at = next_digest(work.now, workspace.zone)


def say_digest(work: Work, workspace: Workspace) -> None:
    """The clock of the digest has come: once per ISO week of the workspace, whatever was missed before."""
    due_at = workspace.next_digest_at or work.now
    workspace.next_digest_at = next_digest(work.now, workspace.zone)
    year, week, _ = local(work.now, workspace.zone).isocalendar()
    same = work.select(Digest).where(Digest.iso_year == year, Digest.iso_week == week)
    if work.first(same):
        return
    last = work.first(work.select(Digest).order_by(Digest.covers_until.desc()))
    since = last.covers_until if last else due_at - WEEK
    message = work.say(workspace.digest_channel, digest_view(figures(work, since, due_at)))
    work.add(
        Digest(
            workspace_id=workspace.id,
            iso_year=year,
            iso_week=week,
            covers_from=since,
            covers_until=due_at,
            message_id=message.id,
        )
    )


def digest_now(work: Work, by: str) -> View:
    """The last seven days, for the one who asks."""
    require(work, by, Action.READ)
    return digest_view(figures(work, work.now - WEEK, work.now))


def figures(work: Work, since: datetime, until: datetime) -> Figures:
    escalations = work.select(Escalation).where(Escalation.state.in_(COUNTED))
    closed = work.all(
        escalations.where(Escalation.state == State.CLOSED, Escalation.ended_at >= since, Escalation.ended_at < until)
    )
    reached = work.all(escalations.where(Escalation.reached_at >= since, Escalation.reached_at < until))
    settled = work.select(Promise).where(Promise.settled_at >= since, Promise.settled_at < until)
    promises = work.all(settled)
    late = work.all(
        work.select(Promise).where(Promise.state == "open", Promise.due_at >= since, Promise.due_at < until)
    )
    kept = [promise for promise in promises if promise.state == "kept" and promise.settled_at <= promise.due_at]  # type: ignore[operator]
    moved = [promise for promise in promises if promise.state == "moved"]
    return Figures(
        since=since, until=until,
        opened=len(work.all(escalations.where(Escalation.flagged_at >= since, Escalation.flagged_at < until))),
        closed=len(closed), open_now=len(work.all(escalations.where(Escalation.state.in_(OPEN)))),
        waits=[escalation.reached_at - escalation.waiting_since for escalation in reached if escalation.reached_at],
        kept=len(kept), moved=len(moved), late_or_broken=len(promises) - len(kept) - len(moved) + len(late),
        relapses=_count(work, Act.RELAPSE, since, until),
        lessons=[
            Lesson(client=client_name(escalation), words=escalation.lesson, cause=escalation.cause)
            for escalation in closed if escalation.lesson
        ],
    )  # fmt: skip


def _count(work: Work, act: Act, since: datetime, until: datetime) -> int:
    wanted = (
        select(func.count())
        .select_from(History)
        .where(History.workspace_id == work.workspace.id, History.act == act, History.at >= since, History.at < until)
    )
    return work.session.scalar(wanted) or 0
