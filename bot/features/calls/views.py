from datetime import datetime
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.calls.rules import NEXT_TRIES, NEXT_TRY, RESULT_WORDS, Result
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, contact_name, minutes
from bot.features.nudges.views import call_whom
from bot.playbook import PLAYBOOK
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    View,
    actions,
    button,
    quote,
    radio_field,
    says,
    select_field,
    sentence,
)
from bot.slack.text import Bold, Link, Moment, Part

CALLING, REACHED, COULD_NOT_REACH = CardAct.CALLING, CardAct.REACHED, CardAct.COULD_NOT_REACH


class Act(StrEnum):
    VOICEMAIL = "calls.voicemail"
    NO_ANSWER = "calls.no_answer"


class FormId(StrEnum):
    COULD_NOT_REACH = "calls.attempt"


def calling_view(escalation: Escalation) -> View:
    """While they phone: the first line to say, and how it went as one touch."""
    opener = PLAYBOOK.step("phone_now")
    return says(
        Bold(f"You are calling {call_whom(escalation)}."), " Listen first. I stay quiet for 20 minutes.",
        more=[sentence(Bold("Say: ")).block, quote(opener.say), _how_it_went(escalation)],
    )  # fmt: skip


def how_did_it_go_view(escalation: Escalation) -> View:
    return says(
        Bold(f"How did it go with {contact_name(escalation)}?"),
        " The client's clock runs until you log the call.",
        more=[_how_it_went(escalation)],
    )


def _how_it_went(escalation: Escalation) -> Block:
    return actions(
        button("Reached", CardAct.REACHED, escalation.id, style="primary"),
        button("Voicemail", Act.VOICEMAIL, escalation.id),
        button("No answer", Act.NO_ANSWER, escalation.id),
    )


def could_not_reach_form(escalation: Escalation) -> Form:
    results = [Choice("Nobody answered", Result.NO_ANSWER), Choice("I left a voicemail", Result.VOICEMAIL)]
    tries = [Choice(words.capitalize(), key) for key, words in NEXT_TRIES.items()]
    blocks = [
        sentence(Bold(f"You tried {call_whom(escalation)}.")).block,
        radio_field("result", "What happened?", results, value=Result.NO_ANSWER),
        select_field("again", "Try again", tries, value=NEXT_TRY, hint="I remind you then."),
        sentence(Bold("For the voicemail: ")).block, quote(PLAYBOOK.voicemail.text),
    ]  # fmt: skip
    return Form(FormId.COULD_NOT_REACH, "Couldn't reach them", blocks, "Log it", str(escalation.id))


def next_try_view(escalation: Escalation, result: Result, at: datetime) -> View:
    """Instead of "phone now", until the next try is due."""
    said = [sentence("If you'd rather write, write only this:").block, quote(PLAYBOOK.could_not_reach_text.text)]
    pressed = actions(
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        button("Hand over", CardAct.HAND_OVER, escalation.id),
    )
    return says(
        Bold(f"Logged: {RESULT_WORDS[result]}."),
        f" Try {call_whom(escalation)} again at ",
        Moment(at, "{time}"),
        ".",
        more=[*said, pressed],
    )


def try_again_view(escalation: Escalation) -> View:
    pressed = actions(
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        button("Couldn't reach", CardAct.COULD_NOT_REACH, escalation.id),
        button("Hand over", CardAct.HAND_OVER, escalation.id),
    )
    return says(
        Bold(f"Time to try {call_whom(escalation)} again."), f" {client_name(escalation)} still waits.", more=[pressed]
    )


def attempt_line(name: str, escalation: Escalation, result: Result, now: datetime, again: datetime | None) -> View:
    """The fact in the thread."""
    who = contact_name(escalation)
    if result is Result.REACHED:
        since = "they were flagged" if escalation.waiting_since <= escalation.flagged_at else "it was opened again"
        return says(Bold(name), f" has spoken with {who}, {minutes(now - escalation.waiting_since)} after {since}.")
    next_try: list[Part] = [" Next try at ", Moment(again, "{time}"), "."] if again else []
    return says(Bold(name), f" tried {who}: {RESULT_WORDS[result]}.", *next_try)


def after_the_call_view(escalation: Escalation, thread: Link) -> View:
    """The owner has reached the client: what now, with the one button that records it."""
    return says(
        Bold(f"You reached {contact_name(escalation)}."),
        " When you have agreed what happens and by when, record it. See ",
        thread,
        ".",
        more=[actions(button("Agreed", CardAct.AGREE, escalation.id, style="primary"))],
    )
