from dataclasses import dataclass
from datetime import time

from bot.db.models import Client, Escalation, Person
from bot.features.absences.rules import absence, is_away
from bot.features.absences.views import away_view, back_view, stands_in_line, still_away_line
from bot.features.asks.usecases import hold_anew_for_one
from bot.features.escalations.rules import OPEN
from bot.features.escalations.usecases import tell_thread
from bot.features.history.usecases import note
from bot.features.people.rules import Action, outside, sees
from bot.features.people.usecases import find_person, name_of, place_of, require
from bot.hours import instant_of, local
from bot.slack.blocks import View
from bot.work import Work


@dataclass(frozen=True)
class Phones:
    """Who phones, when somebody was named or not; and who would, but is away."""

    who: str = ""
    away: Person | None = None


def go_away(work: Work, by: str, typed: str) -> View:
    person = require(work, by, Action.BE_AWAY)
    found = absence(typed, local(work.now, person.zone).date())
    begins = instant_of(found.begins, time(0), person.zone) if found.begins else None
    until = instant_of(found.until, time(0), person.zone)
    person.away_from, person.away_until = begins, until
    hold_anew_for_one(work, by)
    note(work, None, by, "away", begins=begins.isoformat() if begins else None, until=until.isoformat())
    in_hand = work.select(Escalation).where(Escalation.owner == by, Escalation.state.in_(OPEN))
    return away_view(begins, until, work.count(in_hand))


def come_back(work: Work, by: str) -> View:
    person = require(work, by, Action.BE_AWAY)
    was_away = person.away_until is not None and person.away_until > work.now
    person.away_from = person.away_until = None
    hold_anew_for_one(work, by)
    if was_away:
        note(work, None, by, "back")
    return back_view(was_away=was_away)


def who_phones(work: Work, client: Client | None, named: str, channel: str) -> Phones:
    """Who was named, else the account owner, else the deputy: the first who is here and sees that channel.

    Whoever was named stays, away or not, where the client has nobody else. Raises MustAsk.
    """
    in_turn = [named, *((client.account_owner, client.deputy) if client else ())]
    people = [find_person(work, user_id) for user_id in dict.fromkeys(in_turn) if user_id]
    able = [each for each in people if each and not outside(each) and sees(place_of(work, channel), each.user_id)]
    here = next((each for each in able if not is_away(each, work.now)), None)
    away = able[0] if able and is_away(able[0], work.now) else None
    return Phones(here.user_id if here else named, away)


def tell_who_stands_in(work: Work, escalation: Escalation, phones: Phones) -> None:
    """In the thread, where it is not who everybody would think."""
    if phones.away is None or phones.away.away_until is None:
        return
    if phones.who and phones.who != phones.away.user_id:
        words = stands_in_line(phones.away.name, phones.away.away_until, name_of(work, phones.who))
    else:
        words = still_away_line(phones.away.name, phones.away.away_until)
    tell_thread(work, escalation, words)
