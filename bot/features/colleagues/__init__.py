"""Colleagues: brought in with one line of what is needed from them."""

from bot.features.colleagues.listeners import on

LISTENERS = on
