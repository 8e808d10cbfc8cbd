"""The card and the checklist: steps, corrections, merging."""

from acts import FLAG, flagged
from story import Story


def test_a_step_done_is_shown_with_who_did_it_and_can_be_undone(story: Story) -> None:
    card = flagged(story)
    checklist = story.olivia.sees("1  Prepare", card)
    story.olivia.clicks("Done", on=checklist)
    words = story.olivia.reads(checklist)
    assert "✓ Take one slow breath before you dial (Olivia)" in words
    assert "Next: Look up what went wrong for them last time" in story.olivia.reads(card)
    story.olivia.clicks("Undo last step", on=checklist)
    assert "○ Take one slow breath before you dial" in story.olivia.reads(checklist)


def test_a_finished_phase_is_folded_and_the_next_one_opens(story: Story) -> None:
    card = flagged(story)
    checklist = story.olivia.sees("1  Prepare", card)
    story.olivia.clicks("Done", on=checklist)
    story.olivia.clicks("Done", on=checklist)
    words = story.olivia.reads(checklist)
    assert "✓ Prepare (Olivia), " in words
    assert "2  Call" in words


def test_a_skip_asks_for_a_reason_and_shows_it(story: Story) -> None:
    card = flagged(story)
    checklist = story.olivia.sees("1  Prepare", card)
    story.olivia.clicks("Skip", on=checklist)
    story.olivia.fills({"Why skip it?": " "})
    story.olivia.submits()
    assert story.olivia.form.errors == {"Why skip it?": "Say in a word or two why it is skipped."}
    story.olivia.fills({"Why skip it?": "no time"})
    story.olivia.submits()
    assert "skipped: no time" in story.olivia.reads(checklist)


def test_how_answers_only_the_one_who_asked_with_tip_say_avoid_and_source(story: Story) -> None:
    card = flagged(story)
    checklist = story.mia.sees("1  Prepare", card)
    story.mia.clicks("How?", on=checklist)
    how = story.mia.reads(story.mia.sees("Take one slow breath", "to me"))
    assert all(word in how for word in ("Say:", "Avoid:", "From: "))
    story.olivia.does_not_see("Avoid:")


def test_two_who_press_done_at_once_are_one_done_and_one_polite_answer(story: Story) -> None:
    card = flagged(story)
    checklist = story.olivia.sees("1  Prepare", card)
    story.olivia.person.clicks("Done", on=checklist)
    story.lena.clicks("Done", on=checklist)
    story.lena.sees("Olivia was quicker: that step is done already.", "to me")
    updates = [entry for entry in story.slack.ledger if entry.method == "chat.update" and entry.ts == checklist.ts]
    assert len(updates) == 1


def test_the_call_proves_the_step_that_says_to_phone(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with", card)
    story.olivia.sees("You reached", "direct message")
    checklist = story.olivia.sees("2  Call", card)
    words = story.olivia.reads(checklist)
    assert "✓ Phone them now, before you write a word (Olivia)" in words
    assert "– Prepare, skipped" in words  # nobody needs to get ready for it any more
    assert "Next: If they have waited, say so first" in story.olivia.reads(card)


def test_client_contact_phone_and_heat_can_be_corrected_at_any_time(story: Story) -> None:
    card = flagged(story)
    story.fred.clicks("Correct client or heat", on=card)
    story.fred.fills({
        "Client": "Globex", "How angry are they?": "●●●○○ upset",
        "Who to ask for": "Ann Lee", "Their phone number": "ask reception",
    })  # fmt: skip
    story.fred.submits()
    story.fred.sees("ask reception doesn't look like a phone number, so it stands as you typed it.", "form")
    story.mia.sees("Fred corrected: the client is Globex; they are upset; ask for Ann Lee; their", card)
    assert "Globex  ●●●○○ upset" in story.mia.reads(card)
    direct = story.olivia.sees("Globex is upset. Call Ann Lee now: ask reception.", "direct message")
    assert "That doesn't look like a phone number." in story.olivia.reads(direct)


def test_what_is_known_of_a_client_stands_on_the_next_card(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with", card)
    story.olivia.sees("You reached", "direct message")
    story.olivia.clicks("Close", on=card)
    story.olivia.fills({
        "How did it end for them?": "Parted well", "Why did it happen?": "Nobody answered them",
        "What did we learn?": "Answer on the same day",
    })  # fmt: skip
    story.olivia.submits()
    story.mia.sees("Acme Corp is closed", "#escalations")
    story.later(hours=5)
    story.fred.runs(FLAG)
    second = story.mia.sees("Second in 60 days; last cause: nobody answered them.", "#escalations")
    story.mia.sees("1  Prepare", second)
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")


def test_two_escalations_of_one_client_can_be_merged(story: Story) -> None:
    card = flagged(story)
    message = story.sam.writes("🚨 the client is livid @Sam")
    story.mia.sees("Which client is this?", message)
    story.mia.sees("1  Prepare", message)
    story.sam.sees("A client is furious.", "direct message")
    other = story.sam.sees("A client  ●●●●● furious", message)
    story.sam.clicks("Correct client or heat", on=other)
    story.sam.fills({"Client": "Acme Corp"})
    story.sam.submits()
    assert "That client is open in another thread." in story.sam.form.errors["Client"]
    story.sam.cancels()
    story.sam.clicks("Merge with another", on=other)
    story.sam.fills({"Which one?": "Acme Corp, flagged less than a minute ago"})
    story.sam.submits()
    assert "→ Merged. It goes on in the thread." in story.sam.reads(other)
    story.mia.sees("Sam merged another flag of the client into this one. See the thread.", card)
    story.sam.sees("It goes on in another thread.", "direct message")
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")
