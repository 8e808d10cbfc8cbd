"""An owner of whom nothing is heard; a word that comes again later; no more words, for a reason."""

from datetime import UTC, datetime, timedelta

from story import Story

CARD = "Acme Corp  ●●●●● furious"
DIRECT, CHANNEL = "direct message", "#escalations"


def opened(story: Story, flag: str = "third wrong invoice, they are furious @Olivia") -> str:
    story.fred.runs(f"/angry-client Acme Corp | {flag}")
    story.mia.sees("1  Prepare", CHANNEL)
    return story.mia.sees("Waiting for a call", CHANNEL)  # type: ignore[no-any-return]


def late(story: Story) -> None:
    """What the ladder says until the lead has heard of it."""
    for fragment, where in (("still waits", DIRECT), ("expects a call by", CHANNEL), ("will hear of it now", CHANNEL)):
        story.olivia.sees(fragment, where)
    story.lena.sees("nobody has spoken with them", DIRECT)


def test_who_is_silent_for_a_whole_goal_is_not_waited_for(story: Story) -> None:
    card = opened(story)
    story.olivia.sees("Call them now.", DIRECT)
    story.later(minutes=15)
    late(story)
    story.sam.sees("Who can phone Acme Corp? Olivia has it and may be held up.", CHANNEL)
    assert "Olivia, may be held up. Anybody can take it." in story.sam.reads(card)
    story.sam.clicks("I'll take it", on="Who can phone Acme Corp?")
    story.sam.sees("Sam took it over from Olivia.", CHANNEL)
    story.sam.sees("Acme Corp is furious. Call them now.", DIRECT)
    assert "Owner: Sam" in story.sam.reads(card)
    story.sam.clicks("I'm calling", on=card)
    story.sam.clicks("Reached", on=card)
    story.mia.sees("Sam has spoken with", CHANNEL)
    story.sam.sees("You reached Acme Corp.", DIRECT)
    story.later(hours=12)


def test_who_says_that_they_are_on_it_keeps_it(story: Story) -> None:
    card = opened(story)
    story.olivia.sees("Call them now.", DIRECT)
    story.later(minutes=8)
    story.olivia.clicks("Still on it", on="Acme Corp still waits.")
    story.olivia.sees("Good. Press “I'm calling” when you dial", "to me")
    story.later(minutes=7, seconds=20)
    late(story)
    assert "held up" not in story.sam.reads(card)
    story.later(seconds=20)
    story.olivia.sees("Are you still on it? Acme Corp waits", DIRECT)
    story.later(minutes=7, seconds=30)
    story.sam.sees("Who can phone Acme Corp?", CHANNEL)
    story.olivia.clicks("Still on it", on="Are you still on it?")
    story.olivia.sees("Olivia is on it.", CHANNEL)
    story.olivia.sees("Good.", "to me")
    assert "held up" not in story.sam.reads(card)


def test_who_took_it_late_has_half_a_goal_before_anybody_asks(story: Story) -> None:
    opened(story, "they are upset")
    story.later(minutes=31)
    story.lena.sees("Nobody has it yet.", DIRECT)
    story.sam.clicks("I'll take it", on="Who phones Acme Corp?")
    story.sam.sees("Sam has it and phones now.", CHANNEL)
    story.sam.sees("Acme Corp is upset. Call them now.", DIRECT)
    story.later(minutes=29)
    story.sam.sees("expects a call by", CHANNEL)
    story.sam.does_not_see("Are you still on it?")
    story.sam.sees("will hear of it now", CHANNEL)
    story.lena.sees("Acme Corp has waited 60 minutes and nobody has spoken with them. Sam has it.", DIRECT)
    story.later(minutes=1)
    story.sam.sees("Are you still on it?", DIRECT)
    story.sam.does_not_see("held up")
    story.later(minutes=30)
    story.mia.sees("Who can phone Acme Corp? Sam has it and may be held up.", CHANNEL)
    story.lena.sees("Acme Corp has waited 90 minutes", DIRECT)


def test_snooze_moves_one_word_and_not_the_ladder(story: Story) -> None:
    opened(story, "they are upset @Olivia")
    told = story.olivia.sees("Acme Corp is upset. Call them now.", DIRECT)
    story.olivia.clicks("Remind me in 10 minutes", on=told)
    assert "✓ Again at 10:10." in story.olivia.reads(told)
    assert "[I'm calling]" not in story.olivia.reads(told)
    story.later(minutes=9)
    story.olivia.does_not_see("Now is the time")
    story.later(minutes=1)
    again = story.olivia.sees("Now is the time. Call Acme Corp. They expect it by 11:00.", DIRECT)
    story.olivia.clicks("Remind me after my meeting", on=again)
    assert "✓ Again at 10:30." in story.olivia.reads(again)
    story.later(minutes=20)
    both = story.olivia.sees("Acme Corp", DIRECT)  # the ladder's half and their own wish, in one message
    assert len(story.slack.posts("@Olivia")) == 3, story.olivia.reads(both)
    story.olivia.clicks("I'm calling", DIRECT)
    story.olivia.clicks("Reached", DIRECT)
    story.mia.sees("Olivia has spoken with", CHANNEL)
    story.later(hours=12)


