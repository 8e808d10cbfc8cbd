from datetime import datetime
from typing import Any

from bot.db.models import Digest, Escalation, History, Message, Promise, Workspace
from bot.features.digest.rules import (
    WEEK,
    Figures,
    Lesson,
    moved_digest,
    newest_digest,
    next_digest,
    without_lessons,
)
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
    """At the start: a clock that was never wound is set; one that was wound in another zone means the same Monday."""
    workspace, due_at = work.workspace, work.workspace.next_digest_at
    zone = workspace.zone
    workspace.next_digest_at = moved_digest(due_at, zone) if due_at else next_digest(work.now, zone)


def say_digest(work: Work, workspace: Workspace) -> None:
    """The clock of the digest has come: of the Mondays that were missed the newest is told, and covers all."""
    owed_since = workspace.next_digest_at or work.now
    workspace.next_digest_at = next_digest(work.now, workspace.zone)
    due_at = newest_digest(work.now, workspace.zone)
    year, week, _ = local(due_at, workspace.zone).isocalendar()
    same = work.select(Digest).where(Digest.iso_year == year, Digest.iso_week == week)
    if work.first(same):
        return
    last = work.first(work.select(Digest).order_by(Digest.covers_until.desc()))
    since = last.covers_until if last else owed_since - WEEK
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


def forget_lessons(work: Work, client: str, lesson: str, since: datetime) -> None:
    """What a client taught us is taken out of the digests that told it, in Slack too."""
    for told in work.all(work.select(Digest).where(Digest.covers_until > since).order_by(Digest.id)):
        message = work.find(Message, told.message_id)
        work.change(message, View(message.text, without_lessons(message.blocks, client, lesson)))


def figures(work: Work, since: datetime, until: datetime) -> Figures:
    """What happened from `since` up to, not including, `until`."""

    def within(column: Any) -> tuple[Any, Any]:
        return column >= since, column < until

    escalations, promises = work.select(Escalation).where(Escalation.state.in_(COUNTED)), work.select(Promise)
    closed = work.all(escalations.where(Escalation.state == State.CLOSED, *within(Escalation.ended_at)))
    reached = work.all(escalations.where(*within(Escalation.reached_at)))
    settled = promises.where(*within(Promise.settled_at))
    in_time = settled.where(Promise.settled_at <= Promise.due_at)
    not_in_time = Promise.settled_at.is_(None) | (Promise.settled_at > Promise.due_at)
    late = work.count(promises.where(not_in_time, *within(Promise.due_at)))  # of the period in which it was due
    return Figures(
        since=since,
        until=until,
        opened=work.count(escalations.where(*within(Escalation.flagged_at))),
        closed=len(closed),
        open_now=work.count(escalations.where(Escalation.state.in_(OPEN))),
        waits=[escalation.reached_at - escalation.waiting_since for escalation in reached if escalation.reached_at],
        kept=work.count(in_time.where(Promise.state == "kept")),
        moved=work.count(in_time.where(Promise.state == "moved")),
        late_or_broken=late + work.count(in_time.where(Promise.state == "broken")),
        relapses=work.count(work.select(History).where(History.act == Act.RELAPSE, *within(History.at))),
        lessons=[
            Lesson(client=client_name(escalation), words=escalation.lesson, cause=escalation.cause)
            for escalation in closed
            if escalation.lesson
        ],
    )
