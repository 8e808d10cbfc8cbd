from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.db.models import Escalation, Step
from bot.features.checklist.views import Act as StepAct
from bot.features.clients.rules import can_be_dialled
from bot.features.clients.views import number_words, phone_of
from bot.features.escalations.rules import heat_word
from bot.features.escalations.views import (
    MENU,
    client_name,
    contact_name,
    is_by_letter,
    the_client,
)
from bot.features.escalations.views import Act as CardAct
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, Choice, Sentence, View, actions, button, context, lines, menu
from bot.slack.sentences import says, sentence, shows, together
from bot.slack.text import Dial, Link, Mention, Moment, Part
from bot.words import t
from bot.words.local import minutes

TIME = "{time}"
PHONE = "phone_now"
"""The step that "I'm calling" is the button of."""
TODAY = timedelta(hours=12)


class Act(StrEnum):
    """Everything that can be pressed on a word about a client who waits. The features that listen are named."""

    GIVE_TIME = "nudges.give_time"
    ON_IT = "silence.on_it"
    LATER = "snoozes.ten_minutes"
    MUCH_LATER = "snoozes.half_an_hour"
    AFTER_MEETING = "snoozes.after_meeting"
    MUTE = "snoozes.mute"


def call_whom(escalation: Escalation) -> str:
    """The middle of a sentence: whom to call, and on which number."""
    if escalation.client is None:
        return t("them")
    contact, client = escalation.client.contact, escalation.client.name
    who = t("{contact} at {client}", contact=contact, client=client) if contact else client
    phone = "" if is_by_letter(escalation) else number_words(escalation.client)
    return t("{who}: {phone}", who=who, phone=phone) if phone else who


def answer_whom(escalation: Escalation) -> str:
    """The same with what to do, as a sentence's beginning: they are called, or written to."""
    whom = call_whom(escalation)
    return t("Write to {whom}", whom=whom) if is_by_letter(escalation) else t("Call {whom}", whom=whom)


def phone_now_view(escalation: Escalation, thread: Link, *, again: bool) -> View:
    """The owner's direct message: the one thing to do, a minute to get ready, three buttons."""
    how = t("still unhappy") if again else heat_word(escalation.heat)
    urge = together(
        sentence("*{client} is {how}.*", client=client_name(escalation), how=how), _answer_now(escalation),
        sentence("They want it in writing: don't phone.") if is_by_letter(escalation) else sentence("Don't e-mail."),
    )  # fmt: skip
    blocks: list[Block] = [urge.block]
    if escalation.client is None and not escalation.is_rehearsal:
        blocks.append(context(t("Nobody has said yet which client it is: look in the thread.")))
    blocks += _number_note(escalation)
    blocks.append(lines(*([f"{n}. {line.text}"] for n, line in enumerate(PLAYBOOK.preparation, 1))))
    blocks.append(sentence("Everything is in {thread}.", thread=thread).block)
    return View(urge.text, [*blocks, _owner_buttons(escalation)])


def _answer_now(escalation: Escalation) -> Sentence:
    """The client has been named already: "Call Ann Lee now", and the number, to be pressed."""
    is_named = escalation.client is not None and bool(escalation.client.contact)
    who = contact_name(escalation) if is_named else t("them")
    if is_by_letter(escalation):
        return sentence("*Write to {who} now*.", who=who)
    phone = phone_of(escalation.client) if escalation.client else None
    if phone is None or not (phone.shown or phone.beside):
        return sentence("*Call {who} now*.", who=who)
    number = Dial(phone.dialled, phone.shown) if phone.shown else phone.beside
    if phone.shown and phone.beside:
        return sentence("*Call {who} now*: {number} (typed: {typed}).", who=who, number=number, typed=phone.beside)
    return sentence("*Call {who} now*: {number}.", who=who, number=number)


def _number_note(escalation: Escalation) -> list[Block]:
    phone = escalation.client.phone if escalation.client else ""
    if is_by_letter(escalation):
        return []
    if escalation.client and phone and not can_be_dialled(phone) and not phone_of(escalation.client).shown:
        return [context(t("That doesn't look like a phone number. It stands as it was typed."))]
    if escalation.client and not phone:
        add = actions(button(t("Add their number"), CardAct.CORRECT, escalation.id))
        return [context(t("No phone number is known for this client yet.")), add]
    return []


