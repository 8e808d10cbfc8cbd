"""Closing, opening again, and Monday's digest."""

from datetime import UTC, datetime, timedelta

from acts import agreed, closes, flagged, reached
from story import Story


def test_closing_shows_what_still_blocks_it_each_with_its_way_out(story: Story) -> None:
    card = agreed(story)
    story.olivia.clicks("Close", on=card)
    form = story.olivia.sees("Not yet. Before Acme Corp can be closed:", "form")
    assert "Settle the promise: send the right invoice" in story.olivia.reads(form)
    story.olivia.cancels()


def test_closing_asks_for_outcome_cause_and_lesson_and_tells_the_channel(story: Story) -> None:
    card = reached(story)
    closes(story, card, lesson="Two people read every invoice")
    closed = story.mia.sees("Acme Corp is closed by Olivia. Content: they say it is solved.", "#escalations")
    assert "Learned: Two people read every invoice" in story.mia.reads(closed)
    assert "■ Closed" in story.mia.reads(card)
    assert "[Reopen]" in story.mia.reads(card)


def test_a_lesson_of_spaces_is_refused_at_its_field(story: Story) -> None:
    card = reached(story)
    closes(story, card, lesson="   ")
    assert story.olivia.form.errors == {"What did we learn?": "One sentence: what do we do differently?"}


def test_reopening_starts_the_clock_again(story: Story) -> None:
    card = reached(story)
    closes(story, card)
    story.mia.sees("Acme Corp is closed by Olivia.", "#escalations")
    story.fred.clicks("Reopen", on=card)
    story.mia.sees("Acme Corp is open again, says Fred.", "#escalations")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    assert "[I'm calling]" in story.olivia.reads(card)


def test_a_click_on_what_is_closed_answers_with_a_sentence(story: Story) -> None:
    card = reached(story)
    checklist = story.olivia.sees("○", card)
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    assert "[Done]" not in story.olivia.reads(checklist)


def test_the_digest_comes_once_a_week_and_a_quiet_week_is_one_line(story: Story) -> None:
    flagged(story)
    for fragment in ("I'm calling", "Reached"):
        story.olivia.clicks(fragment, "direct message")
    story.mia.sees("has spoken with", "#escalations")
    story.olivia.sees("You reached", "direct message")
    story.until(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    story.mia.sees("1 opened, 0 closed, 1 open now.", "#lessons")
    story.until(datetime(2026, 3, 16, 9, 0, tzinfo=UTC))
    story.mia.sees("A quiet week: no angry client, nothing due. 1 still open.", "#lessons")
    assert len(story.slack.posts("#lessons")) == 2


def test_the_digest_comes_at_nine_in_the_workspace_s_zone_after_the_clocks_change(story: Story) -> None:
    story.until(datetime(2026, 3, 30, 7, 59, tzinfo=UTC))  # London is on summer time since Sunday
    weeks = len(story.slack.posts("#lessons"))
    story.later(minutes=1)
    assert len(story.slack.posts("#lessons")) == weeks + 1 == 4
    for place in story.slack.unexpected():
        place.expected = "A quiet week" in place.text


def test_the_digest_after_weeks_of_downtime_is_one(story: Story) -> None:
    reached(story)
    story.stop_bot()
    story.slack.clock.wind(timedelta(days=21))
    story.start_bot()
    story.later(seconds=1)
    assert len(story.slack.posts("#lessons")) == 1
    story.mia.sees("1 opened", "#lessons")


def test_anybody_may_ask_for_the_digest_and_only_they_see_it(story: Story) -> None:
    reached(story)
    assert "1 opened, 0 closed, 1 open now." in story.mia.runs("/angry-client digest")
    assert story.slack.posts("#lessons") == []
