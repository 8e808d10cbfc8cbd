"""What we told the client, by when, and how the client feels."""

from datetime import UTC, datetime, timedelta

from acts import agreed, closes, flagged, hands_over, promise, reached
from story import Story


def test_agreed_before_anybody_called_is_refused_with_the_way_out(story: Story) -> None:
    card = flagged(story)
    assert "Agreed" not in story.olivia.buttons(on=card)
    reached_card = card
    assert "[I'm calling]" in story.olivia.reads(reached_card)


def test_a_promise_in_the_past_is_refused_and_the_form_keeps_what_was_typed(story: Story) -> None:
    card = reached(story)
    story.olivia.clicks("Agreed", on=card)
    story.olivia.fills({"We will": "send the right invoice", "By when": story.now - timedelta(hours=1)})
    story.olivia.submits()
    assert story.olivia.form.errors == {"By when": "That time is past. Choose one that is still to come."}
    assert story.olivia.form.fields["We will"] == "send the right invoice"
    story.olivia.fills({"By when": story.now + timedelta(hours=1)})
    story.olivia.submits()
    story.mia.sees("Olivia promised: send the right invoice. By", card)


def test_a_promise_pings_before_it_is_due_when_it_is_due_and_while_it_is_late(story: Story) -> None:
    agreed(story, within=timedelta(hours=4))
    story.later(hours=2, minutes=59)
    story.olivia.does_not_see("You promised")
    story.later(minutes=1)
    story.olivia.sees("You promised Acme Corp: send the right invoice. Due", "direct message")
    story.later(hours=1)
    story.olivia.sees("Now due: you promised Acme Corp: send the right invoice.", "direct message")
    story.later(hours=24)
    story.olivia.sees("Late: you promised", "direct message")
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept: send the right invoice.", "#escalations")
    story.later(hours=12)  # settled: nothing more


def test_a_promise_that_slips_gets_a_new_date_and_keeps_the_old_one_on_record(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    story.olivia.clicks("Will be late", "direct message")
    story.olivia.fills({"The new date": story.now + timedelta(hours=2)})
    story.olivia.submits()
    story.mia.sees("Olivia moved the promise “send the right invoice” to", card)
    story.olivia.sees("Olivia moved it to a new date.", "direct message")
    story.later(hours=1, minutes=30)
    story.olivia.sees("You promised Acme Corp: send the right invoice.", "direct message")
    story.olivia.clicks("Not kept", "direct message")
    story.mia.sees("Promise broken: send the right invoice.", card)


def test_a_promise_settled_from_the_form_strikes_what_the_owner_was_asked(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    ask = story.olivia.sees("You promised Acme Corp", "direct message")
    story.lena.clicks("Close", on=card)
    story.lena.sees("Settle the promise: send the right invoice", "form")
    story.lena.clicks("Kept", "form")
    story.lena.sees("That promise is settled.", "form")
    story.lena.cancels()
    story.mia.sees("Promise kept: send the right invoice.", card)
    assert "[Kept]" not in story.olivia.reads(ask)


def test_the_follow_ups_come_after_two_and_ten_working_days(story: Story) -> None:
    agreed(story)
    story.olivia.clicks("Another promise", "#escalations")
    story.olivia.cancels()
    story.later(hours=3)
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept", "#escalations")
    story.until(datetime(2026, 3, 4, 9, 59, tzinfo=UTC))
    story.olivia.does_not_see("How does")
    story.later(minutes=1)
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    story.olivia.clicks("Would recommend us", "direct message")
    story.mia.sees("Olivia asked Acme Corp how they feel: so pleased", "#escalations")
    story.until(datetime(2026, 3, 16, 9, 59, tzinfo=UTC))
    story.mia.sees("opened", "#lessons")
    story.until(datetime(2026, 3, 16, 10, 0, tzinfo=UTC))
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    for place in story.slack.unexpected():
        place.expected = place.channel == "C0LESSONS"


def test_still_unhappy_reopens_it_and_the_clock_starts_again(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept", card)
    closes(story, card)
    story.mia.sees("Acme Corp is closed by Olivia.", "#escalations")
    story.until(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    story.olivia.clicks("Still unhappy", "direct message")
    story.mia.sees("Olivia asked Acme Corp how they feel: still unhappy.", card)
    story.mia.sees("Acme Corp is still unhappy. It is open again, and they wait for a call.", "#escalations")
    story.mia.sees("⏳ Waiting for a call again", "#escalations")
    story.olivia.sees("Acme Corp is still unhappy. Call them now.", "direct message")
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")


def test_could_not_reach_asks_again_on_the_next_working_day(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept", card)
    story.until(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    story.olivia.clicks("Couldn't reach", on="How does Acme Corp feel")
    story.mia.sees("Olivia could not reach Acme Corp for the follow-up.", card)
    story.olivia.sees("Olivia could not reach them. Next working day again.", "direct message")
    story.until(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
    story.olivia.sees("How does Acme Corp feel today?", "direct message")


def test_a_change_of_owner_carries_the_promise(story: Story) -> None:
    card = agreed(story)
    hands_over(story, "Olivia", "Sam", on=card)
    story.sam.sees("Acme Corp is yours now.", "direct message")
    story.later(hours=3)
    story.sam.sees("You promised Acme Corp: send the right invoice.", "direct message")


def test_two_promises_are_both_kept_in_sight(story: Story) -> None:
    card = agreed(story)
    promise(story, card, "call back with a plan", timedelta(hours=1))
    assert "Promised: call back with a plan" in story.mia.reads(card)
    story.later(minutes=45)
    story.olivia.sees("call back with a plan", "direct message")
