"""The ladder: who hears what when, once, and not after the act."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from story import Story

REMINDED = (
    ("still waits", "direct message"), ("expects a call by", "#escalations"), ("will hear", "#escalations"),
    ("has it and may be held up", "#escalations"),
)  # fmt: skip
FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious"


def opened(story: Story, flag: str = f"{FLAG} @Olivia") -> None:
    story.fred.runs(flag)
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Waiting for a call", "#escalations")


def test_the_whole_ladder_of_a_furious_client(story: Story) -> None:
    opened(story)
    story.olivia.sees("Call them now.", "direct message")
    story.later(minutes=7)
    story.olivia.does_not_see("still waits")
    story.later(minutes=1)
    story.olivia.sees("Acme Corp still waits. Call Acme Corp before 10:15", "direct message")
    story.later(minutes=4)
    story.olivia.sees("@Olivia, Acme Corp expects a call by", "#escalations")
    story.lena.does_not_see("nobody has spoken")
    story.later(minutes=3)
    story.mia.sees("Acme Corp has waited 15 minutes for a call. Lena will hear of it now.", "#escalations")
    story.lena.sees("Acme Corp has waited 15 minutes and nobody has spoken with them. Olivia has it.", "direct message")
    story.mia.sees("Who can phone Acme Corp? Olivia has it and may be held up.", "#escalations")
    for waited in ("45 minutes", "75 minutes", "105 minutes", "2 hours"):
        story.later(minutes=30)
        story.lena.sees(f"has waited {waited} and nobody", "direct message")
    story.later(hours=6)  # at most four times


def test_every_rung_is_silent_after_the_act(story: Story) -> None:
    opened(story)
    story.later(minutes=6)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    direct = story.olivia.sees("You reached Acme Corp.", "direct message")
    assert "[I'm calling]" not in story.olivia.reads(direct)
    story.mia.sees("Olivia has spoken with", "#escalations")
    story.later(hours=12)


def test_nobody_owns_it_so_the_lead_hears_after_five_minutes(story: Story) -> None:
    opened(story, FLAG)
    story.mia.sees("Who phones Acme Corp?", "#escalations")
    story.later(minutes=4)
    story.lena.does_not_see("nobody has spoken")
    story.later(minutes=1)
    story.lena.sees("Acme Corp has waited 5 minutes and nobody has spoken with them. Nobody has it", "direct message")
    story.lena.clicks("Choose an owner", "direct message")
    story.lena.fills({"Who phones?": "@Olivia"})
    story.lena.submits()
    story.mia.sees("Lena asked Olivia to phone.", "#escalations")
    story.olivia.sees("Call them now.", "direct message")
    story.lena.sees("Olivia has it now.", "direct message")


def test_a_lead_may_give_fifteen_minutes_more(story: Story) -> None:
    opened(story)
    story.later(minutes=15)
    story.lena.clicks("Give 15 minutes", "direct message")
    story.lena.sees("Lena gave it 15 minutes more.", "direct message")
    story.mia.sees("Lena gives it 15 minutes more", "#escalations")
    story.later(minutes=14)
    story.lena.does_not_see("has waited 30 minutes")
    story.later(minutes=1)
    story.lena.sees("has waited 30 minutes", "direct message")
    story.later(minutes=15)
    story.lena.sees("has waited 45 minutes", "direct message")
    story.olivia.sees("Call them now.", "direct message")
    for fragment, where in REMINDED:
        story.olivia.sees(fragment, where)


def test_a_higher_heat_shortens_the_clock_that_runs(story: Story) -> None:
    opened(story, "/angry-client Acme Corp | a bit upset @Olivia")
    story.olivia.sees("Acme Corp is upset. Call them now.", "direct message")
    story.later(minutes=20)
    story.olivia.clicks("Hand over", "direct message")
    story.olivia.cancels()
    card = story.mia.sees("Acme Corp  ●●●○○ upset", "#escalations")
    story.fred.clicks("Correct client or heat", on=card)
    story.fred.fills({"How angry are they?": "●●●●● furious"})
    story.fred.submits()
    story.mia.sees("Fred corrected: they are furious.", "#escalations")
    story.later(seconds=2)
    lead = story.lena.sees("Acme Corp has waited 20 minutes", "direct message")
    assert "I was down" not in story.lena.reads(lead)
    story.mia.sees("Lena will hear of it now.", "#escalations")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")


def test_the_first_lead_who_is_at_work_hears_of_it(tell: Callable[..., Story]) -> None:
    story = tell(leads=["Mia", "Lena"])  # it is five in the morning in New York
    opened(story)
    story.olivia.sees("Call them now.", "direct message")
    story.later(minutes=15)
    story.lena.sees("nobody has spoken with them", "direct message")
    for fragment, where in REMINDED:
        story.olivia.sees(fragment, where)
    assert story.slack.posts("@Mia") == []


def test_with_no_lead_at_work_all_of_them_hear_of_it_when_they_may(tell: Callable[..., Story]) -> None:
    story = tell(leads=["Mia", "Lena"])
    story.until(datetime(2026, 3, 3, 19, 0, tzinfo=UTC))  # after work in Lisbon, and two o'clock in New York
    story.slack.world.do_not_disturb("Mia", story.now, story.now + timedelta(hours=2))
    story.settle()
    opened(story)
    story.olivia.sees("Call them now.", "direct message")
    story.later(minutes=15)
    story.lena.sees("nobody has spoken with them", "direct message")
    for fragment, where in REMINDED:
        story.olivia.sees(fragment, where)
    assert story.slack.posts("@Mia") == []
    story.until(datetime(2026, 3, 3, 20, 58, tzinfo=UTC))
    assert story.slack.posts("@Mia") == []
    story.until(datetime(2026, 3, 3, 21, 1, tzinfo=UTC))
    mia = story.mia.sees("nobody has spoken with them", "direct message")
    assert len(story.slack.posts("@Mia")) == 1
    assert "[Take over]" in story.mia.reads(mia)
    for place in story.slack.unexpected():
        place.expected = "has waited" in place.text


def test_nobody_is_nudged_at_night_and_the_morning_brings_it_as_one_message(story: Story) -> None:
    story.until(datetime(2026, 3, 3, 2, 30, tzinfo=UTC))  # half past two in London and Lisbon
    answer = story.mia.runs(f"{FLAG} @Olivia")  # it is evening in New York
    assert "Olivia is off and hears of it" in answer
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Waiting for a call", "#escalations")
    story.until(datetime(2026, 3, 3, 7, 59, tzinfo=UTC))
    assert story.slack.posts("@Olivia") == []
    story.later(minutes=2)
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")  # and no stale reminder
    assert len(story.slack.posts("@Olivia")) == 1
    story.olivia.sees("Lena will hear of it today at 08:00.", "#escalations")
    story.lena.sees("nobody has spoken with them", "direct message")
    assert len(story.slack.posts("@Lena")) == 1
    story.olivia.does_not_see("I was down")


def test_who_is_up_by_choice_may_be_spoken_to_at_night(story: Story) -> None:
    story.until(datetime(2026, 3, 3, 2, 30, tzinfo=UTC))
    story.olivia.runs(f"{FLAG} @Olivia")
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Waiting for a call", "#escalations")
    story.olivia.sees("Call them now.", "direct message")
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")


def test_two_due_for_one_person_at_one_moment_are_one_message(story: Story) -> None:
    opened(story)
    story.olivia.sees("Call them now.", "direct message")
    story.fred.runs("/angry-client Beta Ltd | furious too @Olivia")
    story.mia.sees("Beta Ltd", "#escalations")
    story.olivia.sees("Beta Ltd is furious.", "direct message")
    before = len(story.slack.posts("@Olivia"))
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")
    together = story.olivia.sees("Beta Ltd still waits.", "direct message")
    assert "Acme Corp still waits." in story.olivia.reads(together)
    assert len(story.slack.posts("@Olivia")) == before + 1
    for place in story.slack.unexpected():
        place.expected = place.thread_ts is not None or "Beta" in place.text


def test_the_newest_of_one_topic_keeps_its_buttons(story: Story) -> None:
    opened(story)
    first = story.olivia.sees("Call them now.", "direct message")
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")
    assert "[I'm calling]" not in story.olivia.reads(first)
