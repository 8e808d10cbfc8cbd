"""Absences: who is away until when, and who has their clients meanwhile."""

from bot.features.absences.listeners import on

LISTENERS = on
