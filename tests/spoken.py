"""What a test says, as it stands there: no words of the product's, and in no language."""

from collections.abc import Sequence

from bot.slack.blocks import Block, View
from bot.slack.sentences import shows, verbatim
from bot.slack.text import Part


def says(*parts: Part, more: Sequence[Block] = ()) -> View:
    return shows(verbatim(*parts), *more)
