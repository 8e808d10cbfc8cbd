"""Asks: every timed word to one person. Only here is decided when it is said, with what, and when it is struck out."""

from bot.clocks import Clock
from bot.db.models import Person
from bot.features.asks.listeners import on
from bot.features.asks.usecases import speak_to

LISTENERS = on
CLOCKS = (Clock(Person.next_ask_at, speak_to),)
