"""Follow-ups: after an agreement we ask how the client feels. Solved is not the same as happy."""

from bot.clocks import Clock
from bot.db.models import FollowUp
from bot.features.follow_ups.listeners import on
from bot.features.follow_ups.usecases import ask_how_they_feel

LISTENERS = on
CLOCKS = (Clock(FollowUp.next_ask_at, ask_how_they_feel, under=FollowUp.escalation_id),)
