from bot.db.models import Ask, Attempt, Escalation, HandOver, Message
from bot.errors import Refusal
from bot.features.asks.usecases import ask, held_until, reword, said_to, strike, whom_we_know
from bot.features.checklist.rules import next_step
from bot.features.escalations.rules import State
from bot.features.escalations.usecases import (
    concerned,
    goal_from,
    link_to,
    offer_of,
    open_promises,
    redraw,
    steps_of,
    tell_thread,
)
from bot.features.escalations.views import contact_name
from bot.features.hand_overs.rules import (
    AVOID_MOST,
    FACTS_MOST,
    MOOD_MOST,
    PROMISES_MOST,
    REASON_MOST,
    Brief,
    facts_known,
    lies_until,
    mood_known,
    promises_known,
)
from bot.features.hand_overs.views import (
    accepted_line,
    accepted_view,
    declined_line,
    declined_view,
    hand_over_form,
    nobody_accepted_view,
    offered_view,
)
from bot.features.history.usecases import note
from bot.features.nudges.usecases import response_topic
from bot.features.owners.usecases import (
    change_owner,
    decides,
    offer_topic,
    refuse_if_over,
    settle_offer,
    show_offer,
    withdraw_offer,
    yours_topic,
)
from bot.features.owners.views import assign_form, took_it_view
from bot.features.people.rules import Action
from bot.features.people.usecases import find_person, name_of, require_owner
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Form, View
from bot.slack.sentences import shows, verbatim
from bot.slack.text import cut, tidy
from bot.words import later, said, t
from bot.work import Work

SAY_WHAT = later("Say in a sentence what happened: they have to phone without you.")
SETTLED = {
    "accepted": later("You have it already. The thread says what comes next."),
    "declined": later("You declined it already. If you can take it after all, say so in the thread."),
    "withdrawn": later("It is not on offer any more. The thread says why."),
}


def what_to_hand_over(work: Work, by: str, escalation_id: str) -> Form:
    """The form that fits: a brief to fill in, or the plain choice where nobody has it or a lead decides."""
    escalation = _to_hand_over(work, by, escalation_id)
    if not escalation.owner or decides(work, by, escalation):
        return assign_form(escalation)
    offered = offer_of(work, escalation)
    return hand_over_form(
        escalation, _known(work, by, escalation), name_of(work, offered.receiver) if offered else ""
    )


def offer(work: Work, by: str, escalation_id: str, receiver: str, brief: Brief) -> None:
    """The receiver hears at once and decides. Until then the owner has it, and every clock goes on as it was."""
    escalation = _to_hand_over(work, by, escalation_id)
    brief = _tidied(brief)
    require_owner(work, receiver, "receiver", escalation.channel)
    if escalation.owner == receiver:
        name = name_of(work, receiver)
        says_who = t("{name} has it already. Choose somebody else, or close this form.", name=name)
        raise Refusal(says_who, receiver=says_who)
    if not brief.facts:
        raise Refusal(said(SAY_WHAT), facts=said(SAY_WHAT))
    before = offer_of(work, escalation)
    if before and before.receiver == receiver:
        name = name_of(work, receiver)
        says_who = t("{name} was asked and hasn't answered yet. Choose somebody else, or wait.", name=name)
        raise Refusal(says_who, receiver=says_who)
    why = t("{by} asks {receiver} now.", by=name_of(work, by), receiver=name_of(work, receiver))
    withdraw_offer(work, escalation, why)
    hand_over = work.add(HandOver(
        workspace_id=work.workspace.id, escalation_id=escalation.id, by=by, receiver=receiver, offered_at=work.now,
        facts=brief.facts, promises=brief.promises, mood=brief.mood, avoid=brief.avoid,
        next_at=lies_until(work.now, goal_from(work, escalation, work.now)(1 / 3)),
    ))  # fmt: skip
    note(work, escalation, by, "hand-over offered", to=receiver)
    _ask_receiver(work, escalation, hand_over)
    held = held_until(work, escalation, receiver)
    hand_over.line_id = show_offer(work, escalation, hand_over, held_until=held).id
    redraw(work, escalation)


def accept(work: Work, by: str, hand_over_id: str) -> View | None:
    escalation, hand_over = _offered_to(work, by, hand_over_id)
    if hand_over.state != "offered":
        return shows(verbatim(said(SETTLED[hand_over.state])))
    refuse_if_over(escalation)
    require_owner(work, by, "", escalation.channel)
    before = name_of(work, escalation.owner or hand_over.by)
    asked = said_to(work, escalation, by, offer_topic(hand_over))
    settle_offer(work, escalation, hand_over, "accepted")
    if asked:
        reword(work, asked, accepted_view(escalation, hand_over, name_of(work, hand_over.by)))
    change_owner(work, escalation, by, by)
    if escalation.owner_question_id:  # it was offered to everybody meanwhile
        work.change(work.find(Message, escalation.owner_question_id), took_it_view(name_of(work, by), before))
        escalation.owner_question_id = None
    hand_over.line_id = tell_thread(work, escalation, accepted_line(hand_over, name_of(work, by), before)).id
    redraw(work, escalation)
    return None


def offer_to_decline(work: Work, by: str, hand_over_id: str) -> tuple[HandOver, str]:
    """It, with the name of who keeps it. Raises Refusal for what is answered already."""
    escalation, hand_over = _offered_to(work, by, hand_over_id)
    if hand_over.state != "offered":
        raise Refusal(said(SETTLED[hand_over.state]))
    return hand_over, name_of(work, escalation.owner or hand_over.by)


