"""Clients and people are forgotten: listed first, a day later, everywhere."""

from typing import Any

from acts import agreed, closes, flagged, offers
from sqlalchemy import select
from story import Story

from bot.db.base import Base
from bot.db.models import Escalation

FORGET = "/angry-client forget Acme Corp"


def stored(story: Story) -> str:
    """Every value of every row."""
    with story.bot.database.reading() as session:
        return "\n".join(
            str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()
        )


def shown(story: Story) -> str:
    """All that Slack shows of what we said."""
    bot = story.slack.world.bot.id
    return "\n".join(
        f"{message.text} {message.blocks}" for channel in story.slack.world.channels.values()
        for message in channel.messages if message.user == bot and message.subtype != "tombstone"
    )  # fmt: skip


def closed(story: Story) -> Any:
    """Acme, with a promise and a lesson."""
    card = agreed(story)
    story.later(hours=3)
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept: send the right invoice", card)
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    return card


def opens(story: Story, client: str, what: str) -> Any:
    """One more, who has been called. Returns the card."""
    story.fred.runs(f"/angry-client {client} | {what} @Olivia")
    card = story.mia.sees(f"{client}  ●", "#escalations")
    story.mia.sees("1  Prepare", "#escalations")
    story.olivia.sees(f"{client} is", "direct message")
    story.olivia.clicks("I'm calling", card)
    story.olivia.clicks("Reached", card)
    story.mia.sees("Olivia has spoken", card)
    story.olivia.sees(f"You reached {client}", "direct message")
    return card


def forgets_acme(story: Story) -> None:
    story.lena.runs(FORGET)
    story.lena.clicks("Forget them", "to me")
    story.lena.sees("Noted.", "to me")
    story.lena.sees("Acme Corp is forgotten", "direct message")


def test_a_client_is_forgotten_a_day_after_a_lead_has_seen_what_would_go(story: Story) -> None:
    closed(story)
    said = story.lena.runs("/angry-client forget acme corp")
    assert "Forget Acme Corp?" in said
    assert "1 escalation" in said
    assert "1 promise and 1 lesson" in said
    story.lena.clicks("Forget them", "to me")
    story.lena.sees("Noted.", "to me")
    story.lena.sees("Acme Corp is forgotten", "direct message")
    story.later(hours=23)
    assert "Acme" in stored(story)
    assert "Acme" in shown(story)
    story.later(hours=2)
    story.lena.sees("The one you asked about", "direct message")
    for gone in ("Acme", "right invoice", "wrong invoice", "Two people"):
        assert gone not in stored(story)
        assert gone not in shown(story)


def test_what_a_digest_told_of_them_is_taken_out_of_it(story: Story) -> None:
    closed(story)
    other = opens(story, "Zenith", "the bill is wrong")
    closes(story, other, lesson="We read the bill aloud")
    story.mia.sees("Zenith is closed", "#escalations")
    story.later(days=7)
    told = story.mia.sees("What we learned", "#lessons")
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    assert "Two people" in story.mia.reads(told)
    forgets_acme(story)
    story.later(hours=25)
    story.lena.sees("The one you asked about", "direct message")
    assert "Acme" not in stored(story) + shown(story)
    assert "Two people" not in stored(story) + shown(story)
    assert "• Zenith: We read the bill aloud" in story.mia.reads(told)


def test_for_a_day_it_can_be_undone(story: Story) -> None:
    closed(story)
    forgets_acme(story)
    story.lena.clicks("Undo", "direct message")
    story.lena.sees("Acme Corp is kept. Lena pressed Undo.", "direct message")
    story.later(hours=26)
    assert "Acme" in stored(story)


def test_keep_keeps_and_two_presses_are_one_erasure(story: Story) -> None:
    closed(story)
    story.lena.runs(FORGET)
    story.lena.clicks("Keep", "to me")
    story.lena.sees("Kept. Nothing changes.", "to me")
    forgets_acme(story)
    forgets_acme(story)
    story.lena.clicks("Undo", "direct message")
    story.later(hours=26)
    assert "Acme" in stored(story)


def test_a_client_who_is_open_is_not_forgotten(story: Story) -> None:
    flagged(story)
    assert "Acme Corp is open, and somebody has to phone them." in story.lena.runs(FORGET)


def test_only_a_lead_may(story: Story) -> None:
    closed(story)
    said = story.fred.runs(FORGET)
    assert "Only a lead can have somebody forgotten, or that person themself. Ask Lena." in said


def test_a_client_who_is_flagged_again_within_the_day_keeps_what_is_open_and_the_name(story: Story) -> None:
    closed(story)
    forgets_acme(story)
    story.later(hours=2)
    card = opens(story, "Acme Corp", "the fourth one")
    story.later(hours=23)
    story.lena.sees("Acme Corp was flagged again meanwhile", "direct message")
    assert "third wrong" not in stored(story) + shown(story)
    assert "the fourth one" in story.mia.reads(card)


def test_a_name_nobody_knows_is_told_how_to_flag_it(story: Story) -> None:
    said = story.lena.runs("/angry-client forget me not")
    assert "I know nobody called “me not”." in said
    assert "/angry-client forget me not | what happened" in said
    assert "Say whom" in story.lena.runs("/angry-client Forget")


def test_with_a_bar_it_is_a_flag(story: Story) -> None:
    opens(story, "Forget Me Not Ltd", "furious")


