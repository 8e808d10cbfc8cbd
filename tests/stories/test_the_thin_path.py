"""The whole of one escalation, from the flag to Monday's digest."""

from datetime import UTC, datetime, timedelta

from story import Story


def test_a_whole_escalation_from_flag_to_digest(story: Story) -> None:
    answer = story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    assert "Olivia is told to phone now" in answer
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious. Call them now. Don't e-mail.", "direct message")

    story.later(minutes=2)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.sees("You are calling Acme Corp", "direct message")
    story.later(minutes=4)
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp, 6 minutes after they were flagged.", card)
    story.olivia.sees("You reached Acme Corp.", "direct message")
    assert "after 6 minutes." in story.mia.reads(card)

    story.olivia.clicks("Agreed", "direct message")
    story.olivia.fills({"We will": "send the right invoice", "By when": story.now + timedelta(hours=4)})
    story.olivia.submits()
    story.mia.sees("Olivia promised: send the right invoice", card)
    story.later(hours=3)
    story.olivia.sees("You promised Acme Corp: send the right invoice", "direct message")
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept: send the right invoice", card)

    story.until(datetime(2026, 3, 4, 10, 1, tzinfo=UTC))
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    story.olivia.clicks("Content", "direct message")
    story.mia.sees("Olivia asked Acme Corp how they feel: content.", card)

    story.olivia.clicks("Close", card)
    story.olivia.fills({
        "How did it end for them?": "Content: they say it is solved",
        "Why did it happen?": "An invoice they did not expect",
        "What did we learn?": "Two people read every invoice before it goes out",
    })  # fmt: skip
    story.olivia.submits()
    story.mia.sees("Acme Corp is closed by Olivia.", "#escalations")
    assert "■ Closed" in story.mia.reads(card)

    story.until(datetime(2026, 3, 9, 9, 1, tzinfo=UTC))
    digest = story.mia.sees("1 opened, 1 closed, 0 open now.", "#lessons")
    words = story.mia.reads(digest)
    assert "Minutes to the first call: 6 (median)." in words
    assert "Promises: 1 kept" in words
    assert "Acme Corp: Two people read every invoice before it goes out" in words
    story.until(datetime(2026, 3, 12, 9, 0, tzinfo=UTC))
