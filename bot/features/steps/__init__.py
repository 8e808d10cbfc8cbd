"""Steps: done, skipped, undone, and how to do them."""

from bot.features.steps.listeners import on

LISTENERS = on
