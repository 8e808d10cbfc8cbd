from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, FollowUp, Message, Promise
from bot.features.digest.views import Act as DigestAct
from bot.features.escalations.rules import HEAT_WORDS, State, heat_sign
from bot.features.escalations.views import SHORT, card_buttons, client_name, contact_name, the_client
from bot.features.follow_ups.views import follow_up_buttons
from bot.features.preferences.views import Act as SettingsAct
from bot.features.promises.views import promise_buttons
from bot.slack.blocks import DIVIDER, Block, View, actions, button, context, header, lines, says, sentence
from bot.slack.text import Bold, Link, Moment, Part, Place, cut

HEALTH, OPEN, MINE = "/angry-client health", "/angry-client open", "/angry-client mine"
UNCLEAR = "ambiguous"
"""State of a message that may have been posted."""
MINE_MOST, BOARD_MOST, LISTED_MOST = 12, 15, 20
PARKED_MOST = 8
STATE_WORDS = {State.WAITING: "waits for a call", State.REACHED: "reached", State.AGREED: "agreed"}


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
    blocks: list[Block] = [header("Yours")]
    if not home.mine:
        blocks.append(sentence("Nothing waits for you. Type /angry-client when a client is angry.").block)
    for item in home.mine:
        blocks += _row(item, with_buttons=True) if isinstance(item, Row) else _due(item)
    blocks += _leaf(home.mine_page, Act.MINE_BACK, Act.MINE_ON)
    blocks += [DIVIDER, header("The team's")]
    if not home.board:
        blocks.append(sentence("No other client is angry right now.").block)
    for row in home.board:
        blocks += _row(row, with_buttons=row.owner is None)
    return [*blocks, *_leaf(home.board_page, Act.BOARD_BACK, Act.BOARD_ON), *_last(home)]


def outside_blocks(why: str) -> list[Block]:
    """For a guest, or somebody of another company."""
    return [sentence(why).block]


def _last(home: Home) -> list[Block]:
    pressed = [button("Last seven days", DigestAct.SHOW, 1)]
    if home.health is None:
        return [DIVIDER, actions(*pressed)]
    pressed += [button("Settings", SettingsAct.SHOW, 1), button("Health", Act.HEALTH, 1)]
    missing = [sentence(said).block for said in home.missing]
    return [DIVIDER, header("For leads"), *missing, lines(_health_row(home.health)), actions(*pressed),
            *_not_delivered(home.parked)]  # fmt: skip


def _leaf(page: Page, back: Act, on: Act) -> list[Block]:
    if page.pages < 2:
        return []
    pressed = [button("Earlier", back, page.number - 1)] if page.number else []
    pressed += [button("More", on, page.number + 1)] if page.number + 1 < page.pages else []
    return [context(f"Page {page.number + 1} of {page.pages}"), actions(*pressed)]


def _row(row: Row, *, with_buttons: bool) -> list[Block]:
    said = sentence(*_of(row)).block
    return [said, *card_buttons(row.escalation)] if with_buttons else [said]


def _of(row: Row) -> list[Part]:
    escalation = row.escalation
    heat = HEAT_WORDS[escalation.heat]
    state = "being called now" if escalation.calling_since else STATE_WORDS[State(escalation.state)]
    parts: list[Part] = [Bold(client_name(escalation)), f"  {heat_sign(escalation.heat)} {heat}, {state}, flagged "]
    who = f". {row.owner} has it. " if row.owner else ". Nobody has it yet. "
    return [*parts, Moment(escalation.flagged_at, "{ago}"), who, row.thread]


def _due(due: Due) -> list[Block]:
    if isinstance(due.about, Promise):
        what = cut(due.about.what, 200)
        said = sentence(Bold(f"Promised {the_client(due.escalation)}: {what}"), ". Due ",
                        Moment(due.about.due_at, SHORT), ". ", due.thread)  # fmt: skip
        return [said.block, promise_buttons(due.about)]
    said = sentence(Bold(f"Ask {contact_name(due.escalation)} how they feel"), ", from ",
                    Moment(due.about.due_at, SHORT), " on. ", due.thread)  # fmt: skip
    return [said.block, follow_up_buttons(due.escalation, due.about.id)] if due.is_due else [said.block]