def test_a_lead_may_be_reminded_later_too(story: Story) -> None:
    opened(story)
    story.olivia.sees("Call them now.", DIRECT)
    story.later(minutes=15)
    late(story)
    story.sam.sees("Who can phone Acme Corp?", CHANNEL)
    story.lena.clicks("Remind me in half an hour", on="Acme Corp has waited 15 minutes and nobody")
    story.later(minutes=30)
    assert len(story.slack.posts("@Lena")) == 2
    story.lena.sees("Acme Corp has waited 45 minutes and nobody has spoken with them.", DIRECT)


def test_no_more_reminders_wants_a_reason_which_everybody_reads(story: Story) -> None:
    card = opened(story)
    told = story.olivia.sees("Call them now.", DIRECT)
    story.olivia.clicks("No more reminders", on=told)
    story.olivia.fills({"Why no more reminders?": "  "})
    story.olivia.submits()
    why = "Say in a few words why. The others wonder otherwise."
    assert story.olivia.form.errors == {"Why no more reminders?": why}
    story.olivia.fills({"Why no more reminders?": "I meet them at eleven"})
    story.olivia.submits()
    assert "Owner: Olivia, no reminders: “I meet them at eleven”" in story.mia.reads(card)
    story.mia.sees("Olivia wants no reminders for now: “I meet them at eleven”.", CHANNEL)
    assert "No more reminders about Acme Corp." in story.olivia.reads(told)
    story.later(minutes=14)
    assert len(story.slack.posts("@Olivia")) == 1
    story.later(minutes=1)
    story.lena.sees("nobody has spoken with them", DIRECT)
    story.mia.sees("will hear of it now", CHANNEL)
    story.olivia.clicks("Remind me again", on=told)
    assert "Now is the time. Call Acme Corp." in story.olivia.reads(told)
    assert "no reminders" not in story.mia.reads(card)


def test_a_lead_who_sleeps_has_all_four_reminders_before_them(story: Story) -> None:
    story.until(datetime(2026, 3, 3, 2, 30, tzinfo=UTC))  # in the night of London and of Lisbon
    story.mia.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    story.mia.sees("1  Prepare", CHANNEL)
    story.mia.sees("Waiting for a call", CHANNEL)
    story.mia.sees("Who phones Acme Corp?", CHANNEL)
    story.until(datetime(2026, 3, 3, 8, 0, tzinfo=UTC) + timedelta(minutes=1))
    story.mia.sees("will hear of it", CHANNEL)
    assert len(story.slack.posts("@Lena")) == 1
    story.later(hours=12)
    assert len(story.slack.posts("@Lena")) == 5
    for place in story.slack.unexpected():
        place.expected = "nobody has spoken with them" in place.text


def test_a_try_that_somebody_set_comes_whatever_else_they_put_off(story: Story) -> None:
    card = opened(story, "they are upset @Olivia")
    story.olivia.sees("Acme Corp is upset. Call them now.", DIRECT)
    story.olivia.clicks("Couldn't reach", DIRECT)
    story.olivia.fills({"Try again": "In an hour"})
    story.olivia.submits()
    story.mia.sees("nobody answered", CHANNEL)
    story.later(minutes=30)
    story.olivia.clicks("Remind me in 10 minutes", on="Acme Corp still waits.")
    story.later(minutes=10)
    story.olivia.sees("Now is the time.", DIRECT)
    story.later(minutes=19)
    story.olivia.does_not_see("Time to try Acme Corp again.")
    story.later(minutes=1, seconds=2)
    story.olivia.sees("Time to try Acme Corp again.", DIRECT)
    assert "held up" not in story.mia.reads(card)
    for place in story.slack.unexpected():
        place.expected = "has waited" in place.text or "expects a call by" in place.text


def test_who_is_asked_whether_they_are_on_it_can_hand_it_over(story: Story) -> None:
    opened(story)
    story.olivia.sees("Call them now.", DIRECT)
    story.later(minutes=8)
    story.olivia.clicks("Still on it", on="Acme Corp still waits.")
    story.olivia.sees("Good.", "to me")
    story.later(minutes=8)
    late(story)
    story.olivia.clicks("Hand over", on="Are you still on it?")
    story.olivia.fills({"Who takes it?": "@Sam"})
    story.olivia.submits()
    story.mia.sees("Olivia offered it to Sam", CHANNEL)
    story.sam.sees("Olivia asks you to take over Acme Corp", DIRECT)
