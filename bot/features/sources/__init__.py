"""Sources: the messages that were flagged. Who deletes or rewords one does not want its old words kept here."""

from bot.features.sources.listeners import on

LISTENERS = on
