"""Nobody picks up: what is said, sent and tried next; and what was logged by mistake."""

from datetime import UTC, datetime, timedelta
from typing import Any

from acts import flagged
from sqlalchemy import select
from story import Story

from bot.db.models import Attempt, Client
from bot.playbook import PLAYBOOK

BOB = "Bob Stone, +44 20 7946 0019"
AT_NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def misses(story: Story, card: Any, **filled: Any) -> None:
    """One more try in vain, logged in the form."""
    if "I'm calling" in story.olivia.buttons(card):
        story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Couldn't reach", on=card)
    story.olivia.fills({"What happened?": "I left a voicemail"} | filled)
    story.olivia.submits()


def prefers(story: Story, **wishes: bool) -> None:
    """As the client's own form will set it."""
    with story.bot.doors.open(story.bot.workspace_id) as work:
        for name, wish in wishes.items():
            setattr(work.one(work.select(Client)), name, wish)


def attempts(story: Story) -> list[Attempt]:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return [*work.session.scalars(select(Attempt).order_by(Attempt.id))]


def test_the_form_has_the_voicemail_and_a_text_with_their_source(story: Story) -> None:
    flagged(story)
    story.olivia.clicks("Couldn't reach", "direct message")
    form = story.olivia.form.text
    for line in (PLAYBOOK.voicemail, PLAYBOOK.could_not_reach_text):
        assert line.text in form
        assert "From: " + ", ".join(PLAYBOOK.sources(line)) in form
    assert "Who else can you ask for?" not in form
    story.olivia.cancels()


def test_a_voicemail_twice_then_another_contact(story: Story) -> None:
    card = flagged(story)
    misses(story, card)
    story.mia.sees("Olivia tried Acme Corp: left a voicemail. Next try at", card)
    once = story.olivia.reads(story.olivia.sees("Logged: left a voicemail.", "direct message"))
    assert "[Somebody else there]" not in once
    story.later(minutes=10)
    story.olivia.sees("Acme Corp still waits. Call", "direct message")
    story.olivia.sees("Time to try Acme Corp again.", "direct message")
    story.olivia.clicks("Couldn't reach", on="Time to try")
    story.olivia.sees("You have tried once before.", "form")
    story.olivia.fills({"What happened?": "I left a voicemail", "Who else can you ask for?": BOB})
    story.olivia.submits()
    story.mia.sees(f"Next try at 05:20, asking for {BOB}.", card)
    told = story.olivia.sees(f"Try Acme Corp, and ask for {BOB}, again at", "direct message")
    assert "[I'm calling] [Somebody else there] [Ask a lead] [Hand over]" in story.olivia.reads(told)
    story.later(minutes=10)
    again = story.olivia.sees(f"Time to try Acme Corp, and ask for {BOB}, again.", "direct message")
    assert "[Ask a lead]" in story.olivia.reads(again)
    rungs(story)


def test_after_the_second_miss_by_one_touch_somebody_else_is_named(story: Story) -> None:
    card = flagged(story)
    for _ in range(2):
        story.olivia.clicks("I'm calling", "direct message")
        story.olivia.clicks("No answer", "direct message")
    told = story.olivia.sees("That was twice now: ask for somebody else there, or let a lead help.", "direct message")
    story.olivia.clicks("Somebody else there", on=told)
    story.olivia.fills({"Who else can you ask for?": "the front desk"})
    story.olivia.submits()
    story.mia.sees("Olivia asks for the front desk the next time.", card)
    story.olivia.sees("Try Acme Corp, and ask for the front desk, again at", "direct message")
    story.later(minutes=10)
    story.olivia.sees("Time to try Acme Corp, and ask for the front desk, again.", "direct message")
    for post in story.slack.unexpected():
        post.expected = "nobody answered" in post.text or "still waits" in post.text


