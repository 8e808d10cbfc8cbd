"""People: who may do what, and what Slack tells us when somebody changes."""

from bot.features.people.listeners import on

LISTENERS = on
