from datetime import datetime

from bot.slack.blocks import View
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Moment
from bot.words import plural

AWAY, BACK = "/angry-client away …", "/angry-client back"
DAY = "{date_short_pretty}"


def away_view(begins: datetime | None, until: datetime, in_hand: int) -> View:
    """As it was understood, so that a slip is seen."""
    noted = sentence("*Noted.* You are away until {until}.", until=Moment(until))
    if begins:
        noted = sentence(
            "*Noted.* You are away from {begins} until {until}.", begins=Moment(begins, DAY), until=Moment(until)
        )
    left = plural(
        "{count} of your clients is open: hand them over on the card.",
        "{count} of your clients are open: hand them over on the card.",
        in_hand,
    )
    return shows(
        together(
            noted,
            sentence("New clients of yours go to their deputy meanwhile."),
            verbatim(left) if in_hand else None,
            sentence("Back earlier? Type /angry-client back."),
        )
    )


def back_view(*, was_away: bool) -> View:
    if not was_away:
        return says("You are not away, as far as I know. Your clients come to you.")
    return says("*Welcome back.* New clients of yours come to you again.")


def stands_in_line(away: str, until: datetime, who: str) -> View:
    """In the thread: why it is not the one whose client it is."""
    return says("*{name}* is away until {day}, so *{who}* has it.", name=away, day=Moment(until, DAY), who=who)


def still_away_line(away: str, until: datetime) -> View:
    """Nobody else is there: whoever reads it can be."""
    return says(
        "*{name}* is away until {day}. Hand it over on the card if you can phone.", name=away, day=Moment(until, DAY)
    )
