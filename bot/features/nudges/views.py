from datetime import datetime, timedelta
from enum import StrEnum

from bot.db.models import Escalation, Step
from bot.features.checklist.views import Act as StepAct
from bot.features.clients.rules import can_be_dialled
from bot.features.clients.views import number_parts, phone_of
from bot.features.escalations.rules import HEAT_WORDS
from bot.features.escalations.views import (
    MENU,
    client_name,
    contact_name,
    is_by_letter,
    minutes,
    the_client,
)
from bot.features.escalations.views import Act as CardAct
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, Choice, View, actions, button, context, lines, menu, says, sentence
from bot.slack.text import Bold, Link, Mention, Moment, Part

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
        return "them"
    contact, client = escalation.client.contact, escalation.client.name
    who = f"{contact} at {client}" if contact else client
    phone = "" if is_by_letter(escalation) else phone_of(escalation.client).words
    return f"{who}: {phone}" if phone else who


def answer_whom(escalation: Escalation) -> str:
    """The same with what to do, as a sentence's beginning: they are called, or written to."""
    return f"{'Write to' if is_by_letter(escalation) else 'Call'} {call_whom(escalation)}"


def phone_now_view(escalation: Escalation, thread: Link, *, again: bool) -> View:
    """The owner's direct message: the one thing to do, a minute to get ready, three buttons."""
    name, heat = client_name(escalation), HEAT_WORDS[escalation.heat]
    opening = f"{name} is {'still unhappy' if again else heat}. {_call_now(escalation)}"
    by_letter = is_by_letter(escalation)
    number = number_parts(escalation.client) if escalation.client and not by_letter else []
    avoid = "They want it in writing: don't phone." if by_letter else "Don't e-mail."
    urge: list[Part] = [Bold(opening), *([": ", *number] if number else []), f". {avoid}"]
    blocks: list[Block] = [sentence(*urge).block]
    if escalation.client is None and not escalation.is_rehearsal:
        blocks.append(context("Nobody has said yet which client it is: look in the thread."))
    blocks += _number_note(escalation)
    blocks.append(lines(*([f"{n}. {line.text}"] for n, line in enumerate(PLAYBOOK.preparation, 1))))
    blocks.append(sentence("Everything is in ", thread, ".").block)
    return View(sentence(*urge).text, [*blocks, _owner_buttons(escalation)])


def _call_now(escalation: Escalation) -> str:
    """The client has been named already: "Call Ann Lee now"."""
    who = contact_name(escalation) if escalation.client and escalation.client.contact else "them"
    return f"{'Write to' if is_by_letter(escalation) else 'Call'} {who} now"


def _number_note(escalation: Escalation) -> list[Block]:
    phone = escalation.client.phone if escalation.client else ""
    if is_by_letter(escalation):
        return []
    if escalation.client and phone and not can_be_dialled(phone) and not phone_of(escalation.client).shown:
        return [context("That doesn't look like a phone number. It stands as it was typed.")]
    if escalation.client and not phone:
        add = actions(button("Add their number", CardAct.CORRECT, escalation.id))
        return [context("No phone number is known for this client yet."), add]
    return []


def _owner_buttons(escalation: Escalation) -> Block:
    missed = [] if is_by_letter(escalation) else [button("Couldn't reach", CardAct.COULD_NOT_REACH, escalation.id)]
    hand = button("Hand over", CardAct.HAND_OVER, escalation.id)
    return actions(answer_button(escalation), *missed, hand, later_menu(escalation, can_mute=True))


def answer_button(escalation: Escalation) -> Block:
    """The first thing to press: on the way to the telephone, or when the letter is gone."""
    label, act = ("I've written", CardAct.WROTE) if is_by_letter(escalation) else ("I'm calling", CardAct.CALLING)
    return button(label, act, escalation.id, style="primary")


def later_menu(escalation: Escalation, *, can_mute: bool) -> Block:
    """When to hear of it again. The clock of the client goes on."""
    offered: list[tuple[str, str]] = [
        ("Remind me in 10 minutes", Act.LATER), ("Remind me in half an hour", Act.MUCH_LATER),
        ("Remind me after my meeting", Act.AFTER_MEETING),
    ]  # fmt: skip
    offered += [("No more reminders", Act.MUTE)] if can_mute else []
    return menu(MENU, [Choice(label, f"{act}:{escalation.id}") for label, act in offered])


