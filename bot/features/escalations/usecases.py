"""Opening, moving, telling and redrawing an escalation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.db.models import Ask, Attempt, Client, Escalation, HandOver, Message, Promise, Step
from bot.errors import Refusal
from bot.features.checklist.rules import passed_by, proved
from bot.features.checklist.views import checklist_view
from bot.features.escalations.rules import OPEN, Act, State, goal_of, moved
from bot.features.escalations.views import Standing, card_view
from bot.features.history.usecases import note
from bot.features.people.rules import Action
from bot.features.people.usecases import brought_in, channels_for_readers_of, find_person, names_of, require
from bot.hours import week_of
from bot.playbook import PLAYBOOK
from bot.slack.ids import permalink
from bot.slack.text import Link
from bot.words import later, said, t
from bot.work import Words, Work

WORDS_ARE_GONE = later(
    "What was said about this one is gone: it was kept for as long as it may be. Flag the client again."
)
PASSED_BY = {
    Act.REACH: later("it was reached first"), Act.AGREE: later("it was agreed first"),
    Act.CLOSE: later("it was closed first"),
}  # fmt: skip
"""Why a step is left out: by the acts that prove a later one."""
LOOK_BACK = timedelta(days=60)
EXCERPT_MOST = 500
WROTE = "wrote"
"""How an attempt ended that sent a word."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What is known when a client is flagged."""

    by: str
    client: Client | None
    what_happened: str
    heat: int
    owner: str | None = None
    source_channel: str | None = None
    source_ts: str | None = None
    is_rehearsal: bool = False


def open_escalation(work: Work, flag: Flag) -> Escalation:
    """A new escalation with steps, card and checklist. A flag in the watched channel lives in its thread."""
    channel = work.workspace.watched_channel
    escalation = work.add(
        Escalation(
            workspace_id=work.workspace.id,
            client=flag.client,
            state=State.WAITING,
            heat=flag.heat,
            channel=channel,
            what_happened=flag.what_happened,
            flagged_by=flag.by,
            flagged_at=work.now,
            waiting_since=work.now,
            owner=flag.owner,
            source_channel=flag.source_channel,
            source_ts=flag.source_ts,
            is_rehearsal=flag.is_rehearsal,
        )
    )
    owe_first_word(work, escalation)
    for position, step in enumerate(PLAYBOOK.steps):
        work.session.add(
            Step(workspace_id=work.workspace.id, escalation_id=escalation.id, key=step.key, position=position)
        )
    note(work, escalation, flag.by, "flagged", heat=flag.heat, owner=flag.owner)
    work.session.flush()
    standing = standing_of(work, escalation)
    in_thread = flag.source_ts if flag.source_channel == channel else None
    card = work.say(channel, card_view(standing), about=escalation, thread_ts=in_thread)
    escalation.card_id = card.id
    escalation.checklist_id = work.say(channel, _checklist(standing), about=escalation, thread=card).id
    return escalation


def owe_first_word(work: Work, escalation: Escalation) -> None:
    """It is owed when they expect the call, as long as nobody has sent them a word since they wait."""
    sent = work.select(Attempt).where(Attempt.escalation_id == escalation.id, Attempt.result == WROTE)
    if work.first(sent.where(Attempt.at >= escalation.waiting_since)) is None:
        escalation.owed_at = goal_from(work, escalation, escalation.waiting_since)(1)


def goal_from(work: Work, escalation: Escalation, since: datetime) -> Callable[[float], datetime]:
    """When which share of the goal will have passed. Working time is the owner's; the workspace's if nobody has it."""
    owner = find_person(work, escalation.owner) if escalation.owner else None
    zone = owner.zone if owner else work.workspace.zone
    goal, week = goal_of(work.workspace, escalation.heat), week_of(work.workspace)
    return partial(goal.moment_at, since=since, week=week, zone=zone)


def concerned(work: Work, by: str, action: Action, escalation_id: int | str) -> Escalation:
    """The escalation, locked, if this person may do that with it. Raises Refusal."""
    escalation = work.find(Escalation, escalation_id)
    require(work, by, action, escalation)
    if escalation.erased_at:
        raise Refusal(said(WORDS_ARE_GONE))
    if by == escalation.owner:
        escalation.owner_seen_at = work.now
    return escalation


def open_escalation_of(work: Work, client: Client) -> Escalation | None:
    """The one that is open for this client, locked."""
    wanted = work.select(Escalation).where(Escalation.client_id == client.id, Escalation.state.in_(OPEN))
    return work.first(wanted.order_by(Escalation.id), lock=True)


def move(work: Work, escalation: Escalation, act: Act, by: str | None, **detail: Any) -> None:
    """Change the state, tick the steps that the act proves, keep the history. Raises Refusal where it does not fit."""
    escalation.state = moved(escalation.state, act)
    note(work, escalation, by, act, **detail)
    steps = steps_of(work, escalation)
    if act in (Act.REOPEN, Act.RELAPSE):  # they have to be called again
        for step in steps:
            step.state, step.by, step.at, step.reason = "todo", None, None, ""
    proof = proved(steps, {act})
    for step in passed_by(steps, proof):
        step.state, step.by, step.at, step.reason = "skipped", by, work.now, said(PASSED_BY[act])
    for step in proof:
        step.state, step.by, step.at = "done", by, work.now


