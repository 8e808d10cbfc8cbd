from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, Message
from bot.features.escalations.rules import HEAT_WORDS, State, heat_sign
from bot.features.escalations.views import client_name
from bot.slack.blocks import DIVIDER, Block, View, actions, button, context, header, lines, says, sentence
from bot.slack.text import Bold, Link, Moment, Part, Place

COMMAND = "/angry-client health"
UNCLEAR = "ambiguous"
"""State of a message that may have been posted."""
SHOWN_MOST = 20
PARKED_MOST = 10
STATE_WORDS = {State.WAITING: "waits for a call", State.REACHED: "reached", State.AGREED: "agreed"}


class Act(StrEnum):
    RETRY = "home.retry"
    DROP = "home.drop"


@dataclass(frozen=True)
class Row:
    escalation: Escalation
    owner: str | None
    thread: Link


def home_blocks(mine: Sequence[Row], others: Sequence[Row], parked: Sequence[Message]) -> list[Block]:
    """First what is mine; then the team's; for leads what Slack would not take."""
    blocks: list[Block] = [header("Yours")]
    blocks += (
        _rows(mine) if mine else [sentence("Nothing waits for you. Type /angry-client when a client is angry.").block]
    )
    blocks += [DIVIDER, header("The team's")]
    blocks += _rows(others) if others else [sentence("No other client is angry right now.").block]
    return [*blocks, *_not_delivered(parked)]


def _rows(rows: Sequence[Row]) -> list[Block]:
    blocks = [_row(row) for row in rows[:SHOWN_MOST]]
    left = len(rows) - SHOWN_MOST
    return [*blocks, context(f"And {left} more.")] if left > 0 else blocks


def _row(row: Row) -> Block:
    escalation = row.escalation
    heat, state = HEAT_WORDS[escalation.heat], STATE_WORDS.get(State(escalation.state), escalation.state)
    parts: list[Part] = [Bold(client_name(escalation)), f"  {heat_sign(escalation.heat)} {heat}, {state}, flagged "]
    who = f". {row.owner} has it. " if row.owner else ". Nobody has it yet. "
    return sentence(*parts, Moment(escalation.flagged_at, "{ago}"), who, row.thread).block


def undelivered_view(message: Message) -> View:
    """To a lead: what Slack refused, or what nobody but them can see."""
    if message.state == UNCLEAR:
        return says(
            Bold("I can't see whether a message of mine was posted"),
            " in ", Place(message.channel), ". Please look there: is it in the thread of its client?",
            more=[_pressed(message)],
        )  # fmt: skip
    return says(
        Bold("Slack would not take a message of mine"),
        f" ({message.reason}). My Home tab shows it, with Retry and Drop.",
        more=[_pressed(message)],
    )


def health_view(
    wrong: Sequence[str], heard_at: datetime | None, waiting: int, zones: str, parked: Sequence[Message]
) -> View:
    """The same truth as /healthz, and what waits for a person."""
    opening = sentence(Bold("All is well." if not wrong else "Not all is well."))
    heard: list[Part] = ["Slack last told me something ", Moment(heard_at, "{ago}")] if heard_at else [
        "Slack has told me nothing yet"
    ]  # fmt: skip
    reasons: list[list[Part]] = [[reason] for reason in wrong]
    rows: list[list[Part]] = [
        *reasons,
        [*heard, f". Waiting to be said: {waiting}. Time zones of {zones}."],
    ]
    return View(opening.text, [opening.block, lines(*rows), *_not_delivered(parked)])


def again_view() -> View:
    return says("It goes out again now.")


def dropped_view() -> View:
    return says("Dropped. I leave it alone.")


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
