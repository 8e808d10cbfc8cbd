from collections.abc import Sequence
from enum import StrEnum

from bot.db.models import Escalation, Promise
from bot.features.causes.rules import CAUSE_WORDS
from bot.features.closing.rules import OUTCOME_WORDS, Blocker, Outcome
from bot.features.escalations.views import SHORT, client_name, contact_name, the_client
from bot.features.escalations.views import Act as CardAct
from bot.features.promises.views import Act as PromiseAct
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    View,
    actions,
    button,
    context,
    select_field,
    text_field,
)
from bot.slack.sentences import says, sentence
from bot.slack.text import Moment
from bot.words import capital, said, t

CLOSE, REOPEN = CardAct.CLOSE, CardAct.REOPEN
LESSON_MOST = 500


class FormId(StrEnum):
    CLOSE = "closing.form"


def close_form(
    escalation: Escalation, blocked_by: Sequence[Blocker], promises: Sequence[Promise], more_to_come: bool
) -> Form:
    """The questions; or, while something blocks it, exactly what, each with its button."""
    if blocked_by:
        opening = sentence("*Not yet.* Before {client} can be closed:", client=the_client(escalation)).block
        blocks = [opening, *(block for blocker in blocked_by for block in _blocker(blocker, escalation, promises))]
        return Form(FormId.CLOSE, t("Close"), blocks, close=t("Back"))
    outcomes = [Choice(said(words), outcome) for outcome, words in OUTCOME_WORDS.items()]
    causes = [Choice(capital(said(words)), cause) for cause, words in CAUSE_WORDS.items()]
    blocks = [
        select_field("outcome", t("How did it end for them?"), outcomes, hint=t("As they told you, in their words.")),
        select_field("cause", t("Why did it happen?"), causes),
        text_field(
            "lesson",
            t("What did we learn?"),
            hint=t("What we do differently from now on. It stands in Monday's digest."),
            many=True,
            most=LESSON_MOST,
        ),
    ]
    if more_to_come:
        blocks.append(context(t("The follow-up that is planned will still be asked.")))
    return Form(FormId.CLOSE, t("Close"), blocks, t("Close it"), str(escalation.id))


def _blocker(blocker: Blocker, escalation: Escalation, promises: Sequence[Promise]) -> list[Block]:
    match blocker:
        case Blocker.NO_CLIENT:
            question = sentence("Say which client it is.").block
            return [question, actions(button(t("Name the client"), CardAct.CORRECT, escalation.id))]
        case Blocker.NOT_REACHED:
            who = contact_name(escalation)
            return [sentence("Speak with {who}, then log the call with “Reached” on the card.", who=who).block]
        case Blocker.PROMISE_OPEN:
            return [block for promise in promises for block in _promise(promise)]


def _promise(promise: Promise) -> list[Block]:
    at = Moment(promise.due_at, SHORT)
    return [
        sentence("Settle the promise: {what}, due {at}.", what=promise.what, at=at).block,
        actions(button(t("Kept"), PromiseAct.KEPT, promise.id), button(t("Not kept"), PromiseAct.BROKEN, promise.id)),
    ]


def closed_line(name: str, escalation: Escalation) -> View:
    """To the whole channel."""
    outcome = said(OUTCOME_WORDS[Outcome(escalation.outcome or Outcome.CONTENT)])
    learned = sentence("Learned: {lesson}", lesson=escalation.lesson).block
    return says(
        "*{client} is closed* by {name}. {outcome}.", client=client_name(escalation), name=name, outcome=outcome,
        more=[learned] if escalation.lesson else (),
    )  # fmt: skip


def reopened_line(name: str, escalation: Escalation) -> View:
    return says(
        "*{client} is open again*, says {name}. They wait for a call.", client=client_name(escalation), name=name
    )
