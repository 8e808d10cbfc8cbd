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
    says,
    select_field,
    sentence,
    text_field,
)
from bot.slack.text import Bold, Moment

CLOSE, REOPEN = CardAct.CLOSE, CardAct.REOPEN
LESSON_MOST = 500


class FormId(StrEnum):
    CLOSE = "closing.form"


OUTCOMES = [Choice(words, outcome) for outcome, words in OUTCOME_WORDS.items()]
CAUSES = [Choice(words.capitalize(), cause) for cause, words in CAUSE_WORDS.items()]


def close_form(
    escalation: Escalation, blocked_by: Sequence[Blocker], promises: Sequence[Promise], more_to_come: bool
) -> Form:
    """The questions; or, while something blocks it, exactly what, each with its button."""
    if blocked_by:
        opening = sentence(Bold("Not yet."), f" Before {the_client(escalation)} can be closed:").block
        blocks = [opening, *(block for blocker in blocked_by for block in _blocker(blocker, escalation, promises))]
        return Form(FormId.CLOSE, "Close", blocks, close="Back")
    blocks = [
        select_field("outcome", "How did it end for them?", OUTCOMES, hint="As they told you, in their words."),
        select_field("cause", "Why did it happen?", CAUSES),
        text_field(
            "lesson",
            "What did we learn?",
            hint="What we do differently from now on. It stands in Monday's digest.",
            many=True,
            most=LESSON_MOST,
        ),
    ]
    if more_to_come:
        blocks.append(context("The follow-up that is planned will still be asked."))
    return Form(FormId.CLOSE, "Close", blocks, "Close it", str(escalation.id))


def _blocker(blocker: Blocker, escalation: Escalation, promises: Sequence[Promise]) -> list[Block]:
    match blocker:
        case Blocker.NO_CLIENT:
            said = sentence("Say which client it is.").block
            return [said, actions(button("Name the client", CardAct.CORRECT, escalation.id))]
        case Blocker.NOT_REACHED:
            return [
                sentence(f"Speak with {contact_name(escalation)}, then log the call with “Reached” on the card.").block
            ]
        case Blocker.PROMISE_OPEN:
            return [block for promise in promises for block in _promise(promise)]


def _promise(promise: Promise) -> list[Block]:
    said = sentence(f"Settle the promise: {promise.what}, due ", Moment(promise.due_at, SHORT), ".").block
    return [
        said,
        actions(button("Kept", PromiseAct.KEPT, promise.id), button("Not kept", PromiseAct.BROKEN, promise.id)),
    ]


def closed_line(name: str, escalation: Escalation) -> View:
    """To the whole channel."""
    outcome = OUTCOME_WORDS[Outcome(escalation.outcome or Outcome.CONTENT)].lower()
    return says(Bold(f"{client_name(escalation)} is closed"), f" by {name}. {outcome.capitalize()}.",
                more=[sentence("Learned: ", escalation.lesson).block] if escalation.lesson else ())  # fmt: skip


def reopened_line(name: str, escalation: Escalation) -> View:
    return says(Bold(f"{client_name(escalation)} is open again"), f", says {name}. They wait for a call.")