def _owner_buttons(escalation: Escalation) -> Block:
    missed = [] if is_by_letter(escalation) else [button(t("Couldn't reach"), CardAct.COULD_NOT_REACH, escalation.id)]
    hand = button(t("Hand over"), CardAct.HAND_OVER, escalation.id)
    return actions(answer_button(escalation), *missed, hand, later_menu(escalation, can_mute=True))


def answer_button(escalation: Escalation) -> Block:
    """The first thing to press: on the way to the telephone, or when the letter is gone."""
    if is_by_letter(escalation):
        return button(t("I've written"), CardAct.WROTE, escalation.id, style="primary")
    return button(t("I'm calling"), CardAct.CALLING, escalation.id, style="primary")


def later_menu(escalation: Escalation, *, can_mute: bool) -> Block:
    """When to hear of it again. The clock of the client goes on."""
    offered: list[tuple[str, str]] = [
        (t("Remind me in 10 minutes"), Act.LATER), (t("Remind me in half an hour"), Act.MUCH_LATER),
        (t("Remind me after my meeting"), Act.AFTER_MEETING),
    ]  # fmt: skip
    offered += [(t("No more reminders"), Act.MUTE)] if can_mute else []
    return menu(MENU, [Choice(label, f"{act}:{escalation.id}") for label, act in offered])


def half_view(escalation: Escalation, deadline: datetime, now: datetime, step: Step | None, thread: Link) -> View:
    """Half of the time is gone: the next step by name, with its button, and a way to say that it is in hand."""
    pressed = [
        answer_button(escalation),
        *([button(t("Step done"), StepAct.DONE, step.id)] if step and step.key != PHONE else []),
        button(t("Still on it"), Act.ON_IT, escalation.id),
        button(t("Hand over"), CardAct.HAND_OVER, escalation.id),
        later_menu(escalation, can_mute=True),
    ]
    words = together(
        sentence("*{client} still waits.*", client=client_name(escalation)),
        _answer_in_time(escalation, deadline, now),
        sentence("Next step: {step}.", step=PLAYBOOK.step(step.key).do) if step else None,
        sentence("See {thread}.", thread=thread),
    )
    return shows(words, actions(*pressed))


def _answer_in_time(escalation: Escalation, deadline: datetime, now: datetime) -> Sentence:
    at, is_letter = _by(deadline, now), is_by_letter(escalation)
    named: dict[str, Part | int] = {"whom": call_whom(escalation), "at": at, "left": minutes(deadline - now)}
    if now < deadline and is_letter:
        return sentence("Write to {whom} before {at}: {left} left.", **named)
    if now < deadline:
        return sentence("Call {whom} before {at}: {left} left.", **named)
    do = sentence("Write to {whom} now.", **named) if is_letter else sentence("Call {whom} now.", **named)
    return together(do, _expected(at))


def _expected(at: Moment) -> Sentence:
    return sentence("They expected it by {at}.", at=at)


def reminder_view(escalation: Escalation, deadline: datetime, at: datetime, thread: Link) -> View:
    """What somebody asked to hear again at that moment."""
    by = _by(deadline, at)
    words = together(
        sentence("*Now is the time. {do}.*", do=answer_whom(escalation)),
        sentence("They expect it by {at}.", at=by) if at < deadline else _expected(by),
        sentence("See {thread}.", thread=thread),
    )
    return shows(words, _owner_buttons(escalation))


def warning_view(escalation: Escalation, owner: str, deadline: datetime, now: datetime) -> View:
    pressed = actions(answer_button(escalation), button(t("Hand over"), CardAct.HAND_OVER, escalation.id))
    waits = _they_expect(
        {"owner": Mention(owner), "client": the_client(escalation), "at": _by(deadline, now)},
        is_letter=is_by_letter(escalation), is_late=now >= deadline,
    )  # fmt: skip
    do = sentence("If you can't make it, hand over now.")
    if now >= deadline:
        do = sentence("Write now, or hand over.") if is_by_letter(escalation) else sentence("Call now, or hand over.")
    return shows(together(waits, do, sentence("That is no shame.")), pressed)


