"""Days without us, and clocks that jump: each hears once what still matters, and nothing waits, is lost or doubled."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from postroom import CLIENTS, GENERAL, DiedError, DiesAfter, DiesBefore, Postroom, keys_of
from story import ErrorLines, Story

from bot.outbox.delivery import Delivery
from bot.sandbox import Message as Post
from bot.sandbox import Sandbox

NIGHT, MORNING, DAY = (datetime(2026, 3, 5, hour, tzinfo=UTC) for hour in (3, 8, 10))
"""A Thursday; Lisbon and London are at UTC, Berlin an hour ahead."""
WAIT_AT_MOST = 150
"""Seconds: a lease, and the time in which a post may still appear, and the pace of the channel."""
HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
AT_FIRST = timedelta(minutes=10)
"""Later than that after the first word, the ladder has begun to go on as ever."""
CLIENTS_OF = {"Olivia": ("Dune", "Bolt", "Acme Corp"), "Sam": ("Cargo",), "Lena": ("Dune", "Cargo", "Bolt")}


# Days without us


def before_the_silence(story: Story) -> None:
    """Three wait for a call, the coolest flagged first; one is promised something; one is closed, one taken back."""
    acme, echo = reached(story, "Acme Corp"), reached(story, "Echo")
    story.olivia.clicks("Agreed", on=acme)
    story.olivia.fills({"We will": "send the right invoice", "By when": story.now + HOUR * 4})
    story.olivia.submits()  # and on Wednesday it asks how they feel
    story.olivia.clicks("Close", on=echo)
    story.olivia.fills({
        "How did it end for them?": "Content: they say it is solved", "What did we learn?": "Two read every invoice",
        "Why did it happen?": "An invoice they did not expect",
    })  # fmt: skip
    story.olivia.submits()
    story.fred.clicks("Not an angry client", on=flagged(story, "Foxtrot", "furious", "Olivia"))
    for client, heat, owner in (("Bolt", "upset", "Olivia"), ("Cargo", "angry", "Sam"), ("Dune", "furious", "Olivia")):
        flagged(story, client, heat, owner)
        story.later(minutes=1)
    heard(story)


def flagged(story: Story, client: str, heat: str, owner: str) -> Post:
    story.fred.runs(f"/angry-client {client} | they are {heat} @{owner}")
    return next(post for post in story.slack.posts("#escalations")[::-1] if not post.is_reply)


def reached(story: Story, client: str) -> Post:
    card = flagged(story, client, "furious", "Olivia")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    return card


def days_without_us(story: Story, until: datetime) -> None:
    before_the_silence(story)
    story.stop_bot()
    story.slack.clock.wind_to(until)
    story.start_bot()
    story.later(seconds=10)


def goes_on_as_ever(posts: list[Post]) -> None:
    """Whoever is silent is asked, then passed over once; a lead is reminded three times more: of all together."""
    posts = [post for post in posts if not post.text.startswith("Are you still on it?")]
    direct = [post for post in posts if post.channel.startswith("D")]
    passed_over = Counter(post.text.partition("?")[0] for post in posts if post not in direct)
    assert passed_over <= Counter(f"Who can phone {client}" for client in ("Bolt", "Cargo", "Dune"))
    assert all("has waited" in post.text for post in direct)
    assert 3 <= len(direct) <= 9


def heard(story: Story) -> list[Post]:
    """What was said since the last time, oldest first; from now on it was expected."""
    fresh = [place for place in story.slack.unexpected() if isinstance(place, Post) and not place.ephemeral_for]
    for place in story.slack.unexpected():
        place.expected = True
    return sorted(fresh, key=lambda post: post.ts)


def to_people(story: Story, posts: list[Post]) -> dict[str, list[str]]:
    """What each person was said at first, in the order in which they read it: directly, or in a thread by name."""
    told: dict[str, list[str]] = {}
    for name in ("Olivia", "Lena", "Sam"):
        person = story.person(name)
        theirs = [post for post in posts if post.channel == "D" + person.id[1:] or f"<@{person.id}>" in post.text]
        first = [post for post in theirs if float(post.ts) - float(theirs[0].ts) < AT_FIRST.total_seconds()]
        if first:
            told[name] = [person.reads(post) for post in first]
    return told


def each_hears_what_still_matters_once(told: dict[str, list[str]]) -> None:
    assert set(told) == {"Olivia", "Sam", "Lena"}
    for name, words in told.items():
        about = Counter(client for each in words for client in CLIENTS_OF[name] if client in each)
        assert about == Counter(CLIENTS_OF[name]), f"{name}: {words}"
    order = [told["Lena"][0].index(client) for client in CLIENTS_OF["Lena"]]
    assert order == sorted(order), told["Lena"]  # the most urgent first


def each_says_when_it_was_due(story: Story) -> None:
    for words in (words for said in to_people(story, heard(story)).values() for words in said):
        assert words.count("I was down.") == words.count("\n---\n") + 1, words


def test_after_days_of_silence_each_hears_once_of_each_client_the_most_urgent_first(story: Story) -> None:
    days_without_us(story, until=DAY)
    posts = heard(story)
    each_hears_what_still_matters_once(to_people(story, posts))
    assert not [post.text for post in posts if "Echo" in post.text or "Foxtrot" in post.text]
    story.later(hours=4)
    goes_on_as_ever(heard(story))


def test_what_is_said_after_days_of_silence_says_when_it_was_due(story: Story) -> None:
    days_without_us(story, until=DAY)
    each_says_when_it_was_due(story)


def test_when_the_silence_ends_at_night_people_hear_of_it_in_the_morning(story: Story) -> None:
    days_without_us(story, until=NIGHT)
    at_night = heard(story)
    assert not to_people(story, at_night)
    assert [post.text.partition(" has waited")[0] for post in at_night] == ["Bolt", "Cargo", "Dune"]  # to the channel
    story.until(MORNING + timedelta(minutes=1))
    posts = heard(story)
    each_hears_what_still_matters_once(to_people(story, posts))
    assert min(float(post.ts) for post in posts) >= (MORNING - HOUR).timestamp()  # eight in Berlin
    story.later(hours=6)
    goes_on_as_ever(heard(story))


def test_what_waited_for_the_morning_after_days_of_silence_says_when_it_was_due(story: Story) -> None:
    days_without_us(story, until=NIGHT)
    heard(story)
    story.until(MORNING + timedelta(minutes=1))
    each_says_when_it_was_due(story)


def test_the_channel_is_told_when_a_lead_who_sleeps_will_hear_of_it_after_days_of_silence(story: Story) -> None:
    days_without_us(story, until=NIGHT)
    for post in heard(story):
        assert "Lena will hear of it now." not in post.text


# Clocks that jump


class Hosts:
    """Processes of one host, whose clock may jump, while Slack's goes on."""

    def __init__(self, slack: Sandbox, database_url: str) -> None:
        self.slack, self.wrong_by, self._url = slack, timedelta(), database_url
        self.rooms: list[Postroom] = []
        self.begin()

    def begin(self, make: Callable[..., Delivery] = Delivery) -> Postroom:
        """One more process; the newest speaks."""
        self.rooms.append(Postroom(self.slack, self._url, make=make, now=self.now))
        return self.rooms[-1]

    @property
    def room(self) -> Postroom:
        return self.rooms[-1]

    def now(self) -> datetime:
        return self.slack.clock.now() + self.wrong_by

    def die(self, after: type[Delivery]) -> None:
        """A process claims one, and is gone in the middle of it, with all that it knew of the time."""
        self.begin(after)
        with suppress(DiedError):
            self.room.deliver()
        self.rooms.pop().close()

    def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            self.room.wind(seconds=1)

    def judge(self, said: dict[int, str]) -> None:
        """Everything is shown, once, as it was said last; what was said in one thread in that order."""
        states = {words: self.room.row(message).state for message, words in said.items()}
        assert set(states.values()) == {"sent"}, states
        shown = Counter(words for channel in ("#general", "#clients") for words in self.room.shown(channel))
        assert shown == Counter(said.values())
        keys = [key for channel in ("#general", "#clients") for key in keys_of(self.slack.channel(channel))]
        assert len(keys) == len(set(keys))
        replies = [words for words in self.room.shown() if words.startswith("reply")]
        assert replies == sorted(replies)


