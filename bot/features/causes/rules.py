"""The causes of `coaching.md` (R4, R7, R8, S5, P12, R2), with the four ways to be misunderstood beneath the first."""

from enum import StrEnum


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


CAUSE_WORDS: dict[Cause, str] = {
    Cause.WRONG_DATES: "misunderstood: dates",
    Cause.WRONG_FEATURES: "misunderstood: what they would get",
    Cause.WRONG_COSTS: "misunderstood: costs",
    Cause.OBLIGATIONS: "misunderstood: what was theirs to do",
    Cause.EXPECTATION: "an expectation we did not meet",
    Cause.DISRESPECT: "felt insulted or not respected",
    Cause.FAILURE: "it failed, came late or came wrong",
    Cause.INVOICE: "an invoice they did not expect",
    Cause.NO_ANSWER: "nobody answered them",
    Cause.UNKNOWN: "not known yet",
}
