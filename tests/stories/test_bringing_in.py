"""A colleague is brought in with one line of what is needed."""

from typing import Any

from acts import closes, flagged
from story import Story

NEED = "read the last three invoices to me"


def brings_in(story: Story, card: Any, whom: str = "Sam", need: str = NEED) -> None:
    story.olivia.clicks("Bring somebody in", on=card)
    story.olivia.fills({"Who can help?": f"@{whom}", "What do you need from them?": need})
    story.olivia.submits()


def test_a_colleague_is_brought_in_and_helps(story: Story) -> None:
    card = flagged(story)
    brings_in(story, card)
    told = story.sam.sees(f"Olivia needs you for Acme Corp: {NEED}", "direct message")
    line = story.mia.sees("Olivia brought Sam in:", card)
    assert NEED in story.mia.reads(line)
    assert "Owner: Olivia, helped by Sam" in story.mia.reads(card)
    story.sam.clicks("I'm on it", on=told)
    story.mia.sees("Sam is on it.", card)
    assert "[I'm on it]" not in story.sam.reads(told)
    assert NEED in story.sam.reads(told)
    checklist = story.mia.sees("1  Prepare", card)
    story.sam.clicks("Done", on=checklist)  # a step
    assert "(Sam)" in story.mia.reads(checklist)
    story.sam.clicks("I'm calling", on=card)
    story.sam.clicks("Reached", on=card)
    story.sam.sees("Logged.", "to me")
    story.mia.sees("Sam has spoken with Acme Corp", card)


def test_who_was_not_brought_in_may_not_and_who_cannot_may_no_more(story: Story) -> None:
    card = flagged(story)
    checklist = story.mia.sees("1  Prepare", card)
    story.sam.clicks("Done", on=checklist)
    story.sam.sees("Only the owner or a lead can work through the steps.", "to me")
    brings_in(story, card)
    story.mia.sees("Olivia brought Sam in:", card)
    told = story.sam.sees("Olivia needs you", "direct message")
    story.sam.clicks("I can't", on=told)
    story.mia.sees("Sam can't help with this one.", card)
    refused = story.olivia.sees("Sam can't help with Acme Corp.", "direct message")
    assert f"You needed: {NEED}. [Bring somebody in]" in " ".join(story.olivia.reads(refused).split("\n"))
    assert "helped by" not in story.mia.reads(card)
    story.sam.clicks("Done", on=checklist)
    story.sam.sees("Only the owner or a lead can work through the steps.", "to me")


def test_who_said_no_may_be_asked_again_and_who_was_asked_is_asked_once(story: Story) -> None:
    card = flagged(story)
    brings_in(story, card)
    brings_in(story, card, need="and the one before")
    assert story.olivia.form.errors["Who can help?"].startswith("Sam was brought in already.")
    assert story.olivia.form.fields["What do you need from them?"] == "and the one before"
    story.olivia.cancels()
    story.sam.clicks("I can't", "direct message")
    story.mia.sees("Sam can't help", card)
    story.olivia.sees("Sam can't help", "direct message")
    story.later(seconds=30)
    brings_in(story, card, need="only a number")
    story.sam.sees("Olivia needs you for Acme Corp: only a number", "direct message")
    story.sam.clicks("I'm on it", "direct message")
    story.mia.sees("Sam is on it.", card)
    for post in story.slack.unexpected():
        post.expected = "brought Sam in" in post.text


def test_nobody_brings_in_the_owner_a_guest_or_without_a_word(story: Story) -> None:
    card = flagged(story)
    brings_in(story, card, "Olivia")
    assert story.olivia.form.errors["Who can help?"].startswith("Olivia has it already.")
    story.olivia.fills({"Who can help?": "@Gus"})
    story.olivia.submits()
    assert story.olivia.form.errors["Who can help?"].startswith("Gus is a guest")
    story.olivia.fills({"Who can help?": "@Sam", "What do you need from them?": "   "})
    story.olivia.submits()
    assert story.olivia.form.errors["What do you need from them?"].startswith("Say in one line what you need")


def test_when_three_help_the_card_stays_short(story: Story) -> None:
    card = flagged(story)
    for whom in ("Sam", "Lena", "Fred"):
        brings_in(story, card, whom)
        story.person(whom).sees("Olivia needs you", "direct message")
        story.mia.sees(f"Olivia brought {whom} in:", card)
    assert "Owner: Olivia\n" in story.mia.reads(card)


def test_the_thread_says_that_who_was_brought_in_is_asleep(story: Story) -> None:
    card = flagged(story)
    brings_in(story, card, "Mia")  # it is five in the morning in New York
    story.olivia.sees(f"Olivia brought Mia in: {NEED}. They are off and hear of it today at", card)
    assert story.slack.posts("@Mia") == []


def test_when_it_is_closed_nobody_is_needed_any_more(story: Story) -> None:
    card = flagged(story)
    brings_in(story, card)
    story.mia.sees("Olivia brought Sam in:", card)
    told = story.sam.sees("Olivia needs you", "direct message")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with", card)
    story.olivia.sees("You reached", "direct message")
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    assert "[I'm on it]" not in story.sam.reads(told)
