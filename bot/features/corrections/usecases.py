from collections.abc import Sequence

from bot.db.models import Attempt, Client, Colleague, Escalation, FollowUp, Message, Promise
from bot.errors import Refusal
from bot.features.absences.usecases import tell_who_stands_in, who_phones
from bot.features.asks.usecases import strike
from bot.features.clients.usecases import Named, correct_contact, known_client, whose_name
from bot.features.corrections.views import (
    asked_in_thread_view,
    changes_between,
    corrected_line,
    is_doubtful,
    merged_line,
    named_view,
    phone_note_view,
)
from bot.features.escalations.rules import OPEN, Act, State
from bot.features.escalations.usecases import (
    concerned,
    link_to,
    move,
    open_escalation_of,
    redraw,
    tell_thread,
)
from bot.features.flagging.usecases import withdraw_questions
from bot.features.follow_ups.usecases import drop_follow_ups, has_follow_ups
from bot.features.history.usecases import note
from bot.features.naming.usecases import ask_whom_they_mean
from bot.features.nudges.usecases import refresh_words, stop_clock, wind_clock
from bot.features.owners.usecases import name_owner, refuse_if_over, withdraw_offer
from bot.features.people.rules import Action
from bot.features.people.usecases import can_be_told, channels_for_readers_of, name_of, require, visible
from bot.features.updates.usecases import owe_next_word
from bot.slack.blocks import View
from bot.words import later, said, t
from bot.words.local import any_of
from bot.work import Work

NO_NAME = later("Name the client, as you would say it.")
OPEN_ALREADY = later("That client is open in another thread. Close this form and use “Merge with another” on the card.")
OPEN_UNSEEN = later("That client is open already, in a channel you are not in. Ask a lead to put the two together.")
WHICH = later(
    "Do you mean {names}? Write it as it stands here. A new one? Type /angry-client client and the name first."
)
ANSWERED = later("That was answered already, in the thread.")
NOTHING_TO_MERGE = later("There is no other open escalation to merge with.")


def correctable(work: Work, by: str, escalation_id: str) -> Escalation:
    """Anybody may say who the client is; what is known already only those close to it may change."""
    escalation = work.find(Escalation, escalation_id)
    action = Action.CORRECT if escalation.client else Action.NAME_CLIENT
    return concerned(work, by, action, escalation_id)


def correct(work: Work, by: str, escalation_id: str, client: str, heat: int, contact: str, phone: str) -> View | None:
    work.take_turns()  # a client is one row, and one open escalation, however many name it at once
    escalation = correctable(work, by, escalation_id)
    before, was = _facts(escalation), escalation.client_id
    named = _named(work, escalation, client)
    if named.choices:
        ask_whom_they_mean(work, escalation, named, contact, phone)
        _correct_heat(work, by, escalation, heat)
        return asked_in_thread_view()
    _set_client(work, by, escalation, named.client)
    if escalation.client:
        is_other = before[0] not in ("", escalation.client.name)
        contact = "" if is_other and contact == before[2] else contact  # the form was filled with the other client's
        phone = "" if is_other and phone == before[3] else phone
        correct_contact(escalation.client, contact, phone)
    escalation.heat = heat
    changes = changes_between(before, _facts(escalation))
    if not changes:
        return None
    note(work, escalation, by, "corrected", what=changes, client_was=was)
    _say_what_changed(work, by, escalation, changes)
    if escalation.state == State.WAITING:
        if heat != before[1]:
            wind_clock(work, escalation)
        refresh_words(work, escalation)
    redraw(work, escalation)
    return phone_note_view(phone.strip()) if is_doubtful(phone) and phone.strip() != before[3] else None


def _correct_heat(work: Work, by: str, escalation: Escalation, heat: int) -> None:
    """Who the client is, the thread is still asked: how angry they are holds at once."""
    before, escalation.heat = _facts(escalation), heat
    if changes := changes_between(before, _facts(escalation)):
        note(work, escalation, by, "corrected", what=changes, client_was=None)
        tell_thread(work, escalation, corrected_line(name_of(work, by), changes))
        if escalation.state == State.WAITING:
            wind_clock(work, escalation)
            refresh_words(work, escalation)
        redraw(work, escalation)


def pick_client(work: Work, by: str, escalation_id: str, number: int | None) -> None:
    """The answer to "which one?". What is open already is joined; no number is a new client, of the name typed."""
    work.take_turns()
    escalation = concerned(work, by, Action.NAME_CLIENT, escalation_id)
    if escalation.client or escalation.state not in OPEN:
        raise Refusal(said(ANSWERED))
    if number is None:
        client = known_client(work, escalation.client_typed)
    else:
        chosen = escalation.client_choices[number : number + 1]
        client = work.find(Client, chosen[0]) if chosen else None
    running = open_escalation_of(work, client) if client else None
    if running is not None:
        if not can_be_told(work, by, running):
            raise Refusal(said(OPEN_UNSEEN))
        escalation.client = client
        _keep_what_was_typed(escalation)
        _merge(work, by, escalation, running)
        return
    _set_client(work, by, escalation, client)
    changes = changes_between(("", escalation.heat, "", ""), _facts(escalation))
    note(work, escalation, by, "corrected", what=changes[:1], client_was=None)
    _say_what_changed(work, by, escalation, changes[:1])
    if escalation.state == State.WAITING:
        refresh_words(work, escalation)
    redraw(work, escalation)


