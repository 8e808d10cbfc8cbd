"""Client lists: clients come in from CSV and go out as CSV, all of it or nothing."""

from bot.features.client_lists.listeners import on

LISTENERS = on
