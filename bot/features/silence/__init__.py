"""Silence: an owner of whom nothing is heard is asked, and then it is offered to others."""

from bot.clocks import Clock
from bot.db.models import Escalation
from bot.features.silence.listeners import on
from bot.features.silence.usecases import ask_still_on_it

LISTENERS = on
CLOCKS = (Clock(Escalation.silent_at, ask_still_on_it),)
