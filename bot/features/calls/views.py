from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.models import Attempt, Escalation
from bot.features.calls.rules import ENOUGH_MISSES, NEXT_TRIES, NEXT_TRY, RESULT_WORDS, Result
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, contact_name, is_by_letter, minutes, the_client
from bot.features.nudges.views import call_whom
from bot.playbook import PLAYBOOK, Line
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    View,
    actions,
    button,
    context,
    moment_field,
    quote,
    radio_field,
    says,
    select_field,
    sentence,
    text_field,
)
from bot.slack.text import Bold, Link, Moment, Part, ended

CALLING, REACHED, COULD_NOT_REACH = CardAct.CALLING, CardAct.REACHED, CardAct.COULD_NOT_REACH
WROTE = CardAct.WROTE
WHY_MOST, ASK_FOR_MOST = 200, 120
TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}


class Act(StrEnum):
    VOICEMAIL = "calls.voicemail"
    NO_ANSWER = "calls.no_answer"
    SOMEBODY_ELSE = "calls.somebody_else"
    ASK_LEAD = "calls.ask_lead"
    MISTAKE = "calls.mistake"


class FormId(StrEnum):
    COULD_NOT_REACH = "calls.attempt"
    SOMEBODY_ELSE = "calls.ask_for"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What was tried so far: calls in vain, and whom to ask for the next time."""

    misses: int = 0
    ask_for: str = ""

    @property
    def is_enough(self) -> bool:
        return self.misses >= ENOUGH_MISSES


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


def could_not_reach_form(escalation: Escalation, misses: int) -> Form:
    results = [
        Choice("Nobody answered", Result.NO_ANSWER), Choice("I left a voicemail", Result.VOICEMAIL),
        Choice("I wrote instead", Result.WROTE, "They still wait for a call."),
    ]  # fmt: skip
    tries = [Choice(words.capitalize(), key) for key, words in NEXT_TRIES.items()]
    blocks = [
        sentence(Bold(f"You tried {call_whom(escalation)}.")).block,
        radio_field("result", "What happened?", results, value=Result.NO_ANSWER),
        text_field("why", "Why in writing?", optional=True, hint="Only if you wrote instead.", most=WHY_MOST),
        select_field("again", "Try again", tries, value=NEXT_TRY, hint="I remind you then."),
        moment_field("at", "Or at a time", optional=True, hint="I keep to it, also in the evening and at night."),
        *([_who_else(misses)] if misses else []),
        *_line("For the voicemail:", PLAYBOOK.voicemail),
        *_line("As a text, only to arrange a call:", PLAYBOOK.could_not_reach_text),
    ]  # fmt: skip
    return Form(FormId.COULD_NOT_REACH, "Couldn't reach them", blocks, "Log it", str(escalation.id))


def somebody_else_form(escalation: Escalation) -> Form:
    blocks = [sentence(Bold(client_name(escalation))).block, _who_else(0, optional=False)]
    return Form(FormId.SOMEBODY_ELSE, "Somebody else there", blocks, "Keep it", str(escalation.id))


def _who_else(misses: int, *, optional: bool = True) -> Block:
    before = f"You have tried {_times(misses)} before. " if misses else ""
    hint = f"{before}A name and a number, or the front desk."
    return text_field("ask_for", "Who else can you ask for?", optional=optional, hint=hint, most=ASK_FOR_MOST)


def _line(heading: str, line: Line) -> list[Block]:
    """Words to use as they stand, with whose advice they are."""
    source = "From: " + ", ".join(PLAYBOOK.sources(line))
    return [sentence(Bold(heading)).block, quote(line.text), context(source)]


def next_try_view(escalation: Escalation, result: Result, at: datetime, tried: Tried) -> View:
    """Instead of "phone now", until the next try is due: a text to copy, and after the second miss another way."""
    whom = _whom(escalation, tried)
    parts: list[Part] = [
        Bold(f"Logged: {RESULT_WORDS[result]}."), f" Try {whom} again at ", Moment(at, "{time}"), ".",
    ]  # fmt: skip
    if tried.is_enough and not tried.ask_for:
        parts.append(f" That was {_times(tried.misses)} now: ask for somebody else there, or let a lead help.")
    text = _line("A text to send, only to arrange a call:", PLAYBOOK.could_not_reach_text)
    pressed = [
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        *_another_way(escalation, tried), button("Hand over", CardAct.HAND_OVER, escalation.id),
    ]  # fmt: skip
    return says(*parts, more=[*text, actions(*pressed)])


def try_again_view(escalation: Escalation, tried: Tried) -> View:
    pressed = [
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        button("Couldn't reach", CardAct.COULD_NOT_REACH, escalation.id),
        *_another_way(escalation, tried), button("Hand over", CardAct.HAND_OVER, escalation.id),
    ]  # fmt: skip
    return says(
        Bold(f"Time to try {_whom(escalation, tried)} again."), f" {client_name(escalation)} still waits.",
        more=[actions(*pressed)],
    )  # fmt: skip


def _whom(escalation: Escalation, tried: Tried) -> str:
    return f"{the_client(escalation)}, and ask for {tried.ask_for}," if tried.ask_for else call_whom(escalation)


def _another_way(escalation: Escalation, tried: Tried) -> list[Block]:
    if not tried.is_enough:
        return []
    return [
        button("Somebody else there", Act.SOMEBODY_ELSE, escalation.id),
        button("Ask a lead", Act.ASK_LEAD, escalation.id),
    ]


def _times(number: int) -> str:
    return TIMES.get(number, f"{number} times")


def attempt_line(name: str, escalation: Escalation, attempt: Attempt, again: datetime | None) -> View:
    """The fact in the thread."""
    who, result = contact_name(escalation), Result(attempt.result)
    if result is Result.REACHED or (result is Result.WROTE and is_by_letter(escalation)):
        done = "has written to" if result is Result.WROTE else "has spoken with"
        since = "they were flagged" if escalation.waiting_since <= escalation.flagged_at else "it was opened again"
        return says(Bold(name), f" {done} {who}, {minutes(attempt.at - escalation.waiting_since)} after {since}.")
    next_one: list[Part] = [" Next try at ", Moment(again, "{time}"), *_asking_for(attempt), "."] if again else []
    if result is Result.WROTE:
        return says(Bold(name), f" wrote to {who} and didn't phone: {ended(attempt.why)} They still wait.", *next_one)
    return says(Bold(name), f" tried {who}: {RESULT_WORDS[result]}.", *next_one)


def _asking_for(attempt: Attempt) -> list[Part]:
    return [f", asking for {attempt.ask_for}"] if attempt.ask_for else []


def somebody_else_line(name: str, ask_for: str) -> View:
    return says(Bold(name), f" asks for {ask_for} the next time.")


def lead_asked_line(name: str, leads: str, misses: int) -> View:
    return says(Bold(name), f" asked {leads} to help: tried {_times(misses)}, and nobody was reached.")


def lead_asked_view(escalation: Escalation, name: str, misses: int, thread: Link) -> View:
    """To a lead, from somebody who can't get through."""
    pressed = actions(
        button("Take over", CardAct.CLAIM, escalation.id, style="primary"),
        button("Reassign", CardAct.ASSIGN, escalation.id),
    )
    return says(
        Bold(f"{name} has tried {the_client(escalation)} {_times(misses)} and reaches nobody. Can you help?"),
        f" Call {call_whom(escalation)}, or say whom {name} can ask for. See ", thread, ".", more=[pressed],
    )  # fmt: skip


def mistake_line(name: str, escalation: Escalation) -> View:
    return says(Bold(name), f" takes that back: {the_client(escalation)} still waits.")


def logged_view(escalation: Escalation) -> View:
    """To whoever logged it on the card alone."""
    return says(Bold("Logged."), f" {client_name(escalation)} waits no more.", more=[actions(_mistake(escalation))])


def after_the_call_view(
    escalation: Escalation, thread: Link, result: Result = Result.REACHED, *, may_be_mistake: bool = False
) -> View:
    """The owner has reached the client: what now, with the one button that records it."""
    agreed = button("Agreed", CardAct.AGREE, escalation.id, style="primary")
    done = "wrote to" if result is Result.WROTE else "reached"
    return says(
        Bold(f"You {done} {contact_name(escalation)}."),
        " When you have agreed what happens and by when, record it. See ",
        thread,
        ".",
        more=[actions(agreed, *([_mistake(escalation)] if may_be_mistake else []))],
    )


def _mistake(escalation: Escalation) -> Block:
    return button("That was a mistake", Act.MISTAKE, escalation.id)