def mergeable(work: Work, by: str, escalation_id: str) -> tuple[Escalation, Sequence[Escalation]]:
    """The escalation and those it could go into, the same client's first."""
    escalation = concerned(work, by, Action.MERGE, escalation_id)
    refuse_if_over(escalation)
    others_open = work.select(Escalation).where(Escalation.id != escalation.id, Escalation.state.in_(OPEN))
    wanted = others_open.where(Escalation.is_rehearsal.is_(False))
    person = require(work, by, Action.MERGE, escalation)
    others = visible(work, person, work.all(wanted.order_by(Escalation.flagged_at.desc()).limit(100)))
    if not others:
        raise Refusal(said(NOTHING_TO_MERGE))
    return escalation, sorted(others, key=lambda other: other.client_id != escalation.client_id)


def merge(work: Work, by: str, escalation_id: str, into_id: str) -> None:
    """Everything known of the one goes on in the other: the higher heat, the longer wait, calls and promises."""
    first, second = sorted((int(escalation_id), int(into_id)))
    for each in (first, second):  # always in the same order, so that two merges cannot wait for each other
        work.find(Escalation, each)
    escalation, into = concerned(work, by, Action.MERGE, escalation_id), concerned(work, by, Action.READ, into_id)
    refuse_if_over(into)
    if escalation.is_rehearsal or into.is_rehearsal:
        raise Refusal(said(NOTHING_TO_MERGE))
    _merge(work, by, escalation, into)


def _merge(work: Work, by: str, escalation: Escalation, into: Escalation) -> None:
    move(work, escalation, Act.MERGE, by, into=into.id)
    note(work, into, by, "merged in", merged=escalation.id)
    escalation.merged_into_id, escalation.ended_at = into.id, work.now
    why = t("It goes on in another thread.")
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)
    strike(work, escalation, why)
    withdraw_questions(work, escalation)
    _carry_over(work, by, escalation, into)
    tell_thread(work, into, merged_line(name_of(work, by), escalation, link_to(work, escalation)))
    redraw(work, into)
    redraw(work, escalation)


def _carry_over(work: Work, by: str, escalation: Escalation, into: Escalation) -> None:
    if into.state != State.AGREED or has_follow_ups(work, into):
        drop_follow_ups(work, escalation)
    rows: list[Attempt | Promise | FollowUp] = [
        *work.all(work.select(Attempt).where(Attempt.escalation_id == escalation.id)),
        *work.all(work.select(Promise).where(Promise.escalation_id == escalation.id)),
        *work.all(work.select(FollowUp).where(FollowUp.escalation_id == escalation.id)),
    ]
    for row in rows:
        row.escalation_id = into.id
    colleagues = work.all(work.select(Colleague).where(Colleague.escalation_id.in_((escalation.id, into.id))))
    known = {colleague.person for colleague in colleagues if colleague.escalation_id == into.id}
    for colleague in colleagues:
        if colleague.person not in known:
            colleague.escalation_id = into.id
    into.heat = max(into.heat, escalation.heat)
    into.client = into.client or escalation.client
    if into.owner is None and escalation.owner and can_be_told(work, escalation.owner, into):
        name_owner(work, into, escalation.owner, by)
    if into.state == State.WAITING and escalation.reached_at:
        into.reached_at, into.waiting_since = escalation.reached_at, min(into.waiting_since, escalation.waiting_since)
        move(work, into, Act.REACH, by)
        why = t("{who} merged the one in which they were reached.", who=name_of(work, by))
        stop_clock(work, into, why)
        withdraw_offer(work, into, why)
        owe_next_word(work, into)
    elif into.state == State.WAITING:
        into.waiting_since = min(into.waiting_since, escalation.waiting_since)
        wind_clock(work, into)


def _facts(escalation: Escalation) -> tuple[str, int, str, str]:
    client = escalation.client
    return (client.name, escalation.heat, client.contact, client.phone) if client else ("", escalation.heat, "", "")


def _named(work: Work, escalation: Escalation, typed: str) -> Named:
    """Raises Refusal at the field, where another client stands there already and the name is doubtful."""
    named = whose_name(work, typed, channels_for_readers_of(work, escalation.channel))
    if named.choices and escalation.client:
        says_which = said(WHICH, names=any_of([client.name for client in named.choices]))
        raise Refusal(says_which, client=says_which)
    return named if named.client or named.choices else Named(named.typed, known_client(work, typed))


def _set_client(work: Work, by: str, escalation: Escalation, client: Client | None) -> None:
    if client is None:
        raise Refusal(said(NO_NAME), client=said(NO_NAME))
    running = open_escalation_of(work, client)
    if running and running.id != escalation.id and escalation.state in OPEN:
        why = said(OPEN_ALREADY if can_be_told(work, by, running) else OPEN_UNSEEN)
        raise Refusal(why, client=why)
    if escalation.client is None or client.id != escalation.client.id:
        escalation.client = client
    _keep_what_was_typed(escalation)
    if escalation.state == State.WAITING and escalation.owner is None:
        phones = who_phones(work, client, "", escalation.channel)
        if phones.who:
            name_owner(work, escalation, phones.who, by)
            tell_who_stands_in(work, escalation, phones)


def _keep_what_was_typed(escalation: Escalation) -> None:
    """Whom to ask for was typed before it was known of whom."""
    if escalation.client:
        correct_contact(escalation.client, escalation.contact_typed, escalation.phone_typed)
    escalation.client_typed = escalation.contact_typed = escalation.phone_typed = ""
    escalation.client_choices = []


def _say_what_changed(work: Work, by: str, escalation: Escalation, changes: Sequence[str]) -> None:
    name = name_of(work, by)
    if escalation.client_question_id:
        work.change(work.find(Message, escalation.client_question_id), named_view(escalation, name))
        escalation.client_question_id = None
        return
    tell_thread(work, escalation, corrected_line(name, changes))