def tell_thread(work: Work, escalation: Escalation, words: Words, *, broadcast: bool = False) -> Message:
    """A fact, in the escalation's thread. Broadcast is for what the whole channel must know."""
    card = card_of(work, escalation)
    return work.say(escalation.channel, words, about=escalation, thread=card, broadcast=broadcast)


def redraw(work: Work, escalation: Escalation) -> None:
    """Make card and checklist show how it stands now."""
    work.session.flush()
    standing = standing_of(work, escalation)
    work.change(work.find(Message, escalation.card_id or 0), card_view(standing))
    work.change(work.find(Message, escalation.checklist_id or 0), _checklist(standing))


def card_of(work: Work, escalation: Escalation) -> Message:
    """To speak in its thread. Not locked: messages are locked last, when they are changed."""
    return work.find(Message, escalation.card_id or 0, lock=False)


def link_to(work: Work, escalation: Escalation) -> Link:
    """The card, once Slack shows it; until then the channel."""
    card = work.session.get(Message, escalation.card_id) if escalation.card_id else None
    if card is not None and card.ts:
        return Link(permalink(work.workspace.url, escalation.channel, card.ts, card.thread_ts), t("the thread"))
    if card is not None and card.thread_ts:
        return Link(permalink(work.workspace.url, escalation.channel, card.thread_ts), t("the thread"))
    return Link(f"{work.workspace.url}archives/{escalation.channel}", t("the channel"))


def steps_of(work: Work, escalation: Escalation) -> Sequence[Step]:
    return work.all(work.select(Step).where(Step.escalation_id == escalation.id).order_by(Step.position))


def off_key(escalation: Escalation) -> str:
    """How the keys of what leads are told of an owner who is off begin."""
    return f"off:{escalation.id}:"


def _told_of_absence(work: Work, escalation: Escalation) -> Sequence[Ask]:
    if escalation.owner_off_until is None:
        return []
    told = work.select(Ask).where(Ask.escalation_id == escalation.id, Ask.key.startswith(off_key(escalation)))
    return work.all(told.where(Ask.key.contains(f":{escalation.owner}:")).order_by(Ask.id))


def open_promises(work: Work, escalation: Escalation) -> Sequence[Promise]:
    wanted = work.select(Promise).where(Promise.escalation_id == escalation.id, Promise.state == "open")
    return work.all(wanted.order_by(Promise.due_at))


def offer_of(work: Work, escalation: Escalation) -> HandOver | None:
    """The offer of it that nobody has answered yet: there is one at most."""
    return work.first(work.select(HandOver).where(HandOver.escalation_id == escalation.id, HandOver.state == "offered"))


def standing_of(work: Work, escalation: Escalation) -> Standing:
    steps = steps_of(work, escalation)
    earlier, told = _earlier(work, escalation), _told_of_absence(work, escalation)
    into = work.session.get(Escalation, escalation.merged_into_id) if escalation.merged_into_id else None
    offered, helping = offer_of(work, escalation), brought_in(work, escalation)
    people = (escalation.owner, escalation.flagged_by, escalation.calling_by, offered.receiver if offered else None)
    return Standing(
        escalation=escalation,
        steps=steps,
        promise=next(iter(open_promises(work, escalation)), None),
        earlier=earlier,
        names=names_of(
            work, {step.by for step in steps} | {asked.person for asked in told} | {*people, *helping}
        ),
        told={asked.person: None if asked.speak_at <= work.now else asked.speak_at for asked in told},
        last_promise=_last_promise(work, earlier),
        source=_source(work, escalation),
        merged_into=link_to(work, into) if into else None,
        offered_to=offered.receiver if offered else None,
        helping=helping,
    )


def _source(work: Work, escalation: Escalation) -> Link | None:
    if not (escalation.source_channel and escalation.source_ts) or escalation.source_channel == escalation.channel:
        return None
    return Link(permalink(work.workspace.url, escalation.source_channel, escalation.source_ts), t("this message"))


def _checklist(standing: Standing) -> Words:
    return checklist_view(standing.steps, standing.name, live=standing.escalation.state in OPEN)


def _earlier(work: Work, escalation: Escalation) -> Sequence[Escalation]:
    if escalation.client_id is None:
        return []
    wanted = work.select(Escalation).where(
        Escalation.client_id == escalation.client_id, Escalation.id != escalation.id,
        Escalation.flagged_at <= escalation.flagged_at, Escalation.flagged_at > escalation.flagged_at - LOOK_BACK,
        Escalation.state.not_in((State.UNDONE, State.MERGED)),
        Escalation.channel.in_({escalation.channel, *channels_for_readers_of(work, escalation.channel)}),
    )  # fmt: skip
    return work.all(wanted.order_by(Escalation.flagged_at.desc()).limit(20))


def _last_promise(work: Work, earlier: Sequence[Escalation]) -> str | None:
    ids = [escalation.id for escalation in earlier]
    settled = work.select(Promise).where(Promise.escalation_id.in_(ids), Promise.state.in_(("kept", "broken")))
    last = work.first(settled.order_by(Promise.settled_at.desc())) if ids else None
    return last.state if last else None
