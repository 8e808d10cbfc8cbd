"""What somebody finds on their Home tab, and what a lead does about what could not be delivered."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from bot.db.models import Beat, Escalation, FollowUp, HeardOnce, Look, Message, Person, Promise
from bot.features.asks.usecases import ask
from bot.features.escalations.rules import OPEN, State
from bot.features.escalations.usecases import link_to
from bot.features.home.views import (
    BOARD_MOST,
    LISTED_MOST,
    MINE_MOST,
    PARKED_MOST,
    UNCLEAR,
    Due,
    Health,
    Home,
    Page,
    Row,
    again_view,
    dropped_view,
    health_view,
    home_blocks,
    list_view,
    outside_blocks,
    undelivered_view,
)
from bot.features.people.rules import Action, outside
from bot.features.people.usecases import (
    can,
    can_be_told,
    channels_known_to,
    channels_read_by,
    find_person,
    names_of,
    require,
)
from bot.features.people.views import OUTSIDE, UNKNOWN
from bot.features.preferences.usecases import missing_of
from bot.hours import ZONES_OF
from bot.slack.blocks import Block, View
from bot.words import said, t
from bot.work import HOME, Work

NEEDS_A_PERSON = ("parked", UNCLEAR)
"""Unclear only when it has a reason: until then it is looked for."""
UNSAID = ("pending", "sending", "ambiguous")
LOOKS_FOR, REDRAWN_EVERY = timedelta(minutes=15), timedelta(seconds=3)
LATE_AFTER = timedelta(minutes=1)
COMES_NEXT = timedelta(days=2)
CLOCKS = "clocks"


def open_home(work: Work, by: str, blocks: list[Block]) -> None:
    """They look at it now, and it shows this: for a while it is kept as things are."""
    look = _look_of(work, by)
    if look is None:
        shown = work.show_home(by, blocks)
        look = work.add(
            Look(workspace_id=work.workspace.id, user_id=by, looked_at=work.now, message_id=shown.id)
        )
    else:
        work.change(work.find(Message, look.message_id), View("Home", blocks))
    look.looked_at, look.redraw_at = work.now, work.now + REDRAWN_EVERY


def close_home(work: Work, by: str) -> None:
    """They look at something else."""
    if look := _look_of(work, by):
        look.redraw_at = None


def leaf(work: Work, by: str, **pages: int) -> None:
    require(work, by, Action.READ)
    if look := _look_of(work, by):
        for name, number in pages.items():
            setattr(look, name, max(0, number))


def redraw_home(work: Work, look: Look) -> None:
    """The clock of somebody's Home tab: what has changed is shown, at once at first, and less often as they look on."""
    looked_for = work.now - look.looked_at
    look.redraw_at = work.now + max(REDRAWN_EVERY, looked_for / 20) if looked_for < LOOKS_FOR else None
    work.change(work.find(Message, look.message_id), View("Home", home_of(work, look.user_id, may_ask=False)))


def home_of(work: Work, user_id: str, *, may_ask: bool = True) -> list[Block]:
    """What this person finds on their Home tab. For who is not of the team, a sentence.

    Raises MustAsk; a clock cannot ask Slack, and goes by what was last known.
    """
    person = find_person(work, user_id)
    if person is None or (reason := outside(person)):
        return outside_blocks(said(OUTSIDE, reason=reason) if person else said(UNKNOWN))
    look, channels = _look_of(work, user_id), (channels_read_by if may_ask else channels_known_to)(work, person)
    mine, mine_page = _mine(work, person, channels, look.mine_page if look else 0, MINE_MOST)
    board, board_page = _board(work, user_id, channels, look.board_page if look else 0, BOARD_MOST)
    if not can(work, person, Action.SEE_UNDELIVERED):
        return home_blocks(Home(mine=mine, mine_page=mine_page, board=board, board_page=board_page))
    return home_blocks(Home(
        mine=mine, mine_page=mine_page, board=board, board_page=board_page, health=_health(work),
        parked=_parked(work, channels),
        missing=missing_of(work),
    ))  # fmt: skip


