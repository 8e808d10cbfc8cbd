from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.models import Attempt, Escalation
from bot.features.calls.rules import ENOUGH_MISSES, NEXT_TRIES, NEXT_TRY, RESULT_WORDS, Result
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, contact_name, is_by_letter, the_client
from bot.features.nudges.views import call_whom, take_over_buttons
from bot.playbook import PLAYBOOK, Line
from bot.slack.blocks import (
    Block,
    Choice,
    Form,
    Sentence,
    View,
    actions,
    button,
    context,
    moment_field,
    quote,
    radio_field,
    select_field,
    text_field,
)
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Bold, Link, Moment, Part, ended
from bot.words import later, plural, said, t
from bot.words.local import minutes

CALLING, REACHED, COULD_NOT_REACH = CardAct.CALLING, CardAct.REACHED, CardAct.COULD_NOT_REACH
WROTE = CardAct.WROTE
WHY_MOST, ASK_FOR_MOST = 200, 120
TIMES = {
    1: later("once"), 2: later("twice"), 3: later("three times"), 4: later("four times"), 5: later("five times"),
}  # fmt: skip


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
    return says(
        "*You are calling {whom}.* Listen first. I stay quiet for 20 minutes.", whom=call_whom(escalation),
        more=[verbatim(Bold(t("Say: "))).block, quote(PLAYBOOK.step("phone_now").say), _how_it_went(escalation)],
    )  # fmt: skip


def how_did_it_go_view(escalation: Escalation) -> View:
    return says(
        "*How did it go with {who}?* The client's clock runs until you log the call.", who=contact_name(escalation),
        more=[_how_it_went(escalation)],
    )  # fmt: skip


def _how_it_went(escalation: Escalation) -> Block:
    return actions(
        button(t("Reached"), CardAct.REACHED, escalation.id, style="primary"),
        button(t("Voicemail"), Act.VOICEMAIL, escalation.id),
        button(t("No answer"), Act.NO_ANSWER, escalation.id),
    )


def could_not_reach_form(escalation: Escalation, misses: int) -> Form:
    results = [
        Choice(t("Nobody answered"), Result.NO_ANSWER), Choice(t("I left a voicemail"), Result.VOICEMAIL),
        Choice(t("I wrote instead"), Result.WROTE, t("They still wait for a call.")),
    ]  # fmt: skip
    tries = [Choice(said(words), key) for key, words in NEXT_TRIES.items()]
    at_night = t("I keep to it, also in the evening and at night.")
    blocks = [
        sentence("*You tried {whom}.*", whom=call_whom(escalation)).block,
        radio_field("result", t("What happened?"), results, value=Result.NO_ANSWER),
        text_field("why", t("Why in writing?"), optional=True, hint=t("Only if you wrote instead."), most=WHY_MOST),
        select_field("again", t("Try again"), tries, value=NEXT_TRY, hint=t("I remind you then.")),
        moment_field("at", t("Or at a time"), optional=True, hint=at_night),
        *([_who_else(misses)] if misses else []),
        *_line(t("For the voicemail:"), PLAYBOOK.voicemail),
        *_line(t("As a text, only to arrange a call:"), PLAYBOOK.could_not_reach_text),
    ]
    return Form(FormId.COULD_NOT_REACH, t("Couldn't reach them"), blocks, t("Log it"), str(escalation.id))


def somebody_else_form(escalation: Escalation) -> Form:
    blocks = [verbatim(Bold(client_name(escalation))).block, _who_else(0, optional=False)]
    return Form(FormId.SOMEBODY_ELSE, t("Somebody else there"), blocks, t("Keep it"), str(escalation.id))


def _who_else(misses: int, *, optional: bool = True) -> Block:
    hint = t("A name and a number, or the front desk.")
    if misses:
        hint = t("You have tried {times} before. A name and a number, or the front desk.", times=_times(misses))
    return text_field("ask_for", t("Who else can you ask for?"), optional=optional, hint=hint, most=ASK_FOR_MOST)


def _line(heading: str, line: Line) -> list[Block]:
    """Words to use as they stand, with whose advice they are."""
    source = t("From: {articles}", articles=", ".join(PLAYBOOK.sources(line)))
    return [verbatim(Bold(heading)).block, quote(line.text), context(source)]


def next_try_view(escalation: Escalation, result: Result, at: datetime, tried: Tried) -> View:
    """Instead of "phone now", until the next try is due: a text to copy, and after the second miss another way."""
    when = Moment(at, "{time}")
    again = sentence("Try {whom} again at {at}.", whom=call_whom(escalation), at=when)
    if tried.ask_for:
        client = the_client(escalation)
        again = sentence("Try {client}, and ask for {who}, again at {at}.", client=client, who=tried.ask_for, at=when)
    otherwise = None
    if tried.is_enough and not tried.ask_for:
        otherwise = sentence(
            "That was {times} now: ask for somebody else there, or let a lead help.", times=_times(tried.misses)
        )
    text = _line(t("A text to send, only to arrange a call:"), PLAYBOOK.could_not_reach_text)
    pressed = [_calling(escalation), *_another_way(escalation, tried), _hand_over(escalation)]
    logged = sentence("*Logged: {result}.*", result=said(RESULT_WORDS[result]))
    return shows(together(logged, again, otherwise), *text, actions(*pressed))


