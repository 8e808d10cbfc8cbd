"""A lead can see whether all is well, and what waits for a person."""

from acts import FLAG
from story import Story


def test_a_lead_reads_that_all_is_well(story: Story) -> None:
    story.fred.writes("good morning")
    story.later(seconds=2)
    said = story.lena.runs("/angry-client health")
    assert "All is well." in said
    assert "Waiting to be said: 0. Time zones of 20" in said
    assert "Ask Lena" in story.fred.runs("/angry-client health")


def test_health_lists_what_was_not_delivered_and_a_lead_sends_it_again(story: Story) -> None:
    story.slack.world.close_direct_messages("Olivia")
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.later(seconds=2)
    told = story.lena.sees("Slack would not take a message of mine", "direct message")
    assert "could not be posted: restricted_action" in story.lena.runs("/angry-client health")
    story.slack.world.close_direct_messages("Olivia", "")
    story.lena.clicks("Retry", on=told)
    story.lena.sees("It goes out again now.")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    assert "Not delivered" not in story.lena.runs("/angry-client health")


def test_what_may_have_been_posted_and_cannot_be_looked_for_is_a_leads_to_decide(story: Story) -> None:
    story.slack.misbehave("chat.postMessage", "drop_before", channel="#escalations")
    story.slack.misbehave("conversations.history", "missing_scope", times=9999, channel="#escalations")
    story.fred.runs(FLAG)
    told = story.olivia.sees("Acme Corp is furious.", "direct message")
    story.olivia.clicks("I'm calling", on=told)
    story.olivia.clicks("Reached", on=story.olivia.sees("You are calling Acme Corp", "direct message"))
    story.later(minutes=35)
    told = story.lena.sees("I can't see whether a message of mine was posted", "direct message")
    assert "may be there or not" in story.lena.runs("/angry-client health")
    story.lena.clicks("Post it again", on=told)
    story.lena.sees("It goes out again now.")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("2  Call", card)
    story.mia.sees("Olivia has spoken with Acme Corp", card)
