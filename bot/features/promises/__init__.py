"""Promises: what we told the client we would do, and by when."""

from bot.clocks import Clock
from bot.db.models import Promise
from bot.features.promises.listeners import on
from bot.features.promises.usecases import ask_about_promise

LISTENERS = on
CLOCKS = (Clock(Promise.next_ask_at, ask_about_promise, under=Promise.escalation_id),)
