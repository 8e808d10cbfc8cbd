"""Welcome: what the bot says of itself, where it is invited, mentioned or written to."""

from bot.features.welcome.listeners import on

LISTENERS = on
