from datetime import datetime
from typing import Any

from bot.db.models import Ask, Escalation, FollowUp, HandOver, Message, Person, Promise
from bot.errors import Refusal
from bot.features.asks.usecases import ask, strike
from bot.features.checklist.rules import next_step
from bot.features.escalations.rules import OPEN, WHY_NOT, State
from bot.features.escalations.usecases import concerned, link_to, offer_of, redraw, steps_of, tell_thread
from bot.features.history.usecases import note
from bot.features.nudges.usecases import (
    lead_topic,
    notice_owner_is_off,
    pass_over_nobody_yet,
    tell_owner_to_phone,
    watch_owner,
    whom_to_tell,
)
from bot.features.owners.views import (
    LEFT,
    given_view,
    offered_line,
    owner_gone_view,
    took_it_view,
    who_instead_view,
    yours_now_view,
)
from bot.features.people.rules import Action, outside
from bot.features.people.usecases import can, can_be_told, find_person, name_of, require, require_owner
from bot.playbook import PLAYBOOK
from bot.slack.blocks import View
from bot.slack.sentences import says, shows, verbatim
from bot.words import later, said, t
from bot.work import Work

SETTLED = {
    "accepted": later("That offer was accepted already."),
    "declined": later("That offer was declined already."),
    "withdrawn": later("That offer was withdrawn already."),
}


def offer_topic(hand_over: HandOver) -> str:
    return f"hand_over:{hand_over.id}"


def yours_topic(escalation: Escalation) -> str:
    return f"yours:{escalation.id}"


def claim(work: Work, by: str, escalation_id: str) -> View | None:
    """ "I'll take it". What is mine already stays mine; what is somebody else's a lead may take over."""
    escalation = concerned(work, by, Action.CLAIM, escalation_id)
    refuse_if_over(escalation)
    if escalation.owner == by:
        return says("You have it already. Phone them, and press “I'm calling”.")
    before = escalation.owner
    if before and not escalation.released_at:
        _require_take_over(work, by, escalation)
    change_owner(work, escalation, by, by)
    view = took_it_view(name_of(work, by), name_of(work, before) if before else None)
    _say_in_thread(work, escalation, view)
    redraw(work, escalation)
    return None


def assign(work: Work, by: str, escalation_id: str, owner: str) -> None:
    """Choose who phones, at once: where nobody has it, or as the lead decides."""
    escalation = assignable(work, by, escalation_id)
    require_owner(work, owner, "owner", escalation.channel)
    if escalation.owner == owner:
        name = name_of(work, owner)
        says_who = t("{name} has it already. Choose somebody else, or close this form.", name=name)
        raise Refusal(says_who, owner=says_who)
    before = name_of(work, escalation.owner) if escalation.owner else None
    change_owner(work, escalation, owner, by)
    _say_in_thread(work, escalation, given_view(name_of(work, owner), name_of(work, by), before))
    redraw(work, escalation)


def name_owner(work: Work, escalation: Escalation, owner: str, by: str) -> None:
    """Somebody is named for one that nobody had: they hear what to do, and the thread's question is answered."""
    change_owner(work, escalation, owner, by)
    _say_in_thread(work, escalation, given_view(name_of(work, owner), name_of(work, by), None))


def assignable(work: Work, by: str, escalation_id: str) -> Escalation:
    """What has an owner is offered and not given, but by a lead."""
    escalation = concerned(work, by, Action.ASSIGN, escalation_id)
    refuse_if_over(escalation)
    if escalation.owner and not decides(work, by, escalation):
        owner = name_of(work, escalation.owner)
        raise Refusal(t("{owner} has it now. Press “Hand over” on the card to offer it to somebody else.", owner=owner))
    return escalation


def decides(work: Work, by: str, escalation: Escalation) -> bool:
    """Whether this person gives it to whom they like: a lead, but for what they have themselves."""
    return by in work.workspace.leads and escalation.owner != by


def take_back(work: Work, by: str, hand_over_id: str) -> View | None:
    """The offer, by whoever could make one."""
    escalation_id = work.find(HandOver, hand_over_id, lock=False).escalation_id
    escalation = concerned(work, by, Action.ASSIGN, escalation_id)
    hand_over = work.find(HandOver, hand_over_id)
    if hand_over.state != "offered":
        return shows(verbatim(said(SETTLED[hand_over.state])))
    withdraw_offer(work, escalation, t("{name} took it back.", name=name_of(work, by)))
    note(work, escalation, by, "hand-over taken back")
    redraw(work, escalation)
    return None


def withdraw_offer(work: Work, escalation: Escalation, why: str) -> None:
    """Nobody can accept it any more; who was asked to reads why."""
    hand_over = offer_of(work, escalation)
    if hand_over is not None:
        settle_offer(work, escalation, hand_over, "withdrawn")
        strike(work, escalation, why, topics=(offer_topic(hand_over),))


def settle_offer(work: Work, escalation: Escalation, hand_over: HandOver, state: str) -> None:
    hand_over.state, hand_over.settled_at, hand_over.next_at = state, work.now, None
    work.session.flush()
    if hand_over.line_id:
        show_offer(work, escalation, hand_over, work.find(Message, hand_over.line_id))


