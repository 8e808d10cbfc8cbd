"""Flagging: every way in, one escalation out of it."""

from bot.features.flagging.listeners import on

LISTENERS = on
