from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, FollowUp, Message, Promise
from bot.features.digest.views import Act as DigestAct
from bot.features.escalations.rules import State, heat_sign, heat_word
from bot.features.escalations.views import SHORT, card_buttons, client_name, contact_name, is_by_letter, the_client
from bot.features.follow_ups.views import follow_up_buttons
from bot.features.preferences.views import Act as SettingsAct
from bot.features.promises.views import promise_buttons
from bot.slack.blocks import DIVIDER, Block, Sentence, View, actions, button, context, header, lines
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Bold, Link, Moment, Place, cut
from bot.words import later, said, t

HEALTH, OPEN, MINE = "/angry-client health", "/angry-client open", "/angry-client mine"
UNCLEAR = "ambiguous"
"""State of a message that may have been posted."""
MINE_MOST, BOARD_MOST, LISTED_MOST = 12, 15, 20
PARKED_MOST = 8
CALLING, LETTER = later("being called now"), later("waits for a letter")
STATE_WORDS = {
    State.WAITING: later("waits for a call"),
    State.REACHED: later("reached"),
    State.AGREED: later("agreed"),
}


class Act(StrEnum):
    RETRY = "home.retry"
    DROP = "home.drop"
    MINE_BACK = "home.mine_back"
    MINE_ON = "home.mine_on"
    BOARD_BACK = "home.board_back"
    BOARD_ON = "home.board_on"
    HEALTH = "home.health"


@dataclass(frozen=True)
class Row:
    """A client who is angry."""

    escalation: Escalation
    owner: str | None
    thread: Link


@dataclass(frozen=True)
class Due:
    """A promise to keep, or a client to ask how they feel."""

    about: Promise | FollowUp
    escalation: Escalation
    thread: Link
    is_due: bool


@dataclass(frozen=True)
class Page:
    """So many of all, from the `number`-th page on, which counts from 0."""

    number: int
    pages: int


@dataclass(frozen=True)
class Health:
    """What a lead should know of us."""

    heard_at: datetime | None
    beat_at: datetime | None
    waiting: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Home:
    mine: Sequence[Row | Due]
    mine_page: Page
    board: Sequence[Row]
    board_page: Page
    health: Health | None = None
    """For leads."""
    parked: Sequence[Message] = ()
    missing: Sequence[str] = ()
    """What still has to be set, in sentences."""


def home_blocks(home: Home) -> list[Block]:
    """First what is mine; then the team's; for leads how we are, and what Slack would not take."""
    blocks: list[Block] = [header(t("Yours"))]
    if not home.mine:
        blocks.append(sentence("Nothing waits for you. Type /angry-client when a client is angry.").block)
    for item in home.mine:
        blocks += _row(item, with_buttons=True) if isinstance(item, Row) else _due(item)
    blocks += _leaf(home.mine_page, Act.MINE_BACK, Act.MINE_ON)
    blocks += [DIVIDER, header(t("The team's"))]
    if not home.board:
        blocks.append(sentence("No other client is angry right now.").block)
    for row in home.board:
        blocks += _row(row, with_buttons=row.owner is None)
    return [*blocks, *_leaf(home.board_page, Act.BOARD_BACK, Act.BOARD_ON), *_last(home)]


def outside_blocks(why: str) -> list[Block]:
    """For a guest, or somebody of another company."""
    return [verbatim(why).block]


def _last(home: Home) -> list[Block]:
    pressed = [button(t("Last seven days"), DigestAct.SHOW, 1)]
    if home.health is None:
        return [DIVIDER, actions(*pressed)]
    pressed += [button(t("Settings"), SettingsAct.SHOW, 1), button(t("Health"), Act.HEALTH, 1)]
    missing = [verbatim(words).block for words in home.missing]
    return [DIVIDER, header(t("For leads")), *missing, lines(_health_row(home.health)), actions(*pressed),
            *_not_delivered(home.parked)]  # fmt: skip


def _leaf(page: Page, back: Act, on: Act) -> list[Block]:
    if page.pages < 2:
        return []
    pressed = [button(t("Earlier"), back, page.number - 1)] if page.number else []
    pressed += [button(t("More"), on, page.number + 1)] if page.number + 1 < page.pages else []
    return [context(t("Page {number} of {pages}", number=page.number + 1, pages=page.pages)), actions(*pressed)]


def _row(row: Row, *, with_buttons: bool) -> list[Block]:
    words = _of(row).block
    return [words, *card_buttons(row.escalation)] if with_buttons else [words]


def _of(row: Row) -> Sentence:
    escalation = row.escalation
    state = STATE_WORDS[State(escalation.state)]
    if escalation.state == State.WAITING:
        state = CALLING if escalation.calling_since else LETTER if is_by_letter(escalation) else state
    flagged = sentence(
        "*{client}*  {sign} {heat}, {state}, flagged {ago}.", client=client_name(escalation),
        sign=heat_sign(escalation.heat), heat=heat_word(escalation.heat), state=said(state),
        ago=Moment(escalation.flagged_at, "{ago}"),
    )  # fmt: skip
    who = sentence("{name} has it.", name=row.owner) if row.owner else sentence("Nobody has it yet.")
    owed_at = escalation.owed_at
    owed = sentence("We owe them a word by {at}.", at=Moment(owed_at, SHORT)) if owed_at else None
    return together(flagged, who, owed, verbatim(row.thread))


