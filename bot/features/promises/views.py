from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, Promise
from bot.features.escalations.views import SHORT, contact_name, the_client
from bot.features.escalations.views import Act as CardAct
from bot.features.promises.rules import Fate, suggested_due
from bot.slack.blocks import Block, Form, View, actions, button, moment_field, says, sentence, text_field
from bot.slack.text import Bold, Link, Moment

AGREE = CardAct.AGREE
WHAT_MOST = 200


class Act(StrEnum):
    KEPT = "promises.kept"
    NEW_DATE = "promises.new_date"
    BROKEN = "promises.broken"


class FormId(StrEnum):
    AGREE = "promises.agreed"
    NEW_DATE = "promises.moved"


def agree_form(escalation: Escalation, now: datetime) -> Form:
    blocks = [
        sentence(Bold(f"What did you promise {contact_name(escalation)}?")).block,
        text_field("what", "We will", hint="As you said it to them.", many=True, most=WHAT_MOST),
        moment_field(
            "due",
            "By when",
            value=int(suggested_due(now).timestamp()),
            hint="I remind you before, in your own time zone.",
        ),
    ]
    return Form(FormId.AGREE, "What was agreed", blocks, "Record it", str(escalation.id))


def new_date_form(promise: Promise, now: datetime) -> Form:
    blocks = [
        sentence(Bold(promise.what)).block,
        moment_field("due", "The new date", value=int(suggested_due(now).timestamp()),
                     hint="Tell the client before the old one has passed."),
    ]  # fmt: skip
    return Form(FormId.NEW_DATE, "It will be late", blocks, "Move it", str(promise.id))


def promised_line(name: str, promise: Promise) -> View:
    return says(Bold(name), f" promised: {promise.what}. By ", Moment(promise.due_at, SHORT), ".")


def settled_line(name: str, promise: Promise, fate: Fate, new_due: datetime | None = None) -> View:
    if new_due:
        return says(Bold(name), f" moved the promise “{promise.what}” to ", Moment(new_due, SHORT), ".")
    return says(f"Promise {fate}: {promise.what}. ", f"{name} says so.")


def settled_sheet() -> View:
    """Over the form in which it was pressed."""
    return says(Bold("That promise is settled."), " Go back to the card and press “Close” again.")


def due_soon_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    return _ask_view("You promised", escalation, promise, thread)


def due_now_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    return _ask_view("Now due: you promised", escalation, promise, thread)


def late_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    return _ask_view("Late: you promised", escalation, promise, thread)


DONE_WITH = {Fate.KEPT: "kept it", Fate.MOVED: "moved it to a new date", Fate.BROKEN: "says it was not kept"}


def _ask_view(opening: str, escalation: Escalation, promise: Promise, thread: Link) -> View:
    return says(
        Bold(f"{opening} {the_client(escalation)}: {promise.what}"),
        ". Due ",
        Moment(promise.due_at, SHORT),
        ". See ",
        thread,
        ".",
        more=[promise_buttons(promise)],
    )


def promise_buttons(promise: Promise) -> Block:
    return actions(
        button("Kept", Act.KEPT, promise.id, style="primary"),
        button("Will be late", Act.NEW_DATE, promise.id),
        button("Not kept", Act.BROKEN, promise.id),
    )
