"""Preferences: the house rules that a lead sets, every change attributed and taken back with one click."""

from bot.features.preferences.listeners import on

LISTENERS = on