def list_open(work: Work, by: str) -> View:
    """Every client who is angry now, in words."""
    person = require(work, by, Action.READ)
    everything = _open(work, channels_read_by(work, person))
    total = work.count(everything)
    rows = _rows(work, work.all(_hottest(everything).limit(LISTED_MOST)))
    opening = t("Angry now: {count}.", count=total) if total else t("No client is angry right now.")
    return list_view(opening, rows, total)


def list_mine(work: Work, by: str) -> View:
    """What waits for whoever asks, in words."""
    person = require(work, by, Action.READ)
    channels = channels_read_by(work, person)
    rows, page = _mine(work, person, channels, 0, LISTED_MOST)
    total = len(rows) if page.pages < 2 else _count_mine(work, by, channels)
    return list_view(t("Yours, the most urgent first.") if rows else t("Nothing waits for you."), rows, total)


def health_of(work: Work, by: str, wrong: Sequence[str]) -> View:
    """For leads: whether all is well, and what waits for a person."""
    person = require(work, by, Action.SEE_UNDELIVERED)
    return health_view(wrong, _health(work), ZONES_OF, _parked(work, channels_read_by(work, person)))


def retry_message(work: Work, by: str, message_id: str) -> View:
    """Posted again, with what waited for it: also when a lead has looked, and what was unclear is not there."""
    message = _undelivered(work, by, message_id)
    if not _needs_a_person(message):
        return again_view(is_mine=False)
    message.state, message.reason, message.report_at, message.first_try_at = "pending", "", None, None
    message.due_at, message.tries, work.spoke = work.now, 0, True
    for reply in work.all(work.select(Message).where(Message.thread_id == message.id, Message.state == "parked")):
        reply.state, reply.due_at, reply.tries = "pending", work.now, 0
    return again_view()


def drop_message(work: Work, by: str, message_id: str) -> View:
    message = _undelivered(work, by, message_id)
    if not _needs_a_person(message):
        return dropped_view(is_mine=False)
    was_there = message.state == UNCLEAR
    message.state, message.report_at = "dropped", None
    return dropped_view(was_there=was_there)


def report_undelivered(work: Work, message: Message) -> None:
    """The leads hear that something could not be delivered: once an hour at most, not of their own closed doors."""
    message.report_at = None
    if not _needs_a_person(message) or message.channel.startswith(HOME):
        return
    about = work.find(Escalation, message.escalation_id) if message.escalation_id else None
    for lead in work.workspace.leads:
        if message.channel != lead and find_person(work, lead) and (about is None or can_be_told(work, lead, about)):
            key = f"undelivered:{work.now:%Y-%m-%dT%H}:{lead}"
            ask(work, lead, undelivered_view(message), topic="undelivered", key=key)


def _undelivered(work: Work, by: str, message_id: str) -> Message:
    """It, locked, if it is theirs to deal with."""
    require(work, by, Action.SEE_UNDELIVERED)
    about = work.find(Message, message_id, lock=False).escalation_id
    if about:
        require(work, by, Action.READ, work.find(Escalation, about))
    return work.find(Message, message_id)


def _look_of(work: Work, user_id: str) -> Look | None:
    return work.first(work.select(Look).where(Look.user_id == user_id))


def _open(work: Work, channels: Collection[str]) -> Any:
    return work.select(Escalation).where(Escalation.state.in_(OPEN), Escalation.channel.in_(channels))


def _hottest(wanted: Any) -> Any:
    return wanted.order_by(Escalation.heat.desc(), Escalation.flagged_at, Escalation.id)


def _board(
    work: Work, user_id: str, channels: Collection[str], number: int, most: int
) -> tuple[list[Row], Page]:
    """Everybody else's."""
    others = _open(work, channels).where(Escalation.owner.is_distinct_from(user_id))
    page = _page(work.count(others), number, most)
    return _rows(work, work.all(_hottest(others).offset(page.number * most).limit(most))), page


