"""Owners: the one person who phones. Taking it, choosing somebody, handing over."""

from bot.features.owners.listeners import on

LISTENERS = on
