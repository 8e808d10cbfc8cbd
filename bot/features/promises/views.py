from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation, Promise
from bot.features.escalations.views import SHORT, contact_name, the_client
from bot.features.escalations.views import Act as CardAct
from bot.features.promises.rules import Fate, suggested_due
from bot.slack.blocks import Block, Form, Sentence, View, actions, button, moment_field, text_field
from bot.slack.sentences import says, sentence, shows, verbatim
from bot.slack.text import Bold, Link, Moment, Part
from bot.words import later, t

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
        sentence("*What did you promise {who}?*", who=contact_name(escalation)).block,
        text_field("what", t("We will"), hint=t("As you said it to them."), many=True, most=WHAT_MOST),
        moment_field(
            "due",
            t("By when"),
            value=int(suggested_due(now).timestamp()),
            hint=t("I remind you before, in your own time zone."),
        ),
    ]
    return Form(FormId.AGREE, t("What was agreed"), blocks, t("Record it"), str(escalation.id))


def new_date_form(promise: Promise, now: datetime) -> Form:
    blocks = [
        verbatim(Bold(promise.what)).block,
        moment_field("due", t("The new date"), value=int(suggested_due(now).timestamp()),
                     hint=t("Tell the client before the old one has passed.")),
    ]  # fmt: skip
    return Form(FormId.NEW_DATE, t("It will be late"), blocks, t("Move it"), str(promise.id))


def promised_line(name: str, promise: Promise) -> View:
    at = Moment(promise.due_at, SHORT)
    return says("*{name}* promised: {what}. By {at}.", name=name, what=promise.what, at=at)


def settled_line(name: str, promise: Promise, fate: Fate, new_due: datetime | None = None) -> View:
    if new_due:
        at = Moment(new_due, SHORT)
        return says("*{name}* moved the promise “{what}” to {at}.", name=name, what=promise.what, at=at)
    if fate is Fate.KEPT:
        return says("Promise kept: {what}. {name} says so.", what=promise.what, name=name)
    return says("Promise broken: {what}. {name} says so.", what=promise.what, name=name)


def settled_already_view(promise: Promise) -> View:
    match promise.state:
        case Fate.KEPT:
            return says("That promise is kept already.")
        case Fate.MOVED:
            return says("That promise is moved already.")
    return says("That promise is broken already.")


def settled_sheet() -> View:
    """Over the form in which it was pressed."""
    return says("*That promise is settled.* Go back to the card and press “Close” again.")


def due_soon_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    named = _named(escalation, promise, thread)
    return _ask_view(sentence("*You promised {client}: {what}*. Due {at}. See {thread}.", **named), promise)


def due_now_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    named = _named(escalation, promise, thread)
    return _ask_view(sentence("*Now due: you promised {client}: {what}*. Due {at}. See {thread}.", **named), promise)


def late_view(escalation: Escalation, promise: Promise, thread: Link) -> View:
    named = _named(escalation, promise, thread)
    return _ask_view(sentence("*Late: you promised {client}: {what}*. Due {at}. See {thread}.", **named), promise)


DONE_WITH = {
    Fate.KEPT: later("{who} kept it."),
    Fate.MOVED: later("{who} moved it to a new date."),
    Fate.BROKEN: later("{who} says it was not kept."),
}


def _named(escalation: Escalation, promise: Promise, thread: Link) -> dict[str, Part]:
    at = Moment(promise.due_at, SHORT)
    return {"client": the_client(escalation), "what": promise.what, "at": at, "thread": thread}


def _ask_view(said: Sentence, promise: Promise) -> View:
    return shows(said, promise_buttons(promise))


def promise_buttons(promise: Promise) -> Block:
    return actions(
        button(t("Kept"), Act.KEPT, promise.id, style="primary"),
        button(t("Will be late"), Act.NEW_DATE, promise.id),
        button(t("Not kept"), Act.BROKEN, promise.id),
    )
