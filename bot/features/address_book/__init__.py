"""Address book: what is known of a client, changed by a form; two clients made one; what was with them before."""

from bot.features.address_book.listeners import on

LISTENERS = on
