"""All that is set down of a client is forgotten with it, and so is who had it."""

from acts import closes, reached
from story import Story
from test_address_book import fills
from test_forgetting import shown, stored

from bot.db.models import Client

SET_DOWN = {
    "Other names": "Roadrunner Supply", "Who to ask for": "Wile Coyote", "Their phone number": "020 7946 0018",
    "Language": "Klingonish", "Value at risk": "77,777 euros", "Notes": "Beep beep.", "Account owner": "Olivia",
    "Deputy": "Sam",
}  # fmt: skip


def test_nothing_that_was_set_down_is_left_not_even_in_the_history_or_of_one_merged_into_it(story: Story) -> None:
    card = reached(story)
    fills(story, "Fred", "Acme Corp", SET_DOWN)
    story.fred.cancels()
    fills(story, "Fred", "new Genius Goods", {"Notes": "Paints tunnels."})
    story.fred.cancels()
    story.lena.runs("/angry-client merge Genius Goods into Acme Corp")
    story.lena.submits()
    story.lena.cancels()
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    assert "Genius" in stored(story)
    story.lena.runs("/angry-client forget Acme Corp")
    story.lena.clicks("Forget them", "to me")
    story.lena.sees("Noted.", "to me")
    story.lena.sees("Acme Corp is forgotten", "direct message")
    story.later(hours=25)
    story.lena.sees("The one you asked about", "direct message")
    names, words = ("Acme", "Roadrunner", "Coyote", "Genius"), ("Klingonish", "77,777", "Beep", "tunnels")
    for gone in (*names, *words, "020 7946", "2079460018"):
        assert gone not in stored(story), gone
        assert gone not in shown(story), gone


def test_who_is_set_down_is_kept_though_no_escalation_is_and_who_was_only_flagged_is_not(story: Story) -> None:
    card = reached(story)
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    fills(story, "Fred", "new Globex", {"Notes": "Ring twice."})
    story.fred.cancels()
    with story.bot.doors.open(story.bot.workspace_id) as work:
        work.workspace.retention_days = 30
    story.later(days=32)
    for place in story.slack.unexpected():
        place.expected = True
    assert "Acme Corp" not in stored(story)
    assert "Globex" in stored(story)


def test_who_is_forgotten_has_no_client_any_more_and_the_deputy_has_it(story: Story) -> None:
    fills(story, "Fred", "Globex", {"Account owner": "Sam", "Deputy": "Olivia"})
    story.fred.cancels()
    story.lena.runs("/angry-client forget @Sam")
    story.lena.clicks("Forget them", "to me")
    story.lena.sees("Noted.", "to me")
    story.lena.sees("Sam is forgotten", "direct message")
    story.later(hours=26)
    story.lena.sees("The one you asked about", "direct message")
    assert story.sam.id not in stored(story)
    with story.bot.doors.look(story.bot.workspace_id) as work:
        client = work.one(work.select(Client), lock=False)
        assert (client.account_owner, client.deputy) == (story.olivia.id, None)
