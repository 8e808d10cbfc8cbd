"""Retention: what has ended is kept for as long as the workspace wants; then only what is counted is left."""

from bot.clocks import Clock
from bot.db.models import Sweep
from bot.features.retention.usecases import sweep, wind_sweep

CLOCKS = (Clock(Sweep.next_at, sweep),)
ON_START = (wind_sweep,)
