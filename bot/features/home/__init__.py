"""Home: what is mine, what is open, and for leads what could not be delivered."""

from bot.clocks import Clock
from bot.db.models import Look, Message
from bot.features.home.listeners import on
from bot.features.home.usecases import redraw_home, report_undelivered

LISTENERS = on
CLOCKS = (Clock(Message.report_at, report_undelivered), Clock(Look.redraw_at, redraw_home))