def half_view(escalation: Escalation, deadline: datetime, now: datetime, step: Step | None, thread: Link) -> View:
    """Half of the time is gone: the next step by name, with its button, and a way to say that it is in hand."""
    until: list[Part] = [" before ", _by(deadline, now), f": {minutes(deadline - now)} are left."]
    if now >= deadline:
        until = [" now. They expected it by ", _by(deadline, now), "."]
    pressed = [
        answer_button(escalation),
        *([button("Step done", StepAct.DONE, step.id)] if step and step.key != PHONE else []),
        button("Still on it", Act.ON_IT, escalation.id),
        button("Hand over", CardAct.HAND_OVER, escalation.id),
        later_menu(escalation, can_mute=True),
    ]
    do = f" Next step: {PLAYBOOK.step(step.key).do}." if step else ""
    return says(
        Bold(f"{client_name(escalation)} still waits."), f" {answer_whom(escalation)}", *until, f"{do} See ", thread,
        ".", more=[actions(*pressed)],
    )  # fmt: skip


def reminder_view(escalation: Escalation, deadline: datetime, at: datetime, thread: Link) -> View:
    """What somebody asked to hear again at that moment."""
    since: list[Part] = [" They expect it by ", _by(deadline, at), "."]
    if at >= deadline:
        since = [" They expected it by ", _by(deadline, at), "."]
    return says(
        Bold(f"Now is the time. {answer_whom(escalation)}."), *since, " See ", thread, ".",
        more=[_owner_buttons(escalation)],
    )  # fmt: skip


def warning_view(escalation: Escalation, owner: str, deadline: datetime, now: datetime) -> View:
    pressed = actions(
        answer_button(escalation),
        button("Hand over", CardAct.HAND_OVER, escalation.id),
    )
    expects, do = "expects", "If you can't make it, hand over now."
    call, verb = ("a letter", "Write") if is_by_letter(escalation) else ("a call", "Call")
    if now >= deadline:
        expects, do = "expected", f"{verb} now, or hand over."
    return says(
        Mention(owner), f", {the_client(escalation)} {expects} {call} by ", _by(deadline, now),
        f". {do} That is no shame.", more=[pressed],
    )  # fmt: skip


def _by(deadline: datetime, now: datetime) -> Moment:
    """With its day, where "10:17" would be taken for today's."""
    return Moment(deadline, TIME) if abs(now - deadline) < TODAY else Moment(deadline)


def who_takes_it_view(escalation: Escalation) -> View:
    pressed = actions(button("I'll take it", CardAct.CLAIM, escalation.id, style="primary"))
    verb = "Who writes to " if is_by_letter(escalation) else "Who phones "
    return says(verb, Bold(call_whom(escalation)), "? Nobody has it yet.", more=[pressed])


def lead_view(escalation: Escalation, now: datetime, owner: str, thread: Link) -> View:
    """The lead's: late, or nobody's, with what a lead can do about it."""
    name, waited = client_name(escalation), minutes(now - escalation.waiting_since)
    who = f"{owner} has it." if escalation.owner else "Nobody has it yet."
    pressed = actions(
        button("Take over" if escalation.owner else "I'll take it", CardAct.CLAIM, escalation.id, style="primary"),
        button("Reassign" if escalation.owner else "Choose an owner", CardAct.ASSIGN, escalation.id),
        *([button("Give 15 minutes", Act.GIVE_TIME, escalation.id)] if escalation.owner else []),
        later_menu(escalation, can_mute=False),
    )
    return says(
        Bold(f"{name} has waited {waited} and nobody has spoken with them."), f" {who} {answer_whom(escalation)}"
        ", or choose who does. See ", thread, ".", more=[pressed],
    )  # fmt: skip


def owner_is_off_view(escalation: Escalation, owner: str, until: datetime, thread: Link) -> View:
    """To a lead, before it is late: by the time the owner hears of it, it will be."""
    pressed = actions(
        button("Take over", CardAct.CLAIM, escalation.id, style="primary"),
        button("Reassign", CardAct.ASSIGN, escalation.id),
    )
    opening = f"{client_name(escalation)} is {HEAT_WORDS[escalation.heat]}, and {owner} is off"
    return says(
        Bold(opening), " until ", Moment(until), ". Call ", call_whom(escalation), ", or choose who does. See ", thread,
        ".", more=[pressed],
    )  # fmt: skip


def handed_to_lead_view(escalation: Escalation, now: datetime, leads: str, held_until: datetime | None) -> View:
    """To the whole channel. A lead who sleeps hears of it later, and the channel should know."""
    waited = minutes(now - escalation.waiting_since)
    when: list[Part] = [" will hear of it ", Moment(held_until), "."] if held_until else [" will hear of it now."]
    return says(Bold(client_name(escalation)), f" has waited {waited} for a call. {leads}", *when)


def no_lead_here_view(escalation: Escalation, now: datetime) -> View:
    """No lead is in the channel, or there is none: nobody else hears of it."""
    waited = minutes(now - escalation.waiting_since)
    return says(
        Bold(client_name(escalation)), f" has waited {waited} for a call, and no lead is here to hear of it. "
        "Phone them, or invite a lead with /invite.",
    )  # fmt: skip


def more_time_view(lead: str) -> View:
    return says(Bold(lead), " gives it 15 minutes more before asking again.")
