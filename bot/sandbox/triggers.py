"""What a payload carries for the app to come back with: a trigger id, good for three real seconds and once, and a
response_url. https://docs.slack.dev/interactivity/handling-user-interaction
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.sandbox.clock import stopwatch
from bot.sandbox.refused import SlackError
from bot.sandbox.things import Channel, Member, Message

LIFE = 3.0


@dataclass(eq=False)
class _Trigger:
    member: Member
    made: float
    used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    member: Member
    channel: Channel
    until: datetime
    message: Message | None
    uses: int = 5


@dataclass(eq=False)
class Triggers:
    _known: dict[str, _Trigger] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def hand_out(self, member: Member) -> str:
        number = next(self._numbers)
        name = f"{number}.{number * 7919}.{number * 104729:032x}"
        self._known[name] = _Trigger(member, stopwatch())
        return name

    def use(self, name: str) -> Member:
        trigger = self._known.get(name)
        if not trigger:
            raise SlackError("invalid_trigger_id")
        if stopwatch() - trigger.made > LIFE:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger.member

    def age(self, seconds: float) -> None:
        """Make those handed out so far that much older, so that a test need not wait."""
        for trigger in self._known.values():
            trigger.made -= seconds
