from datetime import datetime

from bot.slack.blocks import View, says
from bot.slack.text import Bold, Moment, Part

AWAY, BACK = "/angry-client away …", "/angry-client back"
DAY = "{date_short_pretty}"


def away_view(begins: datetime | None, until: datetime, in_hand: int) -> View:
    """As it was understood, so that a slip is seen."""
    since: list[Part] = ["from ", Moment(begins, DAY), " "] if begins else []
    left = f" {in_hand} of your clients {'are' if in_hand > 1 else 'is'} open: hand them over on the card."
    return says(
        Bold("Noted."), " You are away ", *since, "until ", Moment(until), ". New clients of yours go to their deputy "
        f"meanwhile.{left if in_hand else ''} Back earlier? Type /angry-client back.",
    )  # fmt: skip


def back_view(*, was_away: bool) -> View:
    if not was_away:
        return says("You are not away, as far as I know. Your clients come to you.")
    return says(Bold("Welcome back."), " New clients of yours come to you again.")


def stands_in_line(away: str, until: datetime, who: str) -> View:
    """In the thread: why it is not the one whose client it is."""
    return says(Bold(away), " is away until ", Moment(until, DAY), ", so ", Bold(who), " has it.")


def still_away_line(away: str, until: datetime) -> View:
    """Nobody else is there: whoever reads it can be."""
    return says(Bold(away), " is away until ", Moment(until, DAY), ". Hand it over on the card if you can phone.")
