"""The one person who phones: taking it, choosing, handing over, and how calls are logged."""


from acts import hands_over
from story import Story

FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious"


def flagged(story: Story, more: str = "") -> None:
    story.fred.runs(f"{FLAG} {more}")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    if more:
        story.person(more[1:]).sees("Acme Corp is furious. Call them now.", "direct message")
    else:
        story.mia.sees("Who phones Acme Corp? Nobody has it yet.", card)


def test_i_will_take_it_makes_me_the_owner_and_answers_the_question_in_place(story: Story) -> None:
    flagged(story)
    story.sam.clicks("I'll take it", on="Nobody has it yet")
    story.mia.sees("Sam has it and phones now.", "#escalations")
    story.mia.does_not_see("Nobody has it yet.")
    story.mia.sees("Owner: Sam", "#escalations")
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")


def test_two_who_take_it_at_once_are_one_owner_and_one_polite_answer(story: Story) -> None:
    flagged(story)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.olivia.person.clicks("I'll take it", on=card)
    story.sam.clicks("I'll take it", on=card)
    story.mia.sees("Owner: Olivia", "#escalations")
    story.mia.sees("Olivia has it and phones now.", "#escalations")
    story.olivia.sees("Call them now.", "direct message")
    story.sam.sees("Olivia has it already. Ask Olivia to hand it over, or a lead to take it.", "to me")


def test_handing_over_moves_the_direct_message_and_says_so_in_the_thread(story: Story) -> None:
    flagged(story, "@Olivia")
    hands_over(story, "Olivia", "Sam")
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")
    assert "[I'm calling]" not in story.olivia.reads(story.olivia.sees("Sam has it now.", "direct message"))
    story.later(minutes=8)
    story.sam.sees("Acme Corp still waits.", "direct message")  # and Olivia hears nothing more


def test_handing_back_tells_the_first_owner_again(story: Story) -> None:
    flagged(story, "@Olivia")
    for giver, receiver in (("Olivia", "Sam"), ("Sam", "Olivia")):
        story.later(seconds=30)
        hands_over(story, giver, receiver)
        story.person(receiver).sees("Call them now.", "direct message")
        story.person(giver).sees(f"{receiver} has it now.", "direct message")


def test_a_lead_may_take_over_from_an_owner(story: Story) -> None:
    flagged(story, "@Olivia")
    story.later(minutes=15)
    story.olivia.sees("Acme Corp still waits.", "direct message")
    story.olivia.sees("If you can't make it, hand over now.", "#escalations")
    story.mia.sees("Lena will hear of it now.", "#escalations")
    story.lena.clicks("Take over", "direct message")
    story.mia.sees("Lena took it over from Olivia", "#escalations")
    story.lena.sees("Call them now.", "direct message")
    story.lena.sees("Lena has it now.", "direct message")


def test_only_reached_stops_the_response_clock(story: Story) -> None:
    flagged(story, "@Olivia")
    story.olivia.clicks("I'm calling", "direct message")
    story.mia.sees("Olivia is calling them", "#escalations")
    story.olivia.clicks("Voicemail", "direct message")
    story.mia.sees("Olivia tried Acme Corp: left a voicemail. Next try at", "#escalations")
    story.olivia.sees("Logged: left a voicemail.", "direct message")
    story.mia.sees("⏳ Waiting for a call.", "#escalations")
    story.later(minutes=9)
    story.olivia.sees("Acme Corp still waits.", "direct message")
    story.later(minutes=1)
    story.olivia.sees("Time to try Acme Corp again.", "direct message")
    story.olivia.clicks("I'm calling", on="Time to try")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp, 10 minutes after they were flagged.", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")
    story.later(hours=5)  # and no rung is heard any more


def test_could_not_reach_asks_what_happened_and_when_to_try_again(story: Story) -> None:
    flagged(story, "@Olivia")
    story.olivia.clicks("Couldn't reach", "direct message")
    story.olivia.fills({"What happened?": "Nobody answered", "Try again": "In half an hour"})
    story.olivia.submits()
    story.mia.sees("Olivia tried Acme Corp: nobody answered. Next try at", "#escalations")
    direct = story.olivia.sees("Logged: nobody answered.", "direct message")
    assert "A text to send, only to arrange a call:" in story.olivia.reads(direct)


def test_reached_pressed_twice_is_logged_once(story: Story) -> None:
    flagged(story, "@Olivia")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.person.clicks("Reached", on=card)
    story.lena.clicks("Reached", on=card)  # her screen is a moment behind
    story.mia.sees("Olivia has spoken with Acme Corp", "#escalations")
    story.lena.sees("That is logged already.", "to me")
    story.olivia.sees("You reached Acme Corp.", "direct message")


def test_twenty_minutes_after_i_am_calling_it_asks_how_it_went(story: Story) -> None:
    flagged(story, "@Olivia")
    story.olivia.clicks("I'm calling", "direct message")
    story.later(minutes=14)
    story.olivia.does_not_see("still waits")  # her rungs pause
    story.later(minutes=7)
    story.olivia.sees("How did it go with Acme Corp?", "direct message")
    story.mia.sees("Lena will hear of it now.", "#escalations")  # the lead's do not
    story.lena.sees("nobody has spoken with them", "direct message")


def test_an_owner_who_has_to_go_on_after_the_call_is_told_what_comes_next(story: Story) -> None:
    flagged(story, "@Olivia")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")
    hands_over(story, "Olivia", "Sam", "#escalations")
    story.sam.sees("Acme Corp is yours now. Next:", "direct message")
