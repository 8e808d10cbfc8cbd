"""Closing: what still blocks it, how it ended, why it happened, what was learned; and opening it again."""

from bot.features.closing.listeners import on

LISTENERS = on
