"""Privacy: a client or a person is forgotten, a day after somebody asked for it."""

from bot.clocks import Clock
from bot.db.models import Erasure
from bot.features.privacy.listeners import on
from bot.features.privacy.usecases import carry_out

LISTENERS = on
CLOCKS = (Clock(Erasure.next_at, carry_out),)
