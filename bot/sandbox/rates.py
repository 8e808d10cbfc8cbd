"""How often the app may call: https://docs.slack.dev/apis/web-api/rate-limits"""

from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil

from bot.sandbox.clock import Clock
from bot.sandbox.refused import SlackError

BURST, PACE = 4, timedelta(seconds=1)  # posts in one channel: so many at once, then one in so long
MINUTE = timedelta(minutes=1)
TIER_3 = (
    "chat.update chat.delete conversations.history conversations.replies conversations.info conversations.open "
    "dnd.info users.conversations"
)
TIER_4 = "chat.postEphemeral views.open views.update views.publish conversations.members users.info"
PER_MINUTE = {
    **dict.fromkeys(TIER_4.split(), 100),
    **dict.fromkeys(TIER_3.split(), 50),
    "conversations.list": 20,
    "apps.connections.open": 10,
}


class Rates:
    """By the sandbox's clock. The pace of a channel always holds; the tiers of the methods when `tiers` is set,
    for a story that never winds its clock is over before the first minute is.
    """

    def __init__(self, clock: Clock) -> None:
        self.tiers = False
        self._clock = clock
        self._paces: dict[str, list[datetime]] = defaultdict(list)  # channel → moments at which its allowance is back
        self._calls: dict[str, list[datetime]] = defaultdict(list)  # method → moments at which a call is forgotten

    def count_post(self, channel: str) -> None:
        waiting = self._left(self._paces[channel], BURST)
        waiting.append((waiting[-1] if waiting else self._clock.now()) + PACE)

    def count_call(self, method: str) -> None:
        if self.tiers and method in PER_MINUTE:
            self._left(self._calls[method], PER_MINUTE[method]).append(self._clock.now() + MINUTE)

    def _left(self, moments: list[datetime], most: int) -> list[datetime]:
        """Those still ahead. Raises SlackError when they are too many."""
        now = self._clock.now()
        moments[:] = [moment for moment in moments if moment > now]
        if len(moments) >= most:
            raise SlackError("ratelimited", retry_after=max(1, ceil((moments[0] - now).total_seconds())))
        return moments
