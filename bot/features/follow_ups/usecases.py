from bot.db.models import Escalation, FollowUp
from bot.features.asks.usecases import ask, strike, whom_we_know
from bot.features.escalations.rules import Act, State
from bot.features.escalations.usecases import concerned, link_to, move, redraw, tell_thread
from bot.features.follow_ups.rules import TRIES_MOST, Feeling, follow_up_dates, next_working_morning
from bot.features.follow_ups.views import answered_line, follow_up_view, given_up_line, reopened_view, tried_line
from bot.features.history.usecases import note
from bot.features.nudges.usecases import start_clock
from bot.features.owners.usecases import look_at_owned
from bot.features.people.rules import Action
from bot.features.people.usecases import find_person, name_of
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.words import t
from bot.work import Work


def schedule_follow_ups(work: Work, escalation: Escalation) -> None:
    """After the first agreement of a round; a further promise changes nothing."""
    if _unanswered(work, escalation):
        return
    for due_at in follow_up_dates(work.now, _zone(work, escalation)):
        row = FollowUp(workspace_id=work.workspace.id, escalation_id=escalation.id, due_at=due_at, next_ask_at=due_at)
        work.session.add(row)


def has_follow_ups(work: Work, escalation: Escalation) -> bool:
    return bool(_unanswered(work, escalation))


def drop_follow_ups(work: Work, escalation: Escalation) -> None:
    """They belong to an agreement that no longer holds."""
    for follow_up in _unanswered(work, escalation):
        follow_up.next_ask_at, follow_up.answered_at = None, work.now
        strike(work, escalation, "", topics=(_topic(follow_up),))


def ask_how_they_feel(work: Work, follow_up: FollowUp) -> None:
    """The clock of a follow-up has come."""
    escalation = work.find(Escalation, follow_up.escalation_id)
    due_at, asked_before = follow_up.next_ask_at, follow_up.tries
    follow_up.next_ask_at = None
    if follow_up.answered_at:
        return
    if escalation.state not in (State.AGREED, State.CLOSED):  # nothing is agreed just now: kept, not forgotten
        follow_up.next_ask_at = next_working_morning(work.now, _zone(work, escalation))
        return
    if asked_before >= TRIES_MOST:
        tell_thread(work, escalation, given_up_line(escalation))
        follow_up.answered_at = work.now
        strike(work, escalation, "", topics=(_topic(follow_up),))
        return
    words = follow_up_view(escalation, follow_up.id, link_to(work, escalation))
    key = f"follow_up:{follow_up.id}:{(due_at or work.now).timestamp():.6f}"
    ask(work, _whom(work, escalation), words, topic=_topic(follow_up), key=key, about=escalation, due_at=due_at)
    follow_up.tries += 1
    follow_up.next_ask_at = next_working_morning(work.now, _zone(work, escalation))


def answer_follow_up(work: Work, by: str, follow_up_id: str, feeling: Feeling) -> View | None:
    escalation, follow_up = _follow_up(work, by, follow_up_id)
    if follow_up.answered_at:
        return says("That follow-up is answered already. The thread says how they feel.")
    follow_up.feeling, follow_up.answered_at, follow_up.next_ask_at = feeling, work.now, None
    name = name_of(work, by)
    strike(work, escalation, t("{name} asked them.", name=name), topics=(_topic(follow_up),))
    tell_thread(work, escalation, answered_line(name, escalation, feeling))
    if feeling is Feeling.UNHAPPY:
        _relapse(work, by, escalation)
    else:
        note(work, escalation, by, "follow-up", feeling=feeling)
    redraw(work, escalation)
    return None


def try_follow_up_again(work: Work, by: str, follow_up_id: str) -> View | None:
    """Could not reach them: again on the next working day."""
    escalation, follow_up = _follow_up(work, by, follow_up_id)
    if follow_up.answered_at:
        return says("That follow-up is answered already. The thread says how they feel.")
    note(work, escalation, by, "follow-up not reached")
    name = name_of(work, by)
    why = t("{name} could not reach them. Next working day again.", name=name)
    strike(work, escalation, why, topics=(_topic(follow_up),))
    tell_thread(work, escalation, tried_line(name, escalation))
    return None


def _relapse(work: Work, by: str, escalation: Escalation) -> None:
    move(work, escalation, Act.RELAPSE, by)
    escalation.relapses += 1
    escalation.ended_at = escalation.agreed_at = None
    drop_follow_ups(work, escalation)
    tell_thread(work, escalation, reopened_view(escalation), broadcast=True)
    start_clock(work, escalation)
    look_at_owned(work, escalation.owner or "")  # they may be gone since


def _follow_up(work: Work, by: str, follow_up_id: str) -> tuple[Escalation, FollowUp]:
    escalation_id = work.find(FollowUp, follow_up_id, lock=False).escalation_id
    escalation = concerned(work, by, Action.FOLLOW_UP, escalation_id)
    return escalation, work.find(FollowUp, follow_up_id)


def _unanswered(work: Work, escalation: Escalation) -> list[FollowUp]:
    wanted = work.select(FollowUp).where(FollowUp.escalation_id == escalation.id, FollowUp.answered_at.is_(None))
    return list(work.all(wanted))


def _topic(follow_up: FollowUp) -> str:
    return f"follow_up:{follow_up.id}"


def _whom(work: Work, escalation: Escalation) -> str:
    return whom_we_know(work, escalation.owner, escalation.flagged_by)


def _zone(work: Work, escalation: Escalation) -> str:
    owner = find_person(work, _whom(work, escalation))
    return owner.zone if owner else work.workspace.zone
