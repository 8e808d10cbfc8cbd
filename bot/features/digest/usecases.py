from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from bot.db.models import Digest, Escalation, History, Message, Promise, Workspace
from bot.features.digest.rules import WEEK, Figures, Lesson, Rhythm, without_lessons
from bot.features.digest.views import digest_view
from bot.features.escalations.rules import OPEN, Act, State
from bot.features.escalations.views import client_name
from bot.features.people.rules import Action
from bot.features.people.usecases import channels_for_readers_of, channels_read_by, require
from bot.hours import local
from bot.slack.blocks import View
from bot.work import Work

COUNTED = (*OPEN, State.CLOSED)


def wind_digest(work: Work) -> None:
    """At the start: a clock that was never wound is set."""
    if work.workspace.next_digest_at is None:
        work.workspace.next_digest_at = rhythm_of(work).next(work.now)


def rewind_digest(work: Work, before: Rhythm) -> None:
    """In another zone it is the same Monday's; on another day, or at another time, the next of a week not told yet."""
    rhythm, due_at = rhythm_of(work), work.workspace.next_digest_at
    if due_at is None or rhythm == before:
        return
    if (rhythm.weekday, rhythm.at) == (before.weekday, before.at):
        work.workspace.next_digest_at = rhythm.moved(due_at)
        return
    following = rhythm.next(work.now)
    work.workspace.next_digest_at = rhythm.next(following) if _was_told(work, following) else following


def _was_told(work: Work, due_at: datetime) -> bool:
    """The digest of the ISO week in which that instant lies."""
    year, week, _ = local(due_at, work.workspace.zone).isocalendar()
    return work.first(work.select(Digest).where(Digest.iso_year == year, Digest.iso_week == week)) is not None


def rhythm_of(work: Work) -> Rhythm:
    workspace = work.workspace
    return Rhythm(workspace.zone, workspace.digest_day, time.fromisoformat(workspace.digest_time))


def say_digest(work: Work, workspace: Workspace) -> None:
    """The clock of the digest has come: of those that were missed the newest is told, and covers all."""
    rhythm, owed_since = rhythm_of(work), workspace.next_digest_at or work.now
    workspace.next_digest_at = rhythm.next(work.now)
    if not workspace.digest_channel:
        return
    due_at = rhythm.newest(work.now)
    if _was_told(work, due_at):
        return
    year, week, _ = local(due_at, workspace.zone).isocalendar()
    last = work.first(work.select(Digest).order_by(Digest.covers_until.desc()))
    since = last.covers_until if last else owed_since - WEEK
    channels = channels_for_readers_of(work, workspace.digest_channel)
    message = work.say(workspace.digest_channel, digest_view(figures(work, since, due_at, channels)))
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
    person = require(work, by, Action.READ)
    return digest_view(figures(work, work.now - WEEK, work.now, channels_read_by(work, person)))


def forget_lessons(work: Work, client: str, lesson: str, since: datetime) -> None:
    """What a client taught us is taken out of the digests that told it, in Slack too."""
    for told in work.all(work.select(Digest).where(Digest.covers_until > since).order_by(Digest.id)):
        message = work.find(Message, told.message_id)
        work.change(message, View(message.text, without_lessons(message.blocks, client, lesson)))


def figures(work: Work, since: datetime, until: datetime, channels: Collection[str]) -> Figures:
    """What happened in these channels from `since` up to, not including, `until`."""

    def within(column: Any) -> tuple[Any, Any]:
        return column >= since, column < until

    is_real = Escalation.is_rehearsal.is_(False)
    is_seen = Escalation.channel.in_(channels)
    escalations = work.select(Escalation).where(Escalation.state.in_(COUNTED), is_real, is_seen)
    left_out = [each.id for each in work.all(work.select(Escalation).where(~is_real | ~is_seen))]
    promises = work.select(Promise).where(Promise.escalation_id.not_in(left_out))
    relapses = work.select(History).where(History.act == Act.RELAPSE, History.escalation_id.not_in(left_out))
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
        relapses=work.count(relapses.where(*within(History.at))),
        lessons=[
            Lesson(client=client_name(escalation), words=escalation.lesson, cause=escalation.cause)
            for escalation in closed
            if escalation.lesson
        ],
    )
