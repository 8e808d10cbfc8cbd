from datetime import timedelta
from enum import StrEnum


class Result(StrEnum):
    """Only *reached* stops the response clock."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"


RESULT_WORDS = {Result.REACHED: "reached", Result.VOICEMAIL: "left a voicemail", Result.NO_ANSWER: "nobody answered"}
DEBRIEF_AFTER = timedelta(minutes=20)
SAME_TAP = timedelta(minutes=1)
NEXT_TRIES = {"10": "in 10 minutes", "30": "in half an hour", "60": "in an hour"}
NEXT_TRY = "10"
