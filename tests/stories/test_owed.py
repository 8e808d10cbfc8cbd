"""Two clocks: how long they wait for a voice, and by when they are owed the next word."""

from acts import agreed, flagged
from story import Story

CHANNEL = "#escalations"


def owed(story: Story, card: object) -> str:
    return next(line for line in story.fred.reads(card).splitlines() if line.startswith(("We owe", "Promised")))


def test_a_voicemail_moves_neither_clock_and_a_sent_word_moves_one(story: Story) -> None:
    card = flagged(story)
    assert owed(story, card) == "We owe them a word by today at 10:15"
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Voicemail", "direct message")
    story.mia.sees("left a voicemail", CHANNEL)
    assert owed(story, card) == "We owe them a word by today at 10:15"
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Couldn't reach", on=card)
    story.olivia.fills({"What happened?": "I wrote instead", "Why in writing?": "They asked for it in their mail."})
    story.olivia.submits()
    story.mia.sees("wrote", CHANNEL)
    assert owed(story, card) == "We owe them a word by today at 14:00"  # four working hours; they still wait
    assert "Waiting for a call. Flagged" in story.fred.reads(card)


def test_what_is_promised_stands_before_the_next_word_unless_that_is_sooner(story: Story) -> None:
    card = agreed(story)
    assert owed(story, card).startswith("Promised: send the right invoice, by today at")
    assert "We owe them" not in owed(story, card)


def test_the_card_the_home_tab_and_mine_say_the_same_of_both_clocks(story: Story) -> None:
    card = flagged(story)
    for heat, by in (("●●●○○ upset", "11:00"), ("●●●●○ angry", "10:30")):
        story.olivia.clicks("Correct client or heat", on=card)
        story.olivia.fills({"How angry are they?": heat})
        story.olivia.submits()
        assert owed(story, card) == f"We owe them a word by today at {by}"
        told = f"waits for a call, flagged now. Olivia has it. We owe them a word by today at {by}."
        assert told in story.olivia.opens_home()
        assert told in story.olivia.runs("/angry-client mine")
    for place in story.slack.unexpected():
        place.expected = "corrected" in place.text


def test_a_heat_that_is_corrected_takes_no_sent_word_back(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("Couldn't reach", "direct message")
    story.olivia.fills({"What happened?": "I wrote instead", "Why in writing?": "They asked for it."})
    story.olivia.submits()
    story.mia.sees("wrote", CHANNEL)
    story.olivia.clicks("Correct client or heat", on=card)
    story.olivia.fills({"How angry are they?": "●●●●○ angry"})
    story.olivia.submits()
    story.mia.sees("Olivia corrected: they are angry.", CHANNEL)
    assert owed(story, card) == "We owe them a word by today at 14:00"


def test_nothing_is_owed_to_who_is_no_angry_client(story: Story) -> None:
    card = flagged(story)
    story.fred.clicks("Not an angry client", on=card)
    assert "We owe" not in story.fred.reads(card)
    for place in story.slack.unexpected():
        place.expected = True