def list_view(opening: str, rows: Sequence[Row | Due], total: int) -> View:
    """The same in words, for who asks by a command."""
    if not rows:
        return says(opening)
    said: list[list[Part]] = [_of(row) if isinstance(row, Row) else _of_due(row) for row in rows]
    if total > len(rows):
        said.append([f"And {total - len(rows)} more, on my Home tab."])
    first = sentence(Bold(opening))
    return View(first.text, [first.block, lines(*said)])


def _of_due(due: Due) -> list[Part]:
    if isinstance(due.about, Promise):
        what = cut(due.about.what, 200)
        said = f"Promised {the_client(due.escalation)}: {what}, by "
        return [said, Moment(due.about.due_at, SHORT), ". ", due.thread]
    return [f"Ask {contact_name(due.escalation)} how they feel, from ", Moment(due.about.due_at, SHORT), " on. ",
            due.thread]  # fmt: skip


def undelivered_view(message: Message) -> View:
    """To a lead: what Slack refused, or what nobody but them can see."""
    if message.state == UNCLEAR:
        return says(
            Bold("I can't see whether a message of mine was posted"), " in ", Place(message.channel),
            ". Please look there, and tell me.", more=[_pressed(message)],
        )  # fmt: skip
    return says(
        Bold("Slack would not take a message of mine"),
        f" ({message.reason}). My Home tab shows it, with Retry and Drop.",
        more=[_pressed(message)],
    )


def health_view(wrong: Sequence[str], health: Health, zones: str, parked: Sequence[Message]) -> View:
    """The same truth as /healthz, and what waits for a person."""
    opening = sentence(Bold("All is well." if not wrong else "Not all is well."))
    reasons: list[list[Part]] = [[reason] for reason in wrong]
    rows = [*reasons, [*_health_row(health), f" Time zones of {zones}."]]
    return View(opening.text, [opening.block, lines(*rows), *_not_delivered(parked)])


def _health_row(health: Health) -> list[Part]:
    heard: list[Part] = ["Slack has told me nothing yet. "]
    if health.heard_at:
        heard = ["Slack last told me something ", Moment(health.heard_at, "{ago}"), ". "]
    beat: list[Part] = ["My clocks last ran ", Moment(health.beat_at, "{ago}"), ". "] if health.beat_at else []
    late = f", {health.late} of it late" if health.late else ""
    return [*heard, *beat, f"Waiting to be said: {health.waiting}{late}."]


def again_view(*, is_mine: bool = True) -> View:
    return says("It goes out again now." if is_mine else "Somebody has seen to that one already.")


def dropped_view(*, is_mine: bool = True, was_there: bool = False) -> View:
    if not is_mine:
        return says("Somebody has seen to that one already.")
    return says("Thank you. Then I leave it as it is." if was_there else "Dropped. I won't try that one again.")


def _not_delivered(parked: Sequence[Message]) -> list[Block]:
    shown = [block for message in parked[:PARKED_MOST] for block in _parked(message)]
    return [DIVIDER, header("Not delivered"), *shown] if shown else []


def _parked(message: Message) -> list[Block]:
    """Why, in Slack's word, and what one can do. The text itself may be for somebody else's eyes."""
    if message.state == UNCLEAR:
        said = sentence("A message to ", Place(message.channel), " may be there or not. Please look.")
    else:
        said = sentence("A message to ", Place(message.channel), " could not be posted: ", Bold(message.reason), ".")
    return [said.block, _pressed(message)]


def _pressed(message: Message) -> Block:
    again, leave = ("Post it again", "It is there") if message.state == UNCLEAR else ("Retry", "Drop")
    return actions(button(again, Act.RETRY, message.id), button(leave, Act.DROP, message.id))
