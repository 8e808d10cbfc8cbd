from bot.db.models import Escalation
from bot.features.escalations.rules import OPEN
from bot.features.people.usecases import find_person
from bot.features.updates.rules import RHYTHM
from bot.hours import week_of
from bot.work import Work


def owe_next_word(work: Work, escalation: Escalation) -> None:
    """A word was sent or said: the next one is owed after the rhythm of their heat, in the owner's working time."""
    if escalation.state not in OPEN:
        escalation.owed_at = None
        return
    owner = find_person(work, escalation.owner) if escalation.owner else None
    zone, week = owner.zone if owner else work.workspace.zone, week_of(work.workspace)
    escalation.owed_at = RHYTHM[escalation.heat].moment_at(1, work.now, week, zone)
