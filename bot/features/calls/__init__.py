"""Calls: who is phoning, how it went, and when to try again."""

from bot.clocks import Clock
from bot.db.models import Escalation
from bot.features.calls.listeners import on
from bot.features.calls.usecases import ask_how_it_went

LISTENERS = on
CLOCKS = (Clock(Escalation.debrief_at, ask_how_it_went),)
