"""Handing over: offered with a brief, and nobody's clock changes until somebody accepts."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from acts import agreed, flagged, hands_over, offers, reached
from channels import just_asked
from story import Story

from bot.features.hand_overs.usecases import accept, decline

STILL_HERS = "Owner: Olivia, offered to Sam"


def test_an_offer_is_filled_in_from_what_is_known(story: Story) -> None:
    flagged(story)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("No answer", "direct message")
    story.mia.sees("Olivia tried Acme Corp: nobody answered.", "#escalations")
    story.olivia.clicks("Hand over", "direct message")
    fields = story.olivia.form.fields
    happened = "third wrong invoice, they are furious\nTried Acme Corp once, and nobody was reached."
    assert fields["What happened"] == happened
    assert fields["Their mood"] == "Furious"
    assert fields["Don't say"]
    story.olivia.cancels()


def test_after_the_call_the_brief_has_the_promises(story: Story) -> None:
    card = agreed(story)
    story.olivia.clicks("Hand over", on=card)
    fields = story.olivia.form.fields
    assert fields["Promised"] == "send the right invoice, by Mon 2 Mar 14:00 (Europe/London)"
    assert "We have spoken with Acme Corp." in fields["What happened"]
    story.olivia.cancels()


def test_offered_and_accepted(story: Story) -> None:
    card = flagged(story)
    story.later(minutes=3)
    offers(story, "Olivia", "Sam", **{"Don't say": "Nothing about the last invoice"})
    told = story.sam.sees("Olivia asks you to take over Acme Corp.", "direct message")
    assert "Don't say: Nothing about the last invoice" in story.sam.reads(told)
    assert STILL_HERS in story.mia.reads(card)
    assert "[I'm calling]" in story.olivia.reads(story.olivia.sees("Acme Corp is furious.", "direct message"))
    story.sam.clicks("Accept", "direct message")
    line = story.mia.sees("Sam took it over from Olivia", card)
    assert "Nothing about the last invoice" in story.mia.reads(line)
    assert "Owner: Sam" in story.mia.reads(card)
    assert "offered" not in story.mia.reads(card)
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")
    brief = story.sam.reads(story.sam.sees("You took over Acme Corp.", "direct message"))
    assert "Nothing about the last invoice" in brief
    assert "[Accept]" not in brief
    assert "[Take it back]" not in story.mia.reads(story.mia.sees("Olivia offered it to Sam.", card))
    assert "[I'm calling]" not in story.olivia.reads(story.olivia.sees("Sam has it now.", "direct message"))
    story.later(minutes=5)
    story.sam.sees("Acme Corp still waits. Call Acme Corp before 11:15", "direct message")  # the same clock, in Berlin


def test_offered_and_declined(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    story.sam.clicks("Decline", "direct message")
    story.sam.fills({"Why, for Olivia": "on a train"})
    story.sam.submits()
    told = story.olivia.sees("Sam can't take over Acme Corp: on a train. Call Acme Corp", "direct message")
    assert "[I'm calling] [Couldn't reach] [Hand over]" in story.olivia.reads(told)
    story.mia.sees("Sam can't take it over: on a train. Olivia still has it.", card)
    story.sam.sees("You declined it.", "direct message")
    assert "offered" not in story.mia.reads(card)
    story.later(minutes=8)
    story.olivia.sees("Acme Corp still waits.", "direct message")  # the ladder is where it was
    story.sam.does_not_see("[Accept]")


def test_offered_and_ignored_so_both_hear_of_it_and_the_ladder_goes_on(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    story.sam.sees("Olivia asks you to take over Acme Corp.", "direct message")
    story.later(minutes=5)
    story.olivia.sees("Sam hasn't answered for 5 minutes, and Acme Corp is still yours.", "direct message")
    again = story.sam.sees("Acme Corp still waits for your answer.", "direct message")
    assert "[Accept]" in story.sam.reads(again)
    story.later(minutes=3)
    story.olivia.sees("Acme Corp still waits. Call Acme Corp before 10:15", "direct message")
    story.later(minutes=4)
    story.olivia.sees("@Olivia, Acme Corp expects a call by", "#escalations")
    story.later(minutes=3)
    story.mia.sees("Acme Corp has waited 15 minutes for a call. Lena will hear of it now.", "#escalations")
    story.lena.sees("nobody has spoken with them. Olivia has it.", "direct message")
    question = story.mia.sees("Who can phone Acme Corp? Olivia has it and may be held up.", "#escalations")
    story.sam.clicks("Accept", on=again)  # late is not hopeless
    assert "Sam took it over from Olivia." in story.mia.reads(question)
    story.mia.sees("Sam took it over from Olivia", card)
    story.sam.sees("Call them now.", "direct message")
    story.lena.sees("Sam has it now.", "direct message")


def test_a_goal_of_hours_leaves_more_time_to_answer(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | a bit upset @Olivia")
    card = story.mia.sees("Acme Corp  ●●●○○ upset", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Call them now.", "direct message")
    offers(story, "Olivia", "Sam")
    story.sam.sees("Olivia asks you", "direct message")
    story.later(minutes=19)
    story.olivia.does_not_see("hasn't answered for")
    story.later(minutes=1)
    story.olivia.sees("Sam hasn't answered for 20 minutes", "direct message")
    story.sam.sees("still waits for your answer", "direct message")


def test_a_second_offer_takes_the_place_of_the_first(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    story.olivia.clicks("Hand over", "direct message")
    story.olivia.sees("Sam hasn't answered yet. A new offer takes the place of that one.", "form")
    story.olivia.fills({"Who takes it?": "@Lena"})
    story.olivia.submits()
    story.mia.sees("Olivia offered it to Lena, who hasn't answered yet.", card)
    story.mia.sees("Olivia offered it to Sam.", card)
    first = story.sam.sees("Olivia asks Lena now.", "direct message")
    assert "[Accept]" not in story.sam.reads(first)
    story.lena.clicks("Accept", "direct message")
    story.mia.sees("Lena took it over from Olivia", card)
    story.lena.sees("Call them now.", "direct message")
    story.olivia.sees("Lena has it now.", "direct message")


def test_the_same_person_is_not_asked_twice_and_the_owner_not_at_all(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    story.sam.sees("Olivia asks you", "direct message")
    for whom, said in (("Sam", "Sam was asked and hasn't answered yet."), ("Olivia", "Olivia has it already.")):
        story.olivia.clicks("Hand over", on=card)
        story.olivia.fills({"Who takes it?": f"@{whom}", "What happened": "what I typed"})
        story.olivia.submits()
        assert story.olivia.form.errors["Who takes it?"].startswith(said)
        assert story.olivia.form.fields["What happened"] == "what I typed"
        story.olivia.cancels()


def test_a_lead_takes_over_while_it_is_offered(story: Story) -> None:
    card = flagged(story)
    story.later(minutes=12)
    story.olivia.sees("Acme Corp still waits.", "direct message")
    story.olivia.sees("If you can't make it, hand over now.", card)
    offers(story, "Olivia", "Sam")
    story.later(minutes=3)
    story.mia.sees("Lena will hear of it now.", card)
    story.lena.clicks("Take over", "direct message")
    story.mia.sees("Lena took it over from Olivia", card)
    story.lena.sees("Call them now.", "direct message")
    gone = story.sam.sees("Lena has it now.", "direct message")
    assert "[Accept]" not in story.sam.reads(gone)
    assert "Owner: Lena" in story.mia.reads(card)
    story.olivia.sees("Lena has it now.", "direct message")
    story.later(minutes=5)  # and the clock of the offer is silent


def test_a_lead_reassigns_at_once_and_the_new_one_hears_what_to_do(story: Story) -> None:
    card = flagged(story)
    story.lena.clicks("Hand over", on=card)
    story.lena.fills({"Who phones?": "@Sam"})
    story.lena.submits()
    story.mia.sees("Lena gave it to Sam.", card)
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")
    story.olivia.sees("Sam has it now.", "direct message")


def test_the_flagger_offers_too_and_gives_nothing_away(story: Story) -> None:
    card = flagged(story)
    story.fred.clicks("Hand over", on=card)
    story.fred.fills({"Who takes it?": "@Sam"})
    story.fred.submits()
    story.mia.sees("Fred offered it to Sam, who hasn't answered yet. Olivia has it until then.", card)
    story.sam.sees("Fred asks you to take over Acme Corp. Olivia has it until you accept.", "direct message")
    assert STILL_HERS in story.mia.reads(card)


def test_who_chose_an_owner_a_moment_too_late_learns_who_has_it(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones Acme Corp?", card)
    story.fred.clicks("Choose an owner", on=card)
    story.olivia.clicks("I'll take it", on=card)
    story.olivia.sees("Call them now.", "direct message")
    story.fred.fills({"Who phones?": "@Sam"})
    story.fred.submits()
    assert story.fred.form.errors["Who phones?"].startswith("Olivia has it now.")
    story.mia.sees("Olivia has it and phones now.", card)


def test_reached_while_it_is_offered(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    asked = story.sam.sees("Olivia asks you", "direct message")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp", card)
    story.olivia.sees("You reached Acme Corp.", "direct message")
    assert "[Accept]" not in story.sam.reads(asked)
    assert "offered" not in story.mia.reads(card)
    story.later(hours=1)  # nobody hears of the offer any more


@pytest.mark.parametrize("first", ["Accept", "Decline"])
def test_accept_and_decline_at_once_have_one_winner(story: Story, first: str) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    story.sam.sees("Olivia asks you", "direct message")
    outcome: list[Any] = []
    start = threading.Barrier(2)

    def press(act: Any, *more: str) -> None:
        start.wait()
        with story.bot.doors.open(story.bot.workspace_id) as work:
            just_asked(work)
            outcome.append(act(work, story.sam.id, "1", *more))

    pressed = [threading.Thread(target=press, args=(accept,)), threading.Thread(target=press, args=(decline, ""))]
    for each in pressed if first == "Accept" else pressed[::-1]:
        each.start()
    for each in pressed:
        each.join()
    story.settle()
    assert sorted(view is None for view in outcome) == [False, True]
    if story.mia.finds("Sam took it over from Olivia", card):
        story.sam.sees("Call them now.", "direct message")
        story.olivia.sees("Sam has it now.", "direct message")
        assert "Owner: Sam" in story.mia.reads(card)
    else:
        story.mia.sees("Sam can't take it over. Olivia still has it.", card)
        story.olivia.sees("Sam can't take over Acme Corp.", "direct message")
        assert "Owner: Olivia" in story.mia.reads(card)


def test_accepting_twice_is_accepting_once(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    asked = story.sam.sees("Olivia asks you", "direct message")
    story.sam.person.clicks("Accept", on=asked)
    story.sam.clicks("Accept", on=asked)
    story.sam.sees("You have it already.", "to me")
    story.mia.sees("Sam took it over from Olivia", card)
    assert len([post for post in story.slack.posts("#escalations") if "took it over" in post.text]) == 1
    story.sam.sees("Call them now.", "direct message")
    story.olivia.sees("Sam has it now.", "direct message")


def test_an_offer_is_taken_back_by_who_made_it(story: Story) -> None:
    card = flagged(story)
    offers(story, "Olivia", "Sam")
    asked = story.sam.sees("Olivia asks you", "direct message")
    story.sam.clicks("Take it back", "#escalations")
    story.sam.sees("Only the flagger, the owner or a lead can choose the owner.", "to me")
    story.olivia.clicks("Take it back", "#escalations")
    assert "[Accept]" not in story.sam.reads(asked)
    assert "Olivia took it back." in story.sam.reads(asked)
    assert "offered" not in story.mia.reads(card)
    story.later(minutes=6)
    story.olivia.does_not_see("hasn't answered for")


def test_after_the_call_it_is_offered_just_so(story: Story) -> None:
    card = reached(story)
    hands_over(story, "Olivia", "Sam", on=card)
    story.sam.sees("Acme Corp is yours now. Next:", "direct message")
    story.sam.sees("You took over Acme Corp.", "direct message")
    story.olivia.sees("Sam has it now.", "direct message")


def test_the_owner_hears_whom_they_chose_is_asleep(story: Story) -> None:
    card = flagged(story)
    story.slack.world.do_not_disturb("Sam", story.now, datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    story.settle()
    offers(story, "Olivia", "Sam")
    story.mia.sees("They are off and hear of it today at", card)
    assert story.slack.posts("@Sam") == []
    story.later(minutes=5)
    story.olivia.sees("Sam hasn't answered for 5 minutes", "direct message")


def test_nothing_is_handed_to_a_guest(story: Story) -> None:
    flagged(story)
    story.olivia.clicks("Hand over", "direct message")
    story.olivia.fills({"Who takes it?": "@Gus"})
    story.olivia.submits()
    assert story.olivia.form.errors["Who takes it?"].startswith("Gus is a guest")