def decline(work: Work, by: str, hand_over_id: str, reason: str) -> View | None:
    """The first owner hears at once; nothing else changes."""
    escalation, hand_over = _offered_to(work, by, hand_over_id)
    if hand_over.state != "offered":
        return shows(verbatim(said(SETTLED[hand_over.state])))
    reason, name = tidy(reason, REASON_MOST), name_of(work, by)
    settle_offer(work, escalation, hand_over, "declined")
    strike(work, escalation, t("You declined it."), topics=(offer_topic(hand_over),))
    note(work, escalation, by, "hand-over declined", reason=reason)
    owner = whom_we_know(work, escalation.owner, hand_over.by)
    words = declined_view(escalation, name, reason)
    key = f"declined:{hand_over.id}"
    ask(work, owner, words, topic=_topic_of_owner(escalation), key=key, about=escalation, at_once=True)
    tell_thread(work, escalation, declined_line(name, name_of(work, owner), reason))
    redraw(work, escalation)
    return None


def say_nobody_accepted(work: Work, hand_over: HandOver) -> None:
    """The clock of an offer has come: the owner and the one who was asked both hear that it still lies there."""
    escalation = work.find(Escalation, hand_over.escalation_id)
    due_at, hand_over.next_at = hand_over.next_at or work.now, None
    if hand_over.state != "offered":
        return
    owner = whom_we_know(work, escalation.owner, hand_over.by)
    words = nobody_accepted_view(escalation, name_of(work, hand_over.receiver), work.now - hand_over.offered_at)
    key = f"nobody_accepted:{hand_over.id}"
    ask(work, owner, words, topic=_topic_of_owner(escalation), key=key, about=escalation, due_at=due_at)
    _ask_receiver(work, escalation, hand_over, again=True)


def reword_briefs(work: Work, escalation: Escalation, was: str, now: str) -> None:
    """The flagged message is gone or reworded: so is what a brief took from it, wherever that was read."""
    for hand_over in work.all(work.select(HandOver).where(HandOver.escalation_id == escalation.id)):
        lines = hand_over.facts.split("\n")
        if not was or was not in lines:
            continue
        hand_over.facts = "\n".join(now if line == was else line for line in lines).strip()
        by, owner = name_of(work, hand_over.by), name_of(work, escalation.owner or hand_over.by)
        words = offered_view(escalation, hand_over, by, owner, link_to(work, escalation), again=False)
        if hand_over.state == "accepted":
            words = accepted_view(escalation, hand_over, by)
            line = work.find(Message, hand_over.line_id or 0)
            work.change(line, accepted_line(hand_over, name_of(work, hand_over.receiver), ""))
        for asked in work.all(work.select(Ask).where(Ask.topic == offer_topic(hand_over))):
            reword(work, asked, words)


def _topic_of_owner(escalation: Escalation) -> str:
    """While the client waits it is one more word of the same thing: phone."""
    return response_topic(escalation) if escalation.state == State.WAITING else yours_topic(escalation)


def _to_hand_over(work: Work, by: str, escalation_id: str) -> Escalation:
    escalation = concerned(work, by, Action.ASSIGN, escalation_id)
    refuse_if_over(escalation)
    return escalation


def _offered_to(work: Work, by: str, hand_over_id: str) -> tuple[Escalation, HandOver]:
    """It and its escalation, which is locked first. Raises Refusal for whom it was not offered to."""
    escalation_id = work.find(HandOver, hand_over_id, lock=False).escalation_id
    escalation = concerned(work, by, Action.ANSWER, escalation_id)
    hand_over = work.find(HandOver, hand_over_id)
    if hand_over.receiver != by:
        name = name_of(work, hand_over.receiver)
        raise Refusal(t("That was offered to {name}, and only {name} can answer it.", name=name))
    return escalation, hand_over


def _ask_receiver(work: Work, escalation: Escalation, hand_over: HandOver, *, again: bool = False) -> None:
    by, owner = name_of(work, hand_over.by), name_of(work, escalation.owner or hand_over.by)
    words = offered_view(escalation, hand_over, by, owner, link_to(work, escalation), again=again)
    key = f"hand_over:{hand_over.id}:{'again' if again else 'first'}"
    ask(work, hand_over.receiver, words, topic=offer_topic(hand_over), key=key, about=escalation, at_once=not again)


def _known(work: Work, by: str, escalation: Escalation) -> Brief:
    tried = work.select(Attempt).where(Attempt.escalation_id == escalation.id, Attempt.withdrawn_at.is_(None))
    tries = work.count(tried.where(Attempt.at >= escalation.waiting_since, Attempt.result != "wrote"))
    client, writer = escalation.client, find_person(work, by)
    step = next_step(steps_of(work, escalation))
    is_reached = escalation.state != State.WAITING
    return Brief(
        facts=facts_known(
            escalation.what_happened, tries, contact_name(escalation), is_reached=is_reached,
            notes=client.notes if client else "",
        ),
        promises=promises_known(open_promises(work, escalation), writer.zone if writer else work.workspace.zone),
        mood=mood_known(escalation.heat),
        avoid=PLAYBOOK.step(step.key).avoid if step else "",
    )  # fmt: skip


def _tidied(brief: Brief) -> Brief:
    return Brief(
        facts=_lines(brief.facts, FACTS_MOST),
        promises=_lines(brief.promises, PROMISES_MOST),
        mood=tidy(brief.mood, MOOD_MOST),
        avoid=tidy(brief.avoid, AVOID_MOST),
    )


def _lines(typed: str, most: int) -> str:
    """What was typed on several lines, each of them tidy."""
    return cut("\n".join(line for each in typed.splitlines() if (line := tidy(each, most))), most)