def _mine(
    work: Work, person: Person, channels: Collection[str], number: int, most: int
) -> tuple[list[Row | Due], Page]:
    """Clients who wait, then promises, then whom to ask how they feel; each by what is most urgent."""
    page = _page(_count_mine(work, person.user_id, channels), number, most)
    skipped, found = page.number * most, list[Row | Due]()
    for wanted, shown in _mine_by_kind(work, person.user_id, channels):
        total = work.count(wanted)
        if skipped < total:
            found += shown(work.all(wanted.offset(skipped).limit(most - len(found))))
        skipped = max(0, skipped - total)
        if len(found) == most:
            break
    return found, page


def _count_mine(work: Work, user_id: str, channels: Collection[str]) -> int:
    return sum(work.count(wanted) for wanted, _ in _mine_by_kind(work, user_id, channels))


def _mine_by_kind(work: Work, user_id: str, channels: Collection[str]) -> list[tuple[Any, Any]]:
    """Each kind as what to ask for, and how to show what is found."""
    theirs = work.select(Escalation).where(Escalation.owner == user_id, Escalation.channel.in_(channels))
    own = theirs.with_only_columns(Escalation.id)
    in_hand = own.where(Escalation.state.in_(OPEN))
    asked = own.where(Escalation.state.in_((State.AGREED, State.CLOSED)))
    promises = work.select(Promise).where(Promise.state == "open", Promise.escalation_id.in_(in_hand))
    calls = work.select(FollowUp).where(
        FollowUp.answered_at.is_(None), FollowUp.escalation_id.in_(asked), FollowUp.due_at < work.now + COMES_NEXT
    )
    return [
        (_hottest(_open(work, channels).where(Escalation.owner == user_id)), lambda rows: _rows(work, rows)),
        (promises.order_by(Promise.due_at, Promise.id), lambda rows: _dues(work, rows)),
        (calls.order_by(FollowUp.due_at, FollowUp.id), lambda rows: _dues(work, rows)),
    ]


def _page(total: int, number: int, most: int) -> Page:
    """The last one, when there are fewer now than when it was leafed to."""
    pages = max(1, -(-total // most))
    return Page(min(number, pages - 1), pages)


def _rows(work: Work, escalations: Sequence[Escalation]) -> list[Row]:
    names = names_of(work, {escalation.owner for escalation in escalations})
    return [Row(escalation, names.get(escalation.owner or ""), link_to(work, escalation)) for escalation in escalations]


def _dues(work: Work, rows: Sequence[Promise | FollowUp]) -> list[Due]:
    ids = {row.escalation_id for row in rows}
    about = {each.id: each for each in work.all(work.select(Escalation).where(Escalation.id.in_(ids)))}
    return [
        Due(row, about[row.escalation_id], link_to(work, about[row.escalation_id]), row.due_at <= work.now)
        for row in rows
    ]


def _health(work: Work) -> Health:
    """To the minute, so that Home tabs are not redrawn for every word that Slack says."""
    heard = work.first(work.select(HeardOnce).order_by(HeardOnce.at.desc()))
    beat = work.session.get(Beat, CLOCKS)
    unsaid = work.select(Message).where(Message.state.in_(UNSAID), Message.channel.not_like(f"{HOME}%"))
    return Health(
        heard_at=heard.at.replace(second=0, microsecond=0) if heard else None,
        beat_at=beat.at.replace(second=0, microsecond=0) if beat else None,
        waiting=work.count(unsaid),
        late=work.count(unsaid.where(Message.due_at < work.now - LATE_AFTER)),
    )


def _needs_a_person(message: Message) -> bool:
    """Slack said no for good; or it may have been posted, and only somebody who looks can know."""
    return message.state in NEEDS_A_PERSON and bool(message.reason)


def _parked(work: Work, channels: Collection[str]) -> Sequence[Message]:
    """But of what they may not read."""
    wanted = work.select(Message).where(Message.state.in_(NEEDS_A_PERSON), Message.reason != "")
    hidden = work.select(Escalation).where(Escalation.channel.not_in(channels)).with_only_columns(Escalation.id)
    is_shown = Message.escalation_id.is_(None) | Message.escalation_id.not_in(hidden)
    wanted = wanted.where(is_shown, Message.channel.not_like(f"{HOME}%"))
    return work.all(wanted.order_by(Message.id).limit(PARKED_MOST))