@pytest.fixture
def host(slack: Sandbox, database_url: str) -> Iterator[Hosts]:
    hosts, errors = Hosts(slack, database_url), ErrorLines()
    logging.getLogger().addHandler(errors)
    yield hosts
    logging.getLogger().removeHandler(errors)
    for room in hosts.rooms:
        room.close()
    assert not errors.lines


def busy(host: Hosts) -> dict[int, str]:
    """Posts waiting for their turn, a thread, one that may have been posted, one that Slack had no time for."""
    said = {host.room.say("card"): "card"}
    host.room.deliver()
    (card,) = said
    host.slack.misbehave("chat.postMessage", "accept_then_drop", channel="#general")
    host.slack.misbehave("chat.postMessage", "ratelimited", channel="#clients", after=30)
    for number in range(4):
        for words, where in ((f"reply {number}", {"thread": card}), (f"to clients {number}", {"channel": CLIENTS})):
            said[host.room.say(words, **where)] = words
    host.room.deliver()
    return said


JUMPS = {
    "back an hour": [-HOUR], "on a day, and back": [A_DAY, -A_DAY], "on an hour": [HOUR],
    "back a day, and on": [-A_DAY, A_DAY],
}  # fmt: skip


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_a_clock_that_jumps_while_things_are_under_way_harms_nothing(host: Hosts, jumps: list[timedelta]) -> None:
    said = busy(host)
    for by in jumps:
        host.wrong_by += by
        host.room.change(min(said), f"card by {by}")
        said[min(said)] = f"card by {by}"
        host.pass_time(5)
        words = f"by {by}"
        said[host.room.say(words)] = words
    host.pass_time(WAIT_AT_MOST)
    host.judge(said)


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_what_a_dead_process_held_is_taken_up_in_two_minutes_whatever_the_clock_did_since(
    host: Hosts, jumps: list[timedelta], death: type[Delivery]
) -> None:
    said = busy(host)
    host.wrong_by += jumps[0]
    said[host.room.say("last words", GENERAL)] = "last words"
    host.pass_time(3)
    host.die(death)
    for by in jumps[1:]:
        host.wrong_by += by
    host.pass_time(WAIT_AT_MOST)
    host.judge(said)


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
def test_what_a_clock_of_tomorrow_left_behind_holds_up_no_process_that_begins_today(
    host: Hosts, death: type[Delivery]
) -> None:
    """The host starts again, and its clock with it: nobody has seen it go back."""
    host.wrong_by += A_DAY
    said = busy(host)
    host.die(death)
    host.rooms.pop().close()
    host.wrong_by -= A_DAY
    host.begin()
    host.pass_time(WAIT_AT_MOST)
    host.judge(said)


def test_clocks_that_jump_at_random_while_processes_die_harm_nothing(host: Hosts, seed: int, is_long: bool) -> None:
    chance, said = random.Random(seed), {}  # noqa: S311  # a test
    for number in range(1_000 if is_long else 40):
        match chance.choice(("say", "say", "say", "fault", "jump", "die", "pass")):
            case "say":
                words, where = f"words {number}", chance.choice((GENERAL, CLIENTS))
                said[host.room.say(words, where)] = words
            case "fault":
                fault = chance.choice(("accept_then_drop", "drop_before", "ratelimited", "internal_error"))
                host.slack.misbehave("chat.postMessage", fault)
            case "jump":
                host.wrong_by += chance.choice((-1, 1)) * chance.choice((timedelta(seconds=20), HOUR, A_DAY))
            case "die":
                host.die(chance.choice((DiesBefore, DiesAfter)))
        host.room.deliver()  # as each second: two jumps are never nearer than that
        host.pass_time(chance.choice((0, 1, 5)))
    host.slack.faults.forget()
    host.pass_time(WAIT_AT_MOST + len(said))
    host.judge(said)
