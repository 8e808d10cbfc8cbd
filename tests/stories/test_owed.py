"""Two clocks: how long they wait for a voice, and by when they are owed the next word."""

from acts import agreed, flagged
from story import Story

CHANNEL = "#escalations"


def owed(story: Story, card: object) -> str:
    return next(line for line in story.fred.reads(card).splitlines() if line.startswith(("Owed", "Promised")))


def test_a_voicemail_moves_neither_clock_and_a_sent_word_moves_one(story: Story) -> None:
    card = flagged(story)
    assert owed(story, card) == "Owed a word by today at 10:15"
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Voicemail", "direct message")
    story.mia.sees("left a voicemail", CHANNEL)
    assert owed(story, card) == "Owed a word by today at 10:15"
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Couldn't reach", on=card)
    story.olivia.fills({"What happened?": "I wrote instead", "Why in writing?": "They asked for it in their mail."})
    story.olivia.submits()
    story.mia.sees("wrote", CHANNEL)
    assert owed(story, card) == "Owed a word by today at 14:00"  # four working hours; they still wait
    assert "Waiting for a call. Flagged" in story.fred.reads(card)


def test_what_is_promised_stands_before_the_next_word_unless_that_is_sooner(story: Story) -> None:
    card = agreed(story)
    assert owed(story, card).startswith("Promised: send the right invoice, by today at")
    assert "A word by" not in owed(story, card)


def test_nothing_is_owed_to_who_is_no_angry_client(story: Story) -> None:
    card = flagged(story)
    story.fred.clicks("Not an angry client", on=card)
    assert "Owed" not in story.fred.reads(card)
    for place in story.slack.unexpected():
        place.expected = True
