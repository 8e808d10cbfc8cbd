"""Slack's events fail for sixteen hours, and Slack does not bring them again: every flag is found, once."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from story import Story

from bot.db.models import Escalation
from bot.sandbox import Channel, Message, Sandbox

DOWN_FOR, FOUND_WITHIN, MINUTE = timedelta(hours=16), timedelta(minutes=10), timedelta(minutes=1)
FLAGS, MESSAGES = 40, 300
SIREN = "rotating_light"


def more_channels(slack: Sandbox, number: int) -> list[str]:
    members = slack.channel("#general").members
    for n in range(number):
        slack.world.add_channel(Channel(f"C0QUIET{n:02}", f"quiet-{n}", "channels", [*members], members[0], 0))
    return [f"#quiet-{n}" for n in range(number)]


def write_all(story: Story, channels: list[str], chance: random.Random) -> set[str]:
    """Messages here and there, some of them flags: by a word in the watched channel, by a reaction elsewhere."""
    flagged: set[str] = set()
    flags = set(chance.sample(range(MESSAGES), FLAGS))
    for number in range(MESSAGES):
        story.slack.clock.wind(DOWN_FOR / MESSAGES)
        writer = chance.choice([story.fred, story.sam, story.mia]).person
        place = chance.choice(channels)
        watched = place == "#escalations"
        sign = "🚨 " if number in flags and watched else ""
        message: Message = writer.writes(f"{sign}Client{number:03} Ltd: nobody called them back", place)
        if number in flags:
            flagged.add(message.ts)
            if not watched:
                story.olivia.person.reacts(SIREN, message)
    return flagged


def beat_each_second(story: Story) -> None:
    """For a minute, as the real one does: ten channels are read in each beat."""
    for _ in range(60):
        story.slack.clock.wind(timedelta(seconds=1))
        story.bot.scheduler.beat()


def found(story: Story) -> list[str]:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return sorted(work.session.scalars(select(Escalation.source_ts)))


@pytest.mark.parametrize("slack_is_down_too", [False, True], ids=["events only", "the whole of Slack"])
def test_every_flag_of_sixteen_hours_without_events_is_found_once(
    story: Story, seed: int, is_long: bool, slack_is_down_too: bool
) -> None:
    slack, chance = story.slack, random.Random(seed)  # noqa: S311  # a test
    channels = ["#escalations", *more_channels(slack, 49 if is_long else 4)]
    story.bot.catch_up.ask()
    beat_each_second(story)  # where the readings begin
    manifest = slack.world.manifest
    slack.world.manifest = replace(manifest, events=())
    if slack_is_down_too:
        slack.misbehave("users.conversations", "http_500", times=100_000)
        story.bot.scheduler.beat()
    flagged = write_all(story, channels, chance)
    assert len(flagged) == FLAGS
    story.bot.scheduler.beat()
    slack.world.manifest = manifest
    slack.behave()
    beat_each_second(story)
    for _ in range(int(FOUND_WITHIN / MINUTE) - 1):
        slack.clock.wind(MINUTE)
        story.bot.scheduler.beat()
    assert found(story) == sorted(flagged)
    story.bot.catch_up.ask()
    while story.bot.dispatcher.deliver_all() or found(story) != sorted(flagged):
        slack.clock.wind(timedelta(seconds=3))
        story.bot.scheduler.beat()
    cards = [post.text.split()[0] for post in slack.posts("#escalations") if "waits for a call" in post.text]
    assert (len(cards), len({*cards})) == (FLAGS, FLAGS)
    assert [post for place in channels[1:] for post in slack.posts(place)] == []
    for place in slack.unexpected():
        place.expected = True  # what is said of them is other stories' business
