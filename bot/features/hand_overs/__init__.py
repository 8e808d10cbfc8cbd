"""Hand-overs: the owner offers it with a brief, the other accepts or declines, and until then nothing changes."""

from bot.clocks import Clock
from bot.db.models import HandOver
from bot.features.hand_overs.listeners import on
from bot.features.hand_overs.usecases import say_nobody_accepted

LISTENERS = on
CLOCKS = (Clock(HandOver.next_at, say_nobody_accepted, under=HandOver.escalation_id),)
