"""One escalation from the flag to Monday's digest, as a list of acts: at most one deed each, each at its own moment.

The moments are minutes apart, longer than a lease and the time to settle, so that whoever dies in one act has been
missed before the next; and absolute, so that the seconds a restart takes change no word of the story.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from stage import BEGINS, Stage

from bot.sandbox import Message, Sandbox

LATE = re.compile(r"\n?Due .*: I was down\.")


@dataclass(frozen=True)
class Act:
    at: datetime
    happens: Callable[[Sandbox], None]


def flag(slack: Sandbox) -> None:
    said = slack.person("Fred").runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    assert said, slack.person("Fred").warnings
    assert "Olivia is told to phone now" in said


def call(slack: Sandbox) -> None:
    slack.person("Mia").sees("1  Prepare", slack.person("Mia").sees("Acme Corp  ●●●●● furious", "#escalations"))
    slack.person("Olivia").sees("Acme Corp is furious. Call them now.", "direct message")
    slack.person("Olivia").clicks("I'm calling", "direct message")


def reach(slack: Sandbox) -> None:
    slack.person("Olivia").sees("You are calling Acme Corp", "direct message")
    slack.person("Olivia").clicks("Reached", "direct message")


def open_agreement(slack: Sandbox) -> None:
    slack.person("Mia").sees("Olivia has spoken with Acme Corp, 4 minutes after they were flagged.", "#escalations")
    slack.person("Olivia").clicks("Agreed", "direct message")


def promise(slack: Sandbox) -> None:
    olivia = slack.person("Olivia")
    olivia.fills({"We will": "send the right invoice", "By when": BEGINS + timedelta(hours=4)})
    olivia.submits()


def time_passes(_: Sandbox) -> None:
    """Nobody does anything: a clock comes due."""


def keep(slack: Sandbox) -> None:
    slack.person("Mia").sees("Olivia promised: send the right invoice", "#escalations")
    slack.person("Olivia").sees("You promised Acme Corp: send the right invoice", "direct message")
    slack.person("Olivia").clicks("Kept", "direct message")


def follow_up(slack: Sandbox) -> None:
    slack.person("Mia").sees("Promise kept: send the right invoice", "#escalations")
    slack.person("Olivia").sees("How does Acme Corp feel today?", "direct message")
    slack.person("Olivia").clicks("Content", "direct message")


def open_close(slack: Sandbox) -> None:
    slack.person("Mia").sees("Olivia asked Acme Corp how they feel: content.", "#escalations")
    slack.person("Olivia").clicks("Close", "#escalations")


def close(slack: Sandbox) -> None:
    slack.person("Olivia").fills({
        "How did it end for them?": "Content: they say it is solved",
        "Why did it happen?": "An invoice they did not expect",
        "What did we learn?": "Two people read every invoice before it goes out",
    })  # fmt: skip
    slack.person("Olivia").submits()


def read_digest(slack: Sandbox) -> None:
    slack.person("Mia").sees("Acme Corp is closed by Olivia.", "#escalations")
    slack.person("Mia").sees("1 opened, 1 closed, 0 open now.", "#lessons")


WEDNESDAY, MONDAY = BEGINS + timedelta(days=2), BEGINS + timedelta(days=6, hours=23)
ACTS = [
    Act(BEGINS + timedelta(seconds=10), flag),
    Act(BEGINS + timedelta(minutes=2), call),
    Act(BEGINS + timedelta(minutes=4), reach),
    Act(BEGINS + timedelta(minutes=6), open_agreement),
    Act(BEGINS + timedelta(minutes=8), promise),
    Act(BEGINS + timedelta(hours=3, minutes=2, seconds=10), time_passes),  # to the first ask about the promise
    Act(BEGINS + timedelta(hours=3, minutes=5), keep),
    Act(WEDNESDAY + timedelta(seconds=5), time_passes),  # to the follow-up
    Act(WEDNESDAY + timedelta(minutes=3), follow_up),
    Act(WEDNESDAY + timedelta(minutes=5), open_close),
    Act(WEDNESDAY + timedelta(minutes=7), close),
    Act(MONDAY + timedelta(seconds=5), time_passes),  # to the digest
    Act(MONDAY + timedelta(minutes=3), read_digest),
]


def play(act: Act, stage: Stage) -> None:
    stage.wind_to(act.at)
    act.happens(stage.slack)


def told(slack: Sandbox) -> list[str]:
    """All that the bot has said, place by place and thread by thread, as it reads now.

    Without the line that owns up to a silence: whether a clock came due before or after a restart is chance.
    """
    reader = slack.person("Olivia")

    def thread(message: Message) -> tuple[str, str]:
        return message.channel, message.parent

    posts = sorted(slack.posts(), key=lambda message: (*thread(message), message.ts))
    return [
        "\n".join(f"{message.channel} {LATE.sub('', reader.reads(message))}" for message in messages)
        for _, messages in groupby(posts, key=thread)
    ]
