from bot.db.models import Escalation
from bot.errors import Refusal
from bot.features.asks.usecases import ask, reword, said_to, strike, strike_one
from bot.features.escalations.rules import State
from bot.features.escalations.usecases import concerned, link_to, redraw, tell_thread
from bot.features.history.usecases import note
from bot.features.nudges.usecases import lead_topic, moment_at, response_topic, watch_owner
from bot.features.nudges.views import lead_view, reminder_view
from bot.features.people.rules import Action
from bot.features.people.usecases import find_person, name_of
from bot.features.snoozes.rules import REASON_MOST, Span, again_at
from bot.features.snoozes.views import muted_line, muted_view, nothing_view
from bot.hours import local
from bot.slack.blocks import View
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.words.local import NOBODY, time_words
from bot.work import Work

WHY = later("Say in a few words why. The others wonder otherwise.")


def snooze(work: Work, by: str, escalation_id: str, span: Span) -> View | None:
    """That one word comes again later. The ladder, and everybody else's words, go on as they were."""
    escalation = concerned(work, by, Action.READ, escalation_id)
    topics = (response_topic(escalation), lead_topic(escalation))
    told = next((asked for topic in topics if (asked := said_to(work, escalation, by, topic))), None)
    if escalation.state != State.WAITING or told is None:
        return nothing_view()
    person = find_person(work, by)
    zone, reader = (person.zone, person.locale) if person else (work.workspace.zone, NOBODY)
    until = again_at(span, work.now, zone)
    why = t("Again at {time}.", time=time_words(local(until, zone).time(), reader))
    strike_one(work, told, why)  # what they set for later stays set
    key = f"snoozed:{escalation.id}:{by}:{work.now.timestamp():.6f}"
    deadline, thread = moment_at(work, escalation)(1), link_to(work, escalation)
    words = reminder_view(escalation, deadline, until, thread)
    if told.topic == lead_topic(escalation):
        words = lead_view(escalation, until, name_of(work, escalation.owner) if escalation.owner else "", thread)
    ask(work, by, words, topic=told.topic, key=key, about=escalation, due_at=until, wished=True)
    note(work, escalation, by, "snoozed", until=until.isoformat())
    return None


def mutable(work: Work, by: str, escalation_id: str) -> Escalation:
    """Raises Refusal: only the owner has reminders of their own to switch off."""
    escalation = concerned(work, by, Action.LOG_CALL, escalation_id)
    if escalation.owner != by:
        raise Refusal(t("Only the owner gets these reminders. Take it over first, or ask for it to be closed."))
    if escalation.state != State.WAITING:
        raise Refusal(t("Somebody has spoken with them already, so no reminder comes."))
    return escalation


def mute(work: Work, by: str, escalation_id: str, reason: str) -> None:
    """No more reminders to the owner, for a reason that everybody reads. The lead's run on."""
    escalation = mutable(work, by, escalation_id)
    reason = tidy(reason, REASON_MOST)
    if not reason:
        raise Refusal(said(WHY), reason=said(WHY))
    escalation.muted_why = reason
    note(work, escalation, by, "muted", why=reason)
    topic = response_topic(escalation)
    strike(work, escalation, "", topics=(topic,), person=by, unsaid_only=True)
    if told := said_to(work, escalation, by, topic):
        reword(work, told, muted_view(escalation, link_to(work, escalation)))
    tell_thread(work, escalation, muted_line(name_of(work, by), reason))
    redraw(work, escalation)


def unmute(work: Work, by: str, escalation_id: str) -> View | None:
    escalation = mutable(work, by, escalation_id)
    if not escalation.muted_why:
        return None
    watch_owner(work, escalation)
    note(work, escalation, by, "unmuted")
    if told := said_to(work, escalation, by, response_topic(escalation)):
        deadline = moment_at(work, escalation)(1)
        reword(work, told, reminder_view(escalation, deadline, work.now, link_to(work, escalation)))
    redraw(work, escalation)
    return None
