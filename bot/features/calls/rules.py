from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.errors import Refusal
from bot.words import later, said


class Result(StrEnum):
    """Only *reached* stops the response clock; where the client wants letters, *wrote* does too."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WROTE = "wrote"


RESULT_WORDS = {
    Result.REACHED: later("reached"), Result.VOICEMAIL: later("left a voicemail"),
    Result.NO_ANSWER: later("nobody answered"), Result.WROTE: later("wrote instead"),
}  # fmt: skip
MISSES = (Result.VOICEMAIL, Result.NO_ANSWER)
ENOUGH_MISSES = 2
"""After so many the same number will hardly do."""
DEBRIEF_AFTER = timedelta(minutes=20)
MISTAKE_FOR = timedelta(minutes=10)
"""How long whoever logged that the client was reached may say that it was a mistake."""
SAME_TAP = timedelta(minutes=1)
NEXT_TRIES = {"10": later("In 10 minutes"), "30": later("In half an hour"), "60": later("In an hour")}
NEXT_TRY = "10"
FARTHEST_TRY = timedelta(days=7)
PAST = later("That time is past. Choose one that is still to come.")
TOO_FAR = later("That is over a week away, and they are waiting now. Choose a nearer time.")


def next_try(now: datetime, again: str, at: str) -> datetime:
    """So many minutes from now; or the time that was chosen, as Unix seconds. Raises Refusal for one that can't be."""
    if not at:
        return now + timedelta(minutes=int(again))
    chosen = datetime.fromtimestamp(int(at), UTC)
    if chosen <= now:
        raise Refusal(said(PAST), at=said(PAST))
    if chosen > now + FARTHEST_TRY:
        raise Refusal(said(TOO_FAR), at=said(TOO_FAR))
    return chosen