def show_offer(
    work: Work, escalation: Escalation, hand_over: HandOver, line: Message | None = None,
    held_until: datetime | None = None,
) -> Message:  # fmt: skip
    """The line in the thread, said anew or changed in place."""
    by, owner = name_of(work, hand_over.by), name_of(work, escalation.owner or hand_over.by)
    words = offered_line(hand_over, name_of(work, hand_over.receiver), by, owner, held_until)
    if line is None:
        return tell_thread(work, escalation, words)
    work.change(line, words)
    return line


def refuse_if_over(escalation: Escalation) -> None:
    if escalation.state not in OPEN:
        raise Refusal(said(WHY_NOT[State(escalation.state)]))


def _require_take_over(work: Work, by: str, escalation: Escalation) -> None:
    person = require(work, by, Action.CLAIM, escalation)
    if not can(work, person, Action.ASSIGN, escalation):
        owner = name_of(work, escalation.owner or "")
        raise Refusal(t("{owner} has it already. Ask {owner} to hand it over, or a lead to take it.", owner=owner))


def change_owner(work: Work, escalation: Escalation, owner: str, by: str) -> None:
    """The old owner's asks are struck out; the new one hears what to do. The caller tells the thread and redraws."""
    why = t("{name} has it now.", name=name_of(work, owner))
    withdraw_offer(work, escalation, why)
    if escalation.owner:
        _pass_on(work, escalation, escalation.owner)
        strike(work, escalation, why, person=escalation.owner)
    strike(work, escalation, why, topics=(lead_topic(escalation),))
    note(work, escalation, by, "owner", before=escalation.owner, after=owner)
    escalation.owner = owner
    escalation.calling_since = escalation.debrief_at = None
    watch_owner(work, escalation)
    if escalation.state == State.WAITING:
        tell_owner_to_phone(work, escalation)
        return
    step = next_step(steps_of(work, escalation))
    do = PLAYBOOK.step(step.key).do if step else t("ask how they feel")
    words = yours_now_view(escalation, do, link_to(work, escalation))
    key = f"yours:{escalation.id}:{owner}:{work.now.timestamp():.6f}"
    ask(work, owner, words, topic=yours_topic(escalation), key=key, about=escalation, at_once=True)


def _pass_on(work: Work, escalation: Escalation, before: str) -> None:
    """What the one before was asked and has not answered, about promises and follow-ups, the next one is asked anew."""
    standing = work.select(Ask).where(Ask.escalation_id == escalation.id, Ask.person == before, Ask.state == "said")
    topics = {asked.topic for asked in work.all(standing)}
    for promise in work.all(
        work.select(Promise).where(Promise.escalation_id == escalation.id, Promise.state == "open")
    ):
        if f"promise:{promise.id}" in topics:
            promise.next_ask_at = work.now
    open_ones = work.select(FollowUp).where(FollowUp.escalation_id == escalation.id, FollowUp.answered_at.is_(None))
    for follow_up in work.all(open_ones):
        if f"follow_up:{follow_up.id}" in topics:
            follow_up.next_ask_at, follow_up.tries = work.now, follow_up.tries - 1


def _say_in_thread(work: Work, escalation: Escalation, view: View) -> None:
    """The thread's open question is answered in place; else it is a fact of its own."""
    if escalation.owner_question_id is None:
        tell_thread(work, escalation, view)
        return
    work.change(work.find(Message, escalation.owner_question_id), view)
    escalation.owner_question_id = None


def owns_any(work: Work, user_id: str) -> bool:
    return work.first(_owned_by(work, user_id)) is not None


def look_at_owned(work: Work, user_id: str) -> None:
    """An owner who is of the team, or in the channel, no more: the thread asks who phones now, and the leads hear."""
    owner = find_person(work, user_id)
    for escalation in work.all(_owned_by(work, user_id).with_for_update(key_share=True)) if owner else ():
        if owner and (why := _why_gone(work, owner, escalation)):
            _let_go(work, escalation, owner, why)
        else:
            notice_owner_is_off(work, escalation)


def _owned_by(work: Work, user_id: str) -> Any:
    mine = work.select(Escalation).where(Escalation.owner == user_id, Escalation.state.in_(OPEN))
    return mine.where(Escalation.erased_at.is_(None)).order_by(Escalation.id)


def _why_gone(work: Work, owner: Person, escalation: Escalation) -> str:
    """As the end of a sentence; empty while they can own it."""
    return outside(owner) or ("" if can_be_told(work, owner.user_id, escalation) else said(LEFT))


def _let_go(work: Work, escalation: Escalation, owner: Person, why: str) -> None:
    _pass_on(work, escalation, owner.user_id)
    strike(work, escalation, t("{name} is {why}.", name=owner.name, why=why), person=owner.user_id)
    note(work, escalation, None, "owner", before=owner.user_id, after=None)
    escalation.owner = escalation.calling_since = escalation.calling_by = escalation.debrief_at = None
    escalation.owner_off_until = None
    watch_owner(work, escalation)
    escalation.owner_question_id = tell_thread(work, escalation, who_instead_view(escalation, owner.name, why)).id
    words = owner_gone_view(escalation, owner.name, why, link_to(work, escalation))
    for lead in whom_to_tell(work, escalation):
        key = f"gone:{escalation.id}:{owner.user_id}:{work.now.timestamp():.6f}:{lead}"
        ask(work, lead, words, topic=lead_topic(escalation), key=key, about=escalation, at_once=True)
    pass_over_nobody_yet(work, escalation)
    redraw(work, escalation)
