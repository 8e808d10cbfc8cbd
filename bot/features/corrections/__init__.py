"""Corrections: client, contact, phone and heat at any time; two escalations of one client made one."""

from bot.features.corrections.listeners import on

LISTENERS = on