def test_a_lead_is_asked_with_one_click_and_once(story: Story) -> None:
    card = flagged(story)
    for _ in range(2):
        story.olivia.clicks("I'm calling", "direct message")
        story.olivia.clicks("No answer", "direct message")
    story.olivia.clicks("Ask a lead", "direct message")
    story.mia.sees("Olivia asked Lena to help: tried twice, and nobody was reached.", card)
    told = story.lena.sees("Olivia has tried Acme Corp twice and reaches nobody. Can you help?", "direct message")
    story.olivia.clicks("Ask a lead", "direct message")
    story.olivia.sees("Lena was asked already.", "to me")
    story.lena.clicks("Take over", on=told)
    story.mia.sees("Lena took it over from Olivia", card)
    story.lena.sees("Call them now.", "direct message")
    story.olivia.sees("Lena has it now.", "direct message")
    assert "[Take over]" not in story.lena.reads(told)
    for post in story.slack.unexpected():
        post.expected = "nobody answered" in post.text


def test_without_another_lead_there_is_a_way_out(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Lena")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.lena.sees("Call them now.", "direct message")
    for _ in range(2):
        story.lena.clicks("I'm calling", "direct message")
        story.lena.clicks("No answer", "direct message")
    story.lena.clicks("Ask a lead", "direct message")
    story.lena.sees("No other lead is here to ask. Press “Hand over” to offer it to a colleague.", "to me")
    for post in story.slack.unexpected():
        post.expected = "nobody answered" in post.text


def test_a_try_that_somebody_sets_for_the_night_is_said_at_night(story: Story) -> None:
    card = flagged(story)
    misses(story, card, **{"Or at a time": AT_NIGHT})
    story.until(AT_NIGHT - timedelta(minutes=1))
    story.olivia.does_not_see("Time to try")
    story.until(AT_NIGHT)
    story.olivia.sees("Time to try Acme Corp again.", "direct message")
    story.olivia.does_not_see("I was down")
    rungs(story)


def test_a_time_that_cannot_be_is_refused_at_its_field_and_what_was_typed_is_kept(story: Story) -> None:
    card = flagged(story)
    far = story.now + timedelta(days=8)
    for at, said in ((story.now - timedelta(minutes=5), "That time is past."), (far, "That is over a week away")):
        misses(story, card, **{"Or at a time": at})
        assert story.olivia.form.errors["Or at a time"].startswith(said)
        assert story.olivia.form.fields["What happened?"] == "I left a voicemail"
        story.olivia.cancels()
    assert attempts(story) == []


def test_who_writes_where_a_call_is_wanted_says_why_and_the_clock_runs_on(story: Story) -> None:
    card = flagged(story)
    misses(story, card, **{"What happened?": "I wrote instead"})
    assert story.olivia.form.errors["Why in writing?"].startswith("Say why you wrote")
    story.olivia.fills({"Why in writing?": "they are on a plane"})
    story.olivia.submits()
    story.mia.sees("Olivia wrote to Acme Corp and didn't phone: they are on a plane. They still wait. Next try", card)
    story.olivia.sees("Logged: wrote instead.", "direct message")
    assert "Waiting for a call" in story.mia.reads(card)
    story.later(minutes=15)
    story.olivia.sees("Time to try Acme Corp again.", "direct message")
    story.mia.sees("Acme Corp has waited 15 minutes for a call.", "#escalations")
    story.lena.sees("nobody has spoken with them", "direct message")
    rungs(story)


def test_where_they_want_letters_the_first_letter_stops_the_waiting(story: Story) -> None:
    flagged_by_letter(story, prefers_writing=True)
    card = story.mia.sees("Waiting for a letter.", "#escalations")
    told = story.olivia.reads(story.olivia.sees("Write to them now. They want it in writing", "direct message"))
    assert "[I've written] [Hand over]" in told
    assert "[I'm calling]" not in told
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits. Write to Acme Corp before 10:15", "direct message")
    story.olivia.clicks("I've written", "direct message")
    story.mia.sees("Olivia has written to Acme Corp, 8 minutes after they were flagged.", card)
    story.olivia.sees("You wrote to Acme Corp.", "direct message")
    assert "[Agreed]" in story.mia.reads(card)
    story.later(hours=3)


def test_do_not_call_is_a_letter_too_and_its_ladder_speaks_of_letters(story: Story) -> None:
    flagged_by_letter(story, do_not_call=True)
    story.olivia.sees("Write to them now.", "direct message")
    story.later(minutes=12)
    story.olivia.sees("Acme Corp still waits. Write to Acme Corp", "direct message")
    story.olivia.sees("@Olivia, Acme Corp expects a letter by", "#escalations")


def flagged_by_letter(story: Story, **wishes: bool) -> None:
    """Acme has been here before, and how they want to be answered is known."""
    story.fred.runs("/angry-client Acme Corp | a bit upset")
    card = story.mia.sees("Acme Corp  ●●●○○ upset", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones Acme Corp?", card)
    prefers(story, **wishes)
    story.fred.clicks("Not an angry client", on=card)
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", "#escalations")


def test_reached_by_mistake_is_taken_back_and_the_clock_goes_on(story: Story) -> None:
    card = flagged(story)
    before = story.mia.reads(story.mia.sees("1  Prepare", card))
    story.later(minutes=3)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp", card)
    story.later(minutes=2)
    story.olivia.clicks("That was a mistake", "direct message")
    story.mia.sees("Olivia takes that back: Acme Corp still waits.", card)
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    assert "⏳ Waiting for a call. Flagged 5 minutes ago" in story.mia.reads(card)
    assert story.mia.reads(story.mia.sees("1  Prepare", card)) == before  # no step is done
    assert [attempt.withdrawn_at is not None for attempt in attempts(story)] == [True]
    story.later(minutes=3)
    story.olivia.sees("Acme Corp still waits. Call Acme Corp before 10:15", "direct message")
    story.later(minutes=7)
    story.mia.sees("Acme Corp has waited 15 minutes for a call.", "#escalations")
    story.lena.sees("nobody has spoken with them", "direct message")
    rungs(story)


def test_a_mistake_found_out_after_the_goal_is_the_leads_at_once(story: Story) -> None:
    card = flagged(story)
    story.later(minutes=14)
    rungs(story)
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with Acme Corp", card)
    story.later(minutes=9)
    story.olivia.clicks("That was a mistake", "direct message")
    story.mia.sees("Olivia takes that back", card)
    story.olivia.sees("Call them now.", "direct message")
    story.later(seconds=2)
    story.mia.sees("Acme Corp has waited 23 minutes for a call.", "#escalations")
    story.lena.sees("Acme Corp has waited 23 minutes and nobody has spoken with them.", "direct message")


def test_after_ten_minutes_it_is_no_mistake_any_more(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with Acme Corp", card)
    told = story.olivia.sees("You reached Acme Corp.", "direct message")
    assert "[That was a mistake]" in story.olivia.reads(told)
    story.later(minutes=10)
    assert "[Agreed]" in story.olivia.reads(told)
    assert "[That was a mistake]" not in story.olivia.reads(told)


def test_a_lead_who_logs_it_on_the_card_can_take_it_back_and_nobody_else_can(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("I'm calling", on=card)
    story.lena.clicks("Reached", on=card)
    story.mia.sees("Lena has spoken with Acme Corp", card)
    story.lena.sees("Logged. Acme Corp waits no more.", "to me")
    assert "[That was a mistake]" not in story.olivia.outline()
    story.lena.clicks("That was a mistake", "to me")
    story.mia.sees("Lena takes that back: Acme Corp still waits.", card)
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.lena.clicks("That was a mistake", "to me")
    story.lena.sees("That is taken back already.", "to me")


def rungs(story: Story) -> None:
    """What the ladder says meanwhile is another story's."""
    for post in story.slack.unexpected():
        said = ("still waits", "expects a call", "will hear", "nobody has spoken", "Try again", "tried", "Time to try")
        post.expected = any(words in post.text for words in said)
