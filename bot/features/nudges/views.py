from datetime import datetime, timedelta
from enum import StrEnum

from bot.db.models import Escalation
from bot.features.clients.rules import can_be_dialled
from bot.features.escalations.rules import HEAT_WORDS
from bot.features.escalations.views import Act as CardAct
from bot.features.escalations.views import client_name, contact_name, minutes, the_client
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, View, actions, button, context, lines, says, sentence
from bot.slack.text import Bold, Link, Mention, Moment, Part

TIME = "{time}"
TODAY = timedelta(hours=12)


class Act(StrEnum):
    GIVE_TIME = "nudges.give_time"


def call_whom(escalation: Escalation) -> str:
    """The middle of a sentence: whom to call, and on which number."""
    if escalation.client is None:
        return "them"
    contact, client = escalation.client.contact, escalation.client.name
    who = f"{contact} at {client}" if contact else client
    phone = escalation.client.phone
    return f"{who}: {phone}" if phone else who


def phone_now_view(escalation: Escalation, thread: Link, *, again: bool) -> View:
    """The owner's direct message: the one thing to do, a minute to get ready, three buttons."""
    name, heat = client_name(escalation), HEAT_WORDS[escalation.heat]
    opening = f"{name} is {'still unhappy' if again else heat}. {_call_now(escalation)}"
    urge: list[Part] = [Bold(opening), " Don't e-mail."]
    blocks: list[Block] = [sentence(*urge).block]
    if escalation.client is None and not escalation.is_rehearsal:
        blocks.append(context("Nobody has said yet which client it is: look in the thread."))
    blocks += _number_note(escalation)
    blocks.append(lines(*([f"{n}. {line.text}"] for n, line in enumerate(PLAYBOOK.preparation, 1))))
    blocks.append(sentence("Everything is in ", thread, ".").block)
    return View(sentence(*urge).text, [*blocks, _owner_buttons(escalation)])


def _call_now(escalation: Escalation) -> str:
    """The client has been named already: "Call Ann Lee now: +44 20 7946 0018."."""
    who = contact_name(escalation) if escalation.client and escalation.client.contact else "them"
    phone = escalation.client.phone if escalation.client else ""
    return f"Call {who} now: {phone}." if phone else f"Call {who} now."


def _number_note(escalation: Escalation) -> list[Block]:
    phone = escalation.client.phone if escalation.client else ""
    if phone and not can_be_dialled(phone):
        return [context("That doesn't look like a phone number. It stands as it was typed.")]
    if escalation.client and not phone:
        add = actions(button("Add their number", CardAct.CORRECT, escalation.id))
        return [context("No phone number is known for this client yet."), add]
    return []


def _owner_buttons(escalation: Escalation) -> Block:
    return actions(
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        button("Couldn't reach", CardAct.COULD_NOT_REACH, escalation.id),
        button("Hand over", CardAct.ASSIGN, escalation.id),
    )


def half_view(escalation: Escalation, deadline: datetime, now: datetime, step: str, thread: Link) -> View:
    until: list[Part] = [" before ", _by(deadline, now)] if now < deadline else [
        " now. They expected it by ", _by(deadline, now)
    ]  # fmt: skip
    return says(
        Bold(f"{client_name(escalation)} still waits."), " Call ", call_whom(escalation), *until,
        f". Next step: {step}. See ", thread, ".", more=[_owner_buttons(escalation)],
    )  # fmt: skip


def warning_view(escalation: Escalation, owner: str, deadline: datetime, now: datetime) -> View:
    pressed = actions(
        button("I'm calling", CardAct.CALLING, escalation.id, style="primary"),
        button("Hand over", CardAct.ASSIGN, escalation.id),
    )
    expects, do = "expects", "If you can't make it, hand over now."
    if now >= deadline:
        expects, do = "expected", "Call now, or hand over."
    return says(
        Mention(owner), f", {the_client(escalation)} {expects} a call by ", _by(deadline, now),
        f". {do} That is no shame.", more=[pressed],
    )  # fmt: skip


def _by(deadline: datetime, now: datetime) -> Moment:
    """With its day, where "10:17" would be taken for today's."""
    return Moment(deadline, TIME) if abs(now - deadline) < TODAY else Moment(deadline)


def who_takes_it_view(escalation: Escalation) -> View:
    pressed = actions(button("I'll take it", CardAct.CLAIM, escalation.id, style="primary"))
    return says("Who phones ", Bold(call_whom(escalation)), "? Nobody has it yet.", more=[pressed])


def lead_view(escalation: Escalation, now: datetime, owner: str, thread: Link) -> View:
    """The lead's: late, or nobody's, with what a lead can do about it."""
    name, waited = client_name(escalation), minutes(now - escalation.waiting_since)
    who = f"{owner} has it." if escalation.owner else "Nobody has it yet."
    pressed = actions(
        button("Take over" if escalation.owner else "I'll take it", CardAct.CLAIM, escalation.id, style="primary"),
        button("Reassign" if escalation.owner else "Choose an owner", CardAct.ASSIGN, escalation.id),
        *([button("Give 15 minutes", Act.GIVE_TIME, escalation.id)] if escalation.owner else []),
    )
    return says(
        Bold(f"{name} has waited {waited} and nobody has spoken with them."), f" {who} Call ", call_whom(escalation),
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
