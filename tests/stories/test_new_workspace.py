"""A new workspace, from the invitation to the first closed escalation, by what the screen says."""

from collections.abc import Callable

import pytest
from story import Story

NEW = {"escalations_channel": "", "digest_channel": "", "leads": (), "workspace_timezone": "UTC"}


@pytest.fixture
def fresh(tell: Callable[..., Story]) -> Story:
    """Installed from the manifest, and nothing set; not yet in any channel."""
    return tell(**NEW)


def test_before_it_is_invited_it_says_what_it_needs_and_keeps_what_was_typed(fresh: Story) -> None:
    said = fresh.fred.runs("/angry-client Acme Corp | third wrong invoice, furious")
    assert "I have no channel for angry clients yet. Type /invite in yours" in said
    assert "You typed: /angry-client Acme Corp | third wrong invoice, furious" in said


def test_from_the_invitation_to_the_first_closed_escalation(fresh: Story) -> None:
    fresh.slack.world.invite("First Call", "#random", by="Sam")
    fresh.settle()
    fresh.mia.sees("Hello. When somebody puts 🚨", "#random")
    guide = fresh.sam.sees("Hello, I'm First Call.", "direct message")
    assert "Angry clients get a thread in #random." in fresh.sam.reads(guide)
    assert "Your time zone is not set" in fresh.sam.reads(guide)
    fresh.sam.clicks("Channels and people", on=guide)
    fresh.sam.fills({"Time zone of the team": "Berlin"})
    fresh.sam.submits()
    fresh.sam.cancels()

    fresh.sam.clicks("Try it with a made-up client", on=guide)
    fresh.sam.sees("The rehearsal has begun.", "direct message")
    card = fresh.mia.sees("A made-up client  ●●●●● furious", "#random")
    fresh.mia.sees("1  Prepare", card)
    fresh.sam.sees("A made-up client is furious.", "direct message")
    fresh.later(minutes=16)
    fresh.sam.sees("has waited 15 minutes and nobody has spoken", "direct message")
    fresh.sam.sees("expects a call by", card)
    fresh.sam.sees("still waits", "direct message")
    fresh.sam.clicks("Throw this rehearsal away", on=card)
    assert "Not an angry client" in fresh.mia.reads(card)
    fresh.later(hours=2)

    fresh.sam.clicks("I'm done", on=guide)
    fresh.sam.sees("You're set.", "direct message")
    fresh.mia.runs("/angry-client Acme Corp | third wrong invoice, furious @Olivia")
    card = fresh.fred.sees("Acme Corp  ●●●●● furious", "#random")
    fresh.fred.sees("1  Prepare", card)
    fresh.olivia.sees("Acme Corp is furious.", "direct message")
    fresh.olivia.clicks("I'm calling", "direct message")
    fresh.olivia.clicks("Reached", on=fresh.olivia.sees("You are calling Acme Corp", "direct message"))
    fresh.mia.sees("Olivia has spoken with Acme Corp", card)
    fresh.olivia.sees("You reached Acme Corp.", "direct message")
    fresh.olivia.clicks("Close", card)
    fresh.olivia.fills({
        "How did it end for them?": "Content: they say it is solved",
        "Why did it happen?": "An invoice they did not expect",
        "What did we learn?": "Two people read every invoice before it goes out",
    })  # fmt: skip
    fresh.olivia.submits()
    fresh.mia.sees("Acme Corp is closed by Olivia.", "#random")
    fresh.later(days=6, hours=22)
    told = fresh.mia.sees("1 opened, 1 closed, 0 open now.", "#random")
    assert "made-up" not in fresh.mia.reads(told)


def test_the_guide_comes_once_to_whoever_opens_it_first_and_may_set_it(fresh: Story) -> None:
    fresh.fred.opens_home()
    assert not fresh.slack.posts("@Fred")
    fresh.lena.opens_home()  # she is the workspace's admin
    guide = fresh.lena.sees("First invite me to the channel for angry clients", "direct message")
    fresh.slack.world.invite("First Call", "#random", by="Sam")
    fresh.settle()
    fresh.mia.sees("Hello. When somebody puts 🚨", "#random")
    fresh.later(seconds=5)
    assert "Angry clients get a thread in #random." in fresh.lena.reads(guide)
    assert "[Try it with a made-up client]" in fresh.lena.reads(guide)
    fresh.lena.opens_home()
    assert fresh.slack.posts("@Lena") == [guide]
    said = fresh.lena.runs("/angry-client settings")
    assert "Leads: Lena" in said
    assert "[Undo]" not in said  # to what was there before there is no way back


def test_a_client_is_not_merged_into_a_rehearsal(tell: Callable[..., Story]) -> None:
    story = tell(**NEW)
    story.slack.world.invite("First Call", "#random", by="Sam")
    story.settle()
    story.mia.sees("Hello.", "#random")
    story.sam.clicks("Try it with a made-up client", on=story.sam.sees("Hello, I'm First Call.", "direct message"))
    story.sam.sees("The rehearsal has begun.")
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#random")
    story.fred.clicks("Merge with another", on=card)
    story.fred.sees("There is no other open escalation to merge with.")
    for place in story.slack.unexpected():
        place.expected = True


def test_what_leads_have_set_outlives_a_restart(tell: Callable[..., Story]) -> None:
    story = tell()
    story.lena.runs("/angry-client settings")
    story.lena.clicks("Change channels and people")
    story.lena.fills({"Channel for angry clients": "#clients", "Leads": ["Lena", "Sam"]})
    story.lena.submits()
    story.lena.cancels()
    story.stop_bot()
    story.start_bot()
    said = story.lena.runs("/angry-client settings")
    assert "Channel for angry clients: #clients" in said
    assert "Leads: Lena, Sam" in said
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#clients")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones", card)