def flagged_message(story: Story, text: str = "Acme Corp says the invoice is wrong :rotating_light:") -> Any:
    """Mia writes it, Olivia takes it and calls."""
    wrote = story.mia.writes(text, "#escalations")
    for said in ("⏳ Waiting for a call", "1  Prepare", "Who phones"):
        story.mia.sees(said, wrote)
    story.olivia.clicks("I'll take it", "#escalations")
    story.olivia.sees("Acme Corp is", "direct message")
    return wrote


def test_nothing_can_be_done_with_what_was_forgotten(story: Story) -> None:
    """A 🚨 that is read back opens nothing anew."""
    card = flagged_message(story)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.olivia.sees("Olivia has spoken", card)
    story.olivia.sees("You reached", "direct message")
    story.olivia.clicks("Close", "#escalations")
    story.olivia.fills({
        "How did it end for them?": "Content: they say it is solved",
        "Why did it happen?": "An invoice they did not expect", "What did we learn?": "Read it twice",
    })  # fmt: skip
    story.olivia.submits()
    story.mia.sees("Acme Corp is closed", "#escalations")
    forgets_acme(story)
    story.later(hours=25)
    story.lena.sees("The one you asked about", "direct message")
    story.bot.catch_up.ask()
    story.later(seconds=2)
    with story.bot.doors.look(story.bot.workspace_id) as work:
        assert [each.erased_at is not None for each in work.all(work.select(Escalation))] == [True]


def test_who_left_is_forgotten_wherever_they_stood(story: Story) -> None:
    card = closed(story)
    said = story.lena.runs("/angry-client forget @Olivia")
    assert "Forget Olivia?" in said
    assert "The name in 1 escalation" in said
    story.lena.clicks("Forget them", "to me")
    story.lena.sees("Noted.", "to me")
    story.lena.sees("Olivia is forgotten", "direct message")
    story.later(hours=25)
    story.lena.sees("The one you asked about", "direct message")
    for gone in ("Olivia", story.olivia.id):
        assert gone not in stored(story)
        assert gone not in shown(story)
    story.mia.sees("somebody has spoken with Acme Corp", card)
    story.mia.clicks("Reopen", on=card)
    story.mia.sees("Acme Corp is open again", "#escalations")
    story.mia.sees("Who phones", card)


def test_everybody_may_have_themself_forgotten_but_not_with_a_client_in_hand(story: Story) -> None:
    card = flagged(story)
    assert "Olivia has a client who is still open. Hand that over first." in story.olivia.runs(
        "/angry-client forget @Olivia"
    )
    assert "Only a lead" in story.olivia.runs("/angry-client forget @Fred")
    story.fred.runs("/angry-client forget @Fred")
    story.fred.clicks("Forget them", "to me")
    story.fred.sees("Noted.", "to me")
    story.fred.sees("Fred is forgotten", "direct message")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken", card)
    story.olivia.sees("You reached", "direct message")
    story.later(hours=25)
    assert "Fred" not in stored(story) + shown(story)
    assert story.fred.id not in stored(story) + shown(story)


def test_a_lead_is_taken_off_the_leads_first(story: Story) -> None:
    assert "Lena is a lead. Take them off the leads first." in story.lena.runs("/angry-client forget @Lena")
    assert "I have not met them" in story.lena.runs("/angry-client forget @Sam")


def passed_on(story: Story) -> Any:
    """Acme is offered to Sam, who says no, and Fred is brought in; a try in vain names somebody else. Then closed."""
    card = flagged(story)
    offers(story, "Olivia", "Sam", **{"What happened": "quagga bill", "Their mood": "like a quagga"})
    story.sam.clicks("Decline", "direct message")
    story.sam.fills({"Why, for Olivia": "the quagga and I"})
    story.sam.submits()
    story.olivia.clicks("Bring somebody in", on=card)
    story.olivia.fills({"Who can help?": "@Fred", "What do you need from them?": "the quagga list"})
    story.olivia.submits()
    for n in range(2):
        story.later(minutes=1)
        if n:
            story.olivia.clicks("I'm calling", "direct message")
        story.olivia.clicks("Couldn't reach", "direct message" if not n else card)
        wrote = {"What happened?": "I wrote instead", "Why in writing?": "quagga season"}
        story.olivia.fills(wrote if n else {"What happened?": "Nobody answered"})
        story.olivia.submits()
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    closes(story, card)
    for post in story.slack.unexpected():
        post.expected = True  # what was said meanwhile is not what is judged here
    return card


def test_what_was_offered_and_asked_of_colleagues_goes_with_the_client(story: Story) -> None:
    passed_on(story)
    assert stored(story).count("quagga") > 5
    forgets_acme(story)
    story.later(hours=25)
    story.lena.sees("The one you asked about", "direct message")
    assert "quagga" not in stored(story) + shown(story)
    assert "Acme" not in stored(story) + shown(story)


def test_who_was_offered_it_and_who_was_brought_in_are_forgotten_as_people(story: Story) -> None:
    passed_on(story)
    for name in ("Sam", "Fred"):
        story.lena.runs(f"/angry-client forget @{name}")
        story.lena.clicks("Forget them", "to me")
    story.later(hours=26)
    for place in story.slack.unexpected():
        place.expected = True
    for user_id in (story.sam.id, story.fred.id):
        assert user_id not in stored(story)