def try_again_view(escalation: Escalation, tried: Tried) -> View:
    again = sentence("*Time to try {whom} again.*", whom=call_whom(escalation))
    if tried.ask_for:
        client = the_client(escalation)
        again = sentence("*Time to try {client}, and ask for {who}, again.*", client=client, who=tried.ask_for)
    missed = button(t("Couldn't reach"), CardAct.COULD_NOT_REACH, escalation.id)
    pressed = [_calling(escalation), missed, *_another_way(escalation, tried), _hand_over(escalation)]
    waits = sentence("{client} still waits.", client=client_name(escalation))
    return shows(together(again, waits), actions(*pressed))


def _calling(escalation: Escalation) -> Block:
    return button(t("I'm calling"), CardAct.CALLING, escalation.id, style="primary")


def _hand_over(escalation: Escalation) -> Block:
    return button(t("Hand over"), CardAct.HAND_OVER, escalation.id)


def _another_way(escalation: Escalation, tried: Tried) -> list[Block]:
    if not tried.is_enough:
        return []
    return [
        button(t("Somebody else there"), Act.SOMEBODY_ELSE, escalation.id),
        button(t("Ask a lead"), Act.ASK_LEAD, escalation.id),
    ]


def _times(number: int) -> str:
    return said(TIMES[number]) if number in TIMES else plural("{count} time", "{count} times", number)


def attempt_line(name: str, escalation: Escalation, attempt: Attempt, again: datetime | None) -> View:
    """The fact in the thread."""
    who, result = contact_name(escalation), Result(attempt.result)
    if result is Result.REACHED or (result is Result.WROTE and is_by_letter(escalation)):
        return shows(_answered(name, escalation, attempt))
    if result is Result.WROTE:
        tried = sentence("*{name}* wrote to {who} and didn't phone: {why}", name=name, who=who, why=ended(attempt.why))
        return shows(together(tried, sentence("They still wait."), _next_try(attempt, again)))
    tried = sentence("*{name}* tried {who}: {result}.", name=name, who=who, result=said(RESULT_WORDS[result]))
    return shows(together(tried, _next_try(attempt, again)))


def _answered(name: str, escalation: Escalation, attempt: Attempt) -> Sentence:
    waited = minutes(attempt.at - escalation.waiting_since)
    is_first, is_letter = escalation.waiting_since <= escalation.flagged_at, attempt.result == Result.WROTE
    named: dict[str, Part | int] = {"name": name, "who": contact_name(escalation), "waited": waited}
    if is_first and is_letter:
        return sentence("*{name}* has written to {who}, {waited} after they were flagged.", **named)
    if is_letter:
        return sentence("*{name}* has written to {who}, {waited} after it was opened again.", **named)
    if is_first:
        return sentence("*{name}* has spoken with {who}, {waited} after they were flagged.", **named)
    return sentence("*{name}* has spoken with {who}, {waited} after it was opened again.", **named)


def _next_try(attempt: Attempt, again: datetime | None) -> Sentence | None:
    if again is None:
        return None
    at = Moment(again, "{time}")
    if attempt.ask_for:
        return sentence("Next try at {at}, asking for {who}.", at=at, who=attempt.ask_for)
    return sentence("Next try at {at}.", at=at)


def somebody_else_line(name: str, ask_for: str) -> View:
    return says("*{name}* asks for {who} the next time.", name=name, who=ask_for)


def lead_asked_line(name: str, leads: str, misses: int) -> View:
    return says(
        "*{name}* asked {leads} to help: tried {times}, and nobody was reached.",
        name=name, leads=leads, times=_times(misses),
    )  # fmt: skip


def lead_asked_view(escalation: Escalation, name: str, misses: int, thread: Link) -> View:
    """To a lead, from somebody who can't get through."""
    client, times = the_client(escalation), _times(misses)
    words = together(
        sentence("*{name} has tried {client} {times} and reaches nobody.*", name=name, client=client, times=times),
        sentence("*Can you help?*"),
        sentence("Call {whom}, or say whom {name} can ask for.", whom=call_whom(escalation), name=name),
        sentence("See {thread}.", thread=thread),
    )
    return shows(words, actions(*take_over_buttons(escalation)))


def mistake_line(name: str, escalation: Escalation) -> View:
    return says("*{name}* takes that back: {client} still waits.", name=name, client=the_client(escalation))


def logged_view(escalation: Escalation) -> View:
    """To whoever logged it on the card alone."""
    more = [actions(_mistake(escalation))]
    return says("*Logged.* {client} waits no more.", client=client_name(escalation), more=more)


def after_the_call_view(
    escalation: Escalation, thread: Link, result: Result = Result.REACHED, *, may_be_mistake: bool = False
) -> View:
    """The owner has reached the client: what now, with the one button that records it."""
    agreed = button(t("Agreed"), CardAct.AGREE, escalation.id, style="primary")
    done = sentence("*You reached {who}.*", who=contact_name(escalation))
    if result is Result.WROTE:
        done = sentence("*You wrote to {who}.*", who=contact_name(escalation))
    record = sentence("When you have agreed what happens and by when, record it. See {thread}.", thread=thread)
    return shows(together(done, record), actions(agreed, *([_mistake(escalation)] if may_be_mistake else [])))


def _mistake(escalation: Escalation) -> Block:
    return button(t("That was a mistake"), Act.MISTAKE, escalation.id)
