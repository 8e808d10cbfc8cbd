"""Home: what is mine, what is open, and for leads what could not be delivered."""

from bot.clocks import Clock
from bot.db.models import Message
from bot.features.home.listeners import on
from bot.features.home.usecases import report_undelivered

LISTENERS = on
CLOCKS = (Clock(Message.report_at, report_undelivered),)
