"""Snoozes: one word moved by whoever it is for, or all of the owner's with a reason. The client's clock runs on."""

from bot.features.snoozes.listeners import on

LISTENERS = on