def _they_expect(named: dict[str, Part | int], *, is_letter: bool, is_late: bool) -> Sentence:
    if is_letter and is_late:
        return sentence("{owner}, {client} expected a letter by {at}.", **named)
    if is_letter:
        return sentence("{owner}, {client} expects a letter by {at}.", **named)
    if is_late:
        return sentence("{owner}, {client} expected a call by {at}.", **named)
    return sentence("{owner}, {client} expects a call by {at}.", **named)


def _by(deadline: datetime, now: datetime) -> Moment:
    """With its day, where "10:17" would be taken for today's."""
    return Moment(deadline, TIME) if abs(now - deadline) < TODAY else Moment(deadline)


def who_takes_it_view(escalation: Escalation) -> View:
    whom, nobody = call_whom(escalation), sentence("Nobody has it yet.")
    who = sentence("Who phones *{whom}*?", whom=whom)
    if is_by_letter(escalation):
        who = sentence("Who writes to *{whom}*?", whom=whom)
    return shows(together(who, nobody), actions(take_it_button(escalation)))


def take_it_button(escalation: Escalation) -> Block:
    return button(t("I'll take it"), CardAct.CLAIM, escalation.id, style="primary")


def take_over_buttons(escalation: Escalation) -> Sequence[Block]:
    """A lead's, for what somebody has."""
    return [
        button(t("Take over"), CardAct.CLAIM, escalation.id, style="primary"),
        button(t("Reassign"), CardAct.ASSIGN, escalation.id),
    ]


def choose_buttons(escalation: Escalation) -> Sequence[Block]:
    """A lead's, for what nobody has."""
    return [take_it_button(escalation), button(t("Choose an owner"), CardAct.ASSIGN, escalation.id)]


def lead_view(escalation: Escalation, now: datetime, owner: str, thread: Link) -> View:
    """The lead's: late, or nobody's, with what a lead can do about it."""
    waited = minutes(now - escalation.waiting_since)
    pressed = [*choose_buttons(escalation), later_menu(escalation, can_mute=False)]
    if escalation.owner:
        give = button(t("Give 15 minutes"), Act.GIVE_TIME, escalation.id)
        pressed = [*take_over_buttons(escalation), give, later_menu(escalation, can_mute=False)]
    words = together(
        sentence("*{client} has waited {waited} and nobody has spoken with them.*",
                 client=client_name(escalation), waited=waited),
        sentence("{owner} has it.", owner=owner) if escalation.owner else sentence("Nobody has it yet."),
        *_or_choose(escalation, thread),
    )  # fmt: skip
    return shows(words, actions(*pressed))


def _or_choose(escalation: Escalation, thread: Link) -> tuple[Sentence, Sentence]:
    do = sentence("{do}, or choose who does.", do=answer_whom(escalation))
    return do, sentence("See {thread}.", thread=thread)


def owner_is_off_view(escalation: Escalation, owner: str, until: datetime, thread: Link) -> View:
    """To a lead, before it is late: by the time the owner hears of it, it will be."""
    off = sentence(
        "*{client} is {how}, and {owner} is off* until {until}.",
        client=client_name(escalation), how=heat_word(escalation.heat), owner=owner, until=Moment(until),
    )  # fmt: skip
    return shows(together(off, *_or_choose(escalation, thread)), actions(*take_over_buttons(escalation)))


def handed_to_lead_view(escalation: Escalation, now: datetime, leads: str, held_until: datetime | None) -> View:
    """To the whole channel. A lead who sleeps hears of it later, and the channel should know."""
    name, waited = client_name(escalation), minutes(now - escalation.waiting_since)
    hear = sentence("{leads} will hear of it now.", leads=leads)
    if held_until:
        hear = sentence("{leads} will hear of it {at}.", leads=leads, at=Moment(held_until))
    return shows(together(sentence("*{client}* has waited {waited} for a call.", client=name, waited=waited), hear))


def no_lead_here_view(escalation: Escalation, now: datetime) -> View:
    """No lead is in the channel, or there is none: nobody else hears of it."""
    return says(
        "*{client}* has waited {waited} for a call, and no lead is here to hear of it. "
        "Phone them, or invite a lead with /invite.",
        client=client_name(escalation), waited=minutes(now - escalation.waiting_since),
    )  # fmt: skip


def more_time_view(lead: str) -> View:
    return says("*{lead}* gives it 15 minutes more before asking again.", lead=lead)
