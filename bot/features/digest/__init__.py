"""Digest: Monday's look back, once a week, and at any time for whoever asks."""

from bot.clocks import Clock
from bot.db.models import Workspace
from bot.features.digest.listeners import on
from bot.features.digest.usecases import say_digest, wind_digest

LISTENERS = on
CLOCKS = (Clock(Workspace.next_digest_at, say_digest),)
ON_START = (wind_digest,)
