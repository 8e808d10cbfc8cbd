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
    story.olivia.sees("Acme Corp expected a call by 10:15. Call now, or hand over.", "#escalations")
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


def test_after_a_silence_the_angriest_client_stands_first_whoever_was_due_first(story: Story) -> None:
    story.fred.runs("/angry-client Beta Ltd | they are upset @Olivia")
    story.later(minutes=50)
    story.fred.runs("/angry-client Acme Corp | they are furious @Olivia")
    down(story, hours=50)
    told = story.lena.reads(story.lena.sees("Acme Corp has waited 50 hours", "direct message"))
    assert told.index("Acme Corp has waited") < told.index("Beta Ltd has waited 51 hours")
    warned = story.olivia.sees("Acme Corp expected a call by", "#escalations")
    assert "expected a call by Mar 2, 2026 at 11:05." in story.olivia.reads(warned)
    for place in story.slack.unexpected():
        place.expected = True