def _due(due: Due) -> list[Block]:
    if isinstance(due.about, Promise):
        promised = sentence(
            "*Promised {client}: {what}*. Due {at}.",
            client=the_client(due.escalation), what=cut(due.about.what, 200), at=Moment(due.about.due_at, SHORT),
        )  # fmt: skip
        return [together(promised, verbatim(due.thread)).block, promise_buttons(due.about)]
    ask = sentence(
        "*Ask {who} how they feel*, from {at} on.",
        who=contact_name(due.escalation), at=Moment(due.about.due_at, SHORT),
    )  # fmt: skip
    words = together(ask, verbatim(due.thread)).block
    return [words, follow_up_buttons(due.escalation, due.about.id)] if due.is_due else [words]


def list_view(opening: str, rows: Sequence[Row | Due], total: int) -> View:
    """The same in words, for who asks by a command."""
    if not rows:
        return shows(verbatim(opening))
    listed = [_of(row) if isinstance(row, Row) else _of_due(row) for row in rows]
    if total > len(rows):
        listed.append(sentence("And {count} more, on my Home tab.", count=total - len(rows)))
    first = verbatim(Bold(opening))
    return View(first.text, [first.block, lines(*listed)])


def _of_due(due: Due) -> Sentence:
    at = Moment(due.about.due_at, SHORT)
    if isinstance(due.about, Promise):
        what = cut(due.about.what, 200)
        words = sentence("Promised {client}: {what}, by {at}.", client=the_client(due.escalation), what=what, at=at)
    else:
        words = sentence("Ask {who} how they feel, from {at} on.", who=contact_name(due.escalation), at=at)
    return together(words, verbatim(due.thread))


def undelivered_view(message: Message) -> View:
    """To a lead: what Slack refused, or what nobody but them can see."""
    if message.state == UNCLEAR:
        return says(
            "*I can't see whether a message of mine was posted* in {channel}. Please look there, and tell me.",
            channel=Place(message.channel), more=[_pressed(message)],
        )  # fmt: skip
    return says(
        "*Slack would not take a message of mine* ({reason}). My Home tab shows it, with Retry and Drop.",
        reason=message.reason,
        more=[_pressed(message)],
    )


def health_view(wrong: Sequence[str], health: Health, zones: str, parked: Sequence[Message]) -> View:
    """The same truth as /healthz, and what waits for a person."""
    opening = sentence("*Not all is well.*") if wrong else sentence("*All is well.*")
    reasons = [verbatim(reason) for reason in wrong]
    rows = [*reasons, together(_health_row(health), sentence("Time zones of {year}.", year=zones))]
    return View(opening.text, [opening.block, lines(*rows), *_not_delivered(parked)])


def _health_row(health: Health) -> Sentence:
    heard = sentence("Slack has told me nothing yet.")
    if health.heard_at:
        heard = sentence("Slack last told me something {ago}.", ago=Moment(health.heard_at, "{ago}"))
    beat = sentence("My clocks last ran {ago}.", ago=Moment(health.beat_at, "{ago}")) if health.beat_at else None
    waiting = sentence("Waiting to be said: {count}.", count=health.waiting)
    if health.late:
        waiting = sentence("Waiting to be said: {count}, {late} of it late.", count=health.waiting, late=health.late)
    return together(heard, beat, waiting)


def again_view(*, is_mine: bool = True) -> View:
    return says("It goes out again now.") if is_mine else says("Somebody has seen to that one already.")


def dropped_view(*, is_mine: bool = True, was_there: bool = False) -> View:
    if not is_mine:
        return says("Somebody has seen to that one already.")
    return says("Thank you. Then I leave it as it is.") if was_there else says("Dropped. I won't try that one again.")


def _not_delivered(parked: Sequence[Message]) -> list[Block]:
    shown = [block for message in parked[:PARKED_MOST] for block in _parked(message)]
    return [DIVIDER, header(t("Not delivered")), *shown] if shown else []


def _parked(message: Message) -> list[Block]:
    """Why, in Slack's word, and what one can do. The text itself may be for somebody else's eyes."""
    if message.state == UNCLEAR:
        words = sentence("A message to {channel} may be there or not. Please look.", channel=Place(message.channel))
    else:
        words = sentence(
            "A message to {channel} could not be posted: *{reason}*.",
            channel=Place(message.channel), reason=message.reason,
        )  # fmt: skip
    return [words.block, _pressed(message)]


def _pressed(message: Message) -> Block:
    again, leave = (t("Post it again"), t("It is there")) if message.state == UNCLEAR else (t("Retry"), t("Drop"))
    return actions(button(again, Act.RETRY, message.id), button(leave, Act.DROP, message.id))
