"""Who deletes a message that was flagged does not want its words kept: they go within a minute."""

from datetime import timedelta
from typing import Any

import pytest
from acts import hands_over
from story import Story

from bot.db.models import Ask, Escalation, HandOver, History

WORDS = "Acme Corp called me a liar in front of everybody :rotating_light:"
ELSEWHERE = "Acme Corp called me a liar in front of everybody"


def flagged_elsewhere(story: Story) -> tuple[Any, Any]:
    """In #general, where the card quotes it. Returns the message and the card."""
    wrote = story.mia.writes(ELSEWHERE, "#general")
    story.fred.reacts("rotating_light", wrote)
    story.fred.sees("Acme Corp is flagged.", "to me")
    card = story.mia.sees("Waiting for a call", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones", card)
    assert "called me a liar" in story.mia.reads(card)
    return wrote, card


def excerpts(story: Story) -> list[str]:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return [each.what_happened for each in work.all(work.select(Escalation))]


def acts(story: Story) -> list[str]:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return [each.act for each in work.all(work.select(History).order_by(History.id))]


def test_the_excerpt_goes_from_the_card_and_from_our_rows_and_the_escalation_goes_on(story: Story) -> None:
    wrote, card = flagged_elsewhere(story)
    before = story.now
    story.mia.deletes(wrote)
    assert story.now - before < timedelta(minutes=1)
    assert "liar" not in story.mia.reads(card)
    assert "Acme Corp" in story.mia.reads(card)
    assert "I'll take it" in story.mia.reads(card)
    assert excerpts(story) == [""]
    assert acts(story)[-1] == "the flagged message was deleted"
    again = acts(story)
    story.mia.deletes(story.mia.writes("something else", "#general"))
    assert acts(story) == again


def test_it_goes_from_the_brief_of_a_hand_over_too(story: Story) -> None:
    wrote, card = flagged_elsewhere(story)
    story.olivia.clicks("I'll take it", on=card)
    story.olivia.sees("Call them now.", "direct message")
    hands_over(story, "Olivia", "Sam", on=card)
    line = story.mia.sees("with this brief", card)
    assert "called me a liar" in story.mia.reads(line)
    story.mia.deletes(wrote)
    for shown in (line, story.sam.sees("You took over Acme Corp.", "direct message")):
        assert "liar" not in story.sam.reads(shown)
    with story.bot.doors.look(story.bot.workspace_id) as work:
        kept = [*work.all(work.select(HandOver)), *work.all(work.select(Ask))]
        assert not [row for row in kept if "liar" in str(vars(row))]
    for post in story.slack.unexpected():
        post.expected = "has it" in post.text or "Call them now" in post.text


def test_in_its_own_thread_too(story: Story) -> None:
    """Slack leaves a tombstone of a message that has answers."""
    wrote = story.mia.writes(WORDS, "#escalations")
    for said in ("Waiting for a call", "1  Prepare", "Who phones"):
        story.mia.sees(said, wrote)
    assert "liar" in excerpts(story)[0]
    story.mia.deletes(wrote)
    assert excerpts(story) == [""]


def test_an_edit_is_followed_where_we_quote_the_message_as_it_was(story: Story) -> None:
    wrote, card = flagged_elsewhere(story)
    story.mia.edits(wrote, "Acme Corp called about the invoice")
    assert "liar" not in story.mia.reads(card)
    assert "called about the invoice" in story.mia.reads(card)
    assert acts(story)[-1] == "the flagged message was reworded"


def test_what_the_flagger_typed_instead_is_theirs_and_stays(story: Story) -> None:
    wrote = story.mia.writes(ELSEWHERE, "#general")
    story.fred.uses("Flag angry client", wrote)
    story.fred.fills({"Which client?": "Acme Corp", "What happened?": "They were rude to Mia"})
    story.fred.submits()
    story.fred.sees("Acme Corp is flagged", "form")
    card = story.mia.sees("Waiting for a call", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones", card)
    story.mia.edits(wrote, "nothing happened")
    assert "They were rude to Mia" in story.mia.reads(card)


def test_what_joined_a_client_who_is_open_goes_from_the_thread_and_from_the_owners_message(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice @Olivia")
    card = story.mia.sees("Waiting for a call", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is", "direct message")
    story.olivia.clicks("I'm calling", card)
    story.olivia.clicks("Reached", card)
    story.mia.sees("Olivia has spoken", card)
    story.olivia.sees("You reached", "direct message")
    wrote = story.mia.writes(WORDS, "#escalations")
    line = story.mia.sees("Mia flagged them again", card)
    told = story.olivia.sees("was flagged again", "direct message")
    assert "liar" in story.mia.reads(line)
    assert "liar" in story.olivia.reads(told)
    story.mia.deletes(wrote)
    assert "liar" not in story.mia.reads(line)
    assert "liar" not in story.olivia.reads(told)
    assert "Mia flagged them again." in story.mia.reads(line)


@pytest.mark.parametrize("channel", ["#escalations", "#general"])
def test_what_was_deleted_while_we_were_down_is_found_when_the_channel_is_read_back(
    story: Story, channel: str
) -> None:
    wrote = story.mia.writes(ELSEWHERE, channel)
    story.fred.reacts("rotating_light", wrote)
    for said in ("Waiting for a call", "1  Prepare", "Who phones"):
        story.mia.sees(said)
    story.fred.sees("Acme Corp is flagged.", "to me")
    story.stop_bot()
    story.slack.listen_at("http://127.0.0.1:9/slack/events")
    story.mia.person.deletes(wrote)
    story.slack.clock.wind(timedelta(minutes=3))  # longer than Slack tries to tell of it
    story.slack.deliveries.settle()
    story.slack.deliveries.failures.clear()
    story.start_bot()
    story.settle()
    assert excerpts(story) == [""]


def test_a_flagged_answer_in_a_thread_that_is_still_there_is_not_taken_for_deleted(story: Story) -> None:
    thread = story.mia.writes("how are our clients?", "#general")
    wrote = story.mia.writes(ELSEWHERE, thread=thread)
    story.fred.reacts("rotating_light", wrote)
    for said in ("Waiting for a call", "1  Prepare", "Who phones"):
        story.mia.sees(said)
    story.fred.sees("Acme Corp is flagged.", "to me")
    story.bot.catch_up.ask()
    story.later(seconds=2)
    assert excerpts(story) != [""]
