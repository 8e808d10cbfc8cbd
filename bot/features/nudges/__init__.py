"""Nudges: the response clock and its ladder, from "phone now" to the lead."""

from bot.clocks import Clock
from bot.db.models import Escalation
from bot.features.nudges.listeners import on
from bot.features.nudges.usecases import look_whether_owner_is_back, nudge_next

LISTENERS = on
CLOCKS = (
    Clock(Escalation.next_nudge_at, nudge_next),
    Clock(Escalation.owner_off_until, look_whether_owner_is_back),
)
