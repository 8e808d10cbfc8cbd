"""Everything is rows: what the process knew survives it."""

from datetime import timedelta

from acts import flagged, reached
from story import Story


def down(story: Story, **span: float) -> None:
    story.stop_bot()
    story.slack.clock.wind(timedelta(**span))
    story.start_bot()
    story.later(seconds=1)


def test_what_came_due_while_we_were_down_is_said_once_and_says_when_it_was_due(story: Story) -> None:
    flagged(story)
    down(story, minutes=10)
    late = story.olivia.sees("Acme Corp still waits.", "direct message")
    assert "Due today at 10:07, sent today at 10:10: I was down." in story.olivia.reads(late)
    down(story, minutes=1)
    assert len([post for post in story.slack.posts("@Olivia") if "still waits" in post.text]) == 1


def test_after_a_long_silence_each_hears_only_the_newest_of_what_was_missed(story: Story) -> None:
    flagged(story)
    down(story, hours=3)
    story.olivia.sees("expects a call by", "#escalations")
    story.mia.sees("Acme Corp has waited 3 hours for a call. Lena will hear of it now.", "#escalations")
    story.lena.sees("Acme Corp has waited 3 hours and nobody has spoken with them.", "direct message")
    assert len(story.slack.posts("@Olivia")) == 1
    assert len(story.slack.posts("@Lena")) == 1


def test_what_was_done_before_the_silence_is_not_asked_for_after_it(story: Story) -> None:
    reached(story)
    down(story, hours=3)  # and nothing is said


def test_a_post_whose_answer_was_lost_is_not_posted_twice(story: Story) -> None:
    story.slack.misbehave("chat.postMessage", "accept_then_drop", times=1)
    flagged_by = story.fred.runs("/angry-client Acme Corp | furious @Olivia")
    assert "is flagged" in flagged_by
    story.later(minutes=2)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious.", "direct message")
    assert len(story.slack.posts("#escalations")) == 2
