from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.db.models import Escalation, Message
from bot.features.escalations.rules import HEAT_WORDS, State, heat_sign
from bot.features.escalations.views import client_name
from bot.slack.blocks import DIVIDER, Block, View, actions, button, context, header, says, sentence
from bot.slack.text import Bold, Link, Moment, Part

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
    if parked:
        blocks += [
            DIVIDER,
            header("Not delivered"),
            *(block for message in parked[:PARKED_MOST] for block in _parked(message)),
        ]
    return blocks


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
    return says(
        Bold("Slack would not take a message of mine"),
        f" ({message.reason}). My Home tab shows it, with Retry and Drop.",
        more=[actions(button("Retry", Act.RETRY, message.id), button("Drop", Act.DROP, message.id))],
    )


def _parked(message: Message) -> list[Block]:
    """Why, in Slack's word, and what one can do. The text itself may be for somebody else's eyes."""
    said = sentence(f"A message to {message.channel} could not be posted: ", Bold(message.reason), ".")
    return [said.block, actions(button("Retry", Act.RETRY, message.id), button("Drop", Act.DROP, message.id))]
