"""A client who is flagged again: whoever phones hears of it, and nothing known is lost or mixed up."""

from datetime import timedelta

from acts import agreed, closes, flagged, reached
from story import Story


def all_of_it(story: Story) -> None:
    for place in story.slack.unexpected():
        place.expected = True


def test_a_message_struck_before_its_update_loses_its_buttons_all_the_same(story: Story) -> None:
    card = flagged(story)
    story.olivia.person.clicks("I'm calling", on="Acme Corp is furious. Call them now.")
    story.fred.clicks("Not an angry client", on=card)  # before Slack heard of the first change
    direct = story.olivia.sees("this is not an angry client.", "direct message")
    assert "[" not in story.olivia.reads(direct)


def test_the_client_before_the_bar_is_the_client_whatever_the_sentence_begins_with(story: Story) -> None:
    flagged(story)
    assert "Bolt is flagged." in story.fred.runs("/angry-client Bolt | Acme Corp sent Bolt the wrong parcel @Sam")
    assert "A client is flagged." in story.fred.runs("/angry-client Acme Corp Labs refuses to pay @Sam")
    story.mia.sees("Is it Acme Corp?", "#escalations")
    all_of_it(story)


def test_correcting_the_client_leaves_the_other_client_s_number_alone(story: Story) -> None:
    for client, contact, phone in (("Beta", "Bob", "222 222"), ("Acme Corp", "Ann Lee", "111 111")):
        story.fred.runs("/angry-client")
        story.fred.fills({
            "Which client?": client, "What happened?": "furious",
            "Who to ask for": contact, "Their phone number": phone,
        })  # fmt: skip
        story.fred.submits()
        story.fred.cancels()
        if client == "Beta":
            story.fred.clicks("Not an angry client", "#escalations")
    card = story.mia.sees("Acme Corp  ●●●●○ angry", "#escalations")
    story.fred.clicks("Correct client or heat", on=card)
    story.fred.fills({"Client": "Beta"})
    story.fred.submits()
    assert "Bob" in story.mia.reads(story.mia.sees("Who phones Bob at Beta: ", card))
    all_of_it(story)


def test_a_flag_on_what_was_closed_offers_to_reopen_it(story: Story) -> None:
    message = story.sam.writes("🚨 Acme Corp: furious @Olivia")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    closes(story, story.olivia.sees("✓ Reached", message))
    story.later(hours=2)
    story.fred.reacts("rotating_light", message)
    story.fred.sees("Acme Corp was closed. Are they angry again?", "to me")
    story.fred.clicks("Reopen", "to me")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    card = story.mia.sees("⏳ Waiting for a call again", message)
    assert "Next: Take one slow breath" in story.mia.reads(card)
    all_of_it(story)


def test_a_flag_after_the_call_reaches_the_owner(story: Story) -> None:
    reached(story)
    story.fred.runs("/angry-client Acme Corp | they just rang, furious again")
    again = story.olivia.sees("Acme Corp was flagged again by Fred", "direct message")
    assert "“they just rang, furious again”. Call them." in story.olivia.reads(again)
    story.mia.sees("Fred flagged them again", "#escalations")


def test_a_joining_flag_brings_the_owner_that_nobody_was(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    story.lena.runs("/angry-client Acme Corp | still furious @Sam")
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")
    story.mia.sees("Owner: Sam", "#escalations")
    story.mia.sees("Lena asked Sam to phone.", "#escalations")
    all_of_it(story)


def test_a_hand_over_passes_on_what_the_one_before_was_asked(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    story.olivia.sees("You promised Acme Corp", "direct message")
    story.olivia.clicks("Hand over", on=card)
    story.olivia.fills({"Who phones?": "@Sam"})
    story.olivia.submits()
    story.later(seconds=2)
    story.sam.sees("You promised Acme Corp: send the right invoice.", "direct message")
    all_of_it(story)


def test_a_promise_outlives_a_flag_that_was_taken_back_in_between(story: Story) -> None:
    card = agreed(story, within=timedelta(days=3))
    story.later(days=2, hours=1)
    story.olivia.clicks("Still unhappy", on="How does Acme Corp feel")
    story.fred.clicks("Not an angry client", on=card)
    story.later(days=1)
    story.fred.clicks("It is one after all", on=card)
    story.later(days=2)
    story.olivia.sees("Late: you promised Acme Corp: send the right invoice.", "direct message")
    all_of_it(story)


def test_two_taps_of_one_finger_are_one_attempt(story: Story) -> None:
    flagged(story)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.person.clicks("Voicemail", "direct message")
    story.olivia.clicks("Voicemail", on="You are calling")
    tried = [post for post in story.slack.posts("#escalations") if "left a voicemail" in post.text]
    assert len(tried) == 1
    all_of_it(story)


def test_a_follow_up_handed_over_and_back_is_asked_for_each_time(story: Story) -> None:
    card = agreed(story, within=timedelta(days=30))
    story.later(days=2)
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    for giver, receiver in (("Olivia", "Sam"), ("Sam", "Olivia")):
        story.later(minutes=1)
        story.person(giver).clicks("Hand over", on=card)
        story.person(giver).fills({"Who phones?": f"@{receiver}"})
        story.person(giver).submits()
        story.later(seconds=2)
        told = story.person(receiver).sees("How does Acme Corp feel today?", "direct message")
        assert "[Content]" in story.person(receiver).reads(told)
    all_of_it(story)


def test_a_second_call_within_the_minute_is_a_second_attempt(story: Story) -> None:
    flagged(story)
    for _ in range(2):
        story.olivia.clicks("I'm calling", "direct message")
        story.olivia.clicks("No answer", "direct message")
    assert len([post for post in story.slack.posts("#escalations") if "nobody answered" in post.text]) == 2
    all_of_it(story)


def test_handing_over_to_who_has_it_already_says_so_at_the_field(story: Story) -> None:
    card = flagged(story)
    story.olivia.clicks("Hand over", on=card)
    story.olivia.fills({"Who phones?": "@Olivia"})
    story.olivia.submits()
    assert story.olivia.form.errors["Who phones?"].startswith("Olivia has it already.")
