from collections.abc import Sequence

from bot.db.models import Ask
from bot.features.asks.rules import why_late
from bot.slack.blocks import DIVIDER, Block, View, context, cut_spoken
from bot.slack.sentences import sentence
from bot.slack.text import Moment
from bot.words import later, said

NEED_YOU = {
    2: later("Two things need you. {all}"),
    3: later("Three things need you. {all}"),
    4: later("Four things need you. {all}"),
    5: later("Five things need you. {all}"),
    6: later("Six things need you. {all}"),
}
TOGETHER_MOST = 6
"""So that the longest fit into Slack's fifty blocks."""


def asks_view(asks: Sequence[Ask]) -> View:
    """All that is said to one person at one moment, in one message."""
    blocks: list[Block] = []
    for ask in asks:
        blocks += ([DIVIDER] if blocks else []) + _ask_blocks(ask)
    live = [ask.text for ask in asks if ask.state != "struck"]
    if len(asks) == 1 or len(live) == 1:
        return View((live or [asks[0].text])[0], blocks)
    texts = live or [ask.text for ask in asks]
    return View(cut_spoken(said(NEED_YOU[len(texts)], all=" ".join(texts))), blocks)


def _ask_blocks(ask: Ask) -> list[Block]:
    if ask.state == "struck":
        return [_struck(ask.blocks[0])] + ([context(f"✓ {ask.struck_why}")] if ask.struck_why else [])
    said_at = ask.said_at or ask.speak_at
    why = why_late(ask.due_at, ask.speak_at, said_at)
    if why is None:
        return [*ask.blocks]
    late = sentence("Due {at}, sent {sent}: {why}.", at=Moment(ask.due_at), sent=Moment(said_at), why=said(why))
    return [*ask.blocks, late.block]


def _struck(said: Block) -> Block:
    """The sentence with a line through it: its words stay readable, its buttons are gone."""
    sections = [
        section | {"elements": [_strike(element) for element in section["elements"]]} for section in said["elements"]
    ]
    return said | {"elements": sections}


def _strike(element: Block) -> Block:
    if element["type"] not in ("text", "link"):
        return element
    return element | {"style": element.get("style", {}) | {"strike": True}}
