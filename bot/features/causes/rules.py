"""The causes of `coaching.md` (R4, R7, R8, S5, P12, R2), with the four ways to be misunderstood beneath the first."""

from enum import StrEnum

from bot.words import Later, later


class Cause(StrEnum):
    WRONG_DATES = "wrong_dates"
    WRONG_FEATURES = "wrong_features"
    WRONG_COSTS = "wrong_costs"
    OBLIGATIONS = "obligations"
    EXPECTATION = "expectation"
    DISRESPECT = "disrespect"
    FAILURE = "failure"
    INVOICE = "invoice"
    NO_ANSWER = "no_answer"
    UNKNOWN = "unknown"


CAUSE_WORDS: dict[Cause, Later] = {
    Cause.WRONG_DATES: later("misunderstood: dates"),
    Cause.WRONG_FEATURES: later("misunderstood: what they would get"),
    Cause.WRONG_COSTS: later("misunderstood: costs"),
    Cause.OBLIGATIONS: later("misunderstood: what was theirs to do"),
    Cause.EXPECTATION: later("an expectation we did not meet"),
    Cause.DISRESPECT: later("felt insulted or not respected"),
    Cause.FAILURE: later("it failed, came late or came wrong"),
    Cause.INVOICE: later("an invoice they did not expect"),
    Cause.NO_ANSWER: later("nobody answered them"),
    Cause.UNKNOWN: later("not known yet"),
}
