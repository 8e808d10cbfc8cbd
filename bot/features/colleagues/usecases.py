from bot.db.models import Colleague, Escalation
from bot.errors import Refusal
from bot.features.asks.usecases import ask, hears_at, held_until, reword, said_to, strike, whom_we_know
from bot.features.colleagues.views import (
    NEED_MOST,
    brought_in_line,
    cannot_line,
    cannot_view,
    coming_line,
    coming_view,
    needed_view,
)
from bot.features.escalations.usecases import concerned, link_to, redraw, tell_thread
from bot.features.history.usecases import note
from bot.features.owners.usecases import refuse_if_over
from bot.features.people.rules import Action
from bot.features.people.usecases import name_of, require_owner
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.work import Work

SAY_WHAT = later("Say in one line what you need: they come to it cold.")


def help_topic(escalation: Escalation) -> str:
    return f"help:{escalation.id}"


def open_to_help(work: Work, by: str, escalation_id: str) -> Escalation:
    escalation = concerned(work, by, Action.BRING_IN, escalation_id)
    refuse_if_over(escalation)
    return escalation


def bring_in(work: Work, by: str, escalation_id: str, person: str, need: str) -> None:
    """They hear at once what is needed, and may help from then on. Who said no is asked again.

    What they were asked is struck out when it is merged, undone or closed.
    """
    escalation = open_to_help(work, by, escalation_id)
    require_owner(work, person, "person", escalation.channel)
    need = tidy(need, NEED_MOST)
    if not need:
        raise Refusal(said(SAY_WHAT), need=said(SAY_WHAT))
    if person == escalation.owner:
        says_who = t("{name} has it already. Choose somebody else.", name=name_of(work, person))
        raise Refusal(says_who, person=says_who)
    colleague = _brought_in(work, escalation, person)
    if colleague and (colleague.state == "coming" or _still_asked(work, escalation, person)):
        name = name_of(work, person)
        says_who = t("{name} was brought in already. Say in the thread what else you need.", name=name)
        raise Refusal(says_who, person=says_who)
    if colleague is None:
        colleague = work.add(Colleague(
            workspace_id=work.workspace.id, escalation_id=escalation.id, person=person, by=by, at=work.now, need=need,
        ))  # fmt: skip
    colleague.by, colleague.at, colleague.need, colleague.state = by, work.now, need, "asked"
    note(work, escalation, by, "brought in", person=person, need=need)
    words = needed_view(escalation, colleague, name_of(work, by), link_to(work, escalation))
    key = f"help:{colleague.id}:{work.now.timestamp():.6f}"
    ask(work, person, words, topic=help_topic(escalation), key=key, about=escalation, at_once=True)
    held = held_until(work, escalation, person)
    tell_thread(work, escalation, brought_in_line(colleague, name_of(work, person), name_of(work, by), held))
    redraw(work, escalation)


def answer_yes(work: Work, by: str, colleague_id: str) -> View | None:
    escalation, colleague = _asked_of(work, by, colleague_id)
    if colleague.state == "coming":
        return says("You are on it already.")
    was, colleague.state = colleague.state, "coming"
    note(work, escalation, by, "is on it")
    if asked := said_to(work, escalation, by, help_topic(escalation)):
        reword(work, asked, coming_view(escalation, colleague, link_to(work, escalation)))
    tell_thread(work, escalation, coming_line(name_of(work, by)))
    if was == "declined":
        redraw(work, escalation)
    return None


def answer_no(work: Work, by: str, colleague_id: str) -> View | None:
    """Who asked hears at once, and the right to help is gone."""
    escalation, colleague = _asked_of(work, by, colleague_id)
    if colleague.state == "declined":
        return says("You said already that you can't.")
    colleague.state = "declined"
    note(work, escalation, by, "can't help")
    strike(work, escalation, t("You can't."), topics=(help_topic(escalation),), person=by)
    name, whom = name_of(work, by), whom_we_know(work, colleague.by, escalation.owner)
    words = cannot_view(escalation, colleague, name)
    key = f"cannot:{colleague.id}:{colleague.at.timestamp():.6f}"
    ask(work, whom, words, topic=help_topic(escalation), key=key, about=escalation, at_once=True)
    tell_thread(work, escalation, cannot_line(name))
    redraw(work, escalation)
    return None


def _still_asked(work: Work, escalation: Escalation, person: str) -> bool:
    topic = help_topic(escalation)
    return bool(said_to(work, escalation, person, topic) or hears_at(work, escalation, person, topic))


def _brought_in(work: Work, escalation: Escalation, person: str) -> Colleague | None:
    wanted = work.select(Colleague).where(Colleague.escalation_id == escalation.id, Colleague.person == person)
    return work.first(wanted, lock=True)


def _asked_of(work: Work, by: str, colleague_id: str) -> tuple[Escalation, Colleague]:
    """It and its escalation, which is locked first. Raises Refusal for whom it was not asked of."""
    escalation_id = work.find(Colleague, colleague_id, lock=False).escalation_id
    escalation = concerned(work, by, Action.ANSWER, escalation_id)
    colleague = work.find(Colleague, colleague_id)
    if colleague.person != by:
        name = name_of(work, colleague.person)
        raise Refusal(t("That was asked of {name}, and only {name} can answer it.", name=name))
    refuse_if_over(escalation)
    return escalation, colleague
