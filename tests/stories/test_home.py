"""The Home tab: mine first, with the buttons to act on it; the team's board; for leads how we are."""

import pytest
from acts import FLAG
from story import Story

from bot.db.models import Client, Escalation


def flagged(story: Story) -> None:
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious.", "direct message")


def test_the_whole_way_from_the_home_tab_alone(story: Story) -> None:
    flagged(story)
    home = story.olivia.opens_home()
    assert "Acme Corp  ●●●●● furious, waits for a call" in home
    assert "Nothing waits for you." not in home
    story.olivia.clicks("I'm calling", on="home")
    story.olivia.sees("You are calling Acme Corp", "direct message")
    story.later(seconds=4)
    story.olivia.clicks("Reached", on="home")
    card = story.mia.sees("Olivia has spoken with Acme Corp", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")
    story.later(seconds=4)
    story.olivia.clicks("Agreed", on="home")
    story.olivia.fills({"We will": "send the right invoice"})
    story.olivia.submits()
    story.mia.sees("Olivia promised: send the right invoice", card)
    story.later(seconds=4)
    story.olivia.sees("Promised Acme Corp: send the right invoice", "home")
    story.olivia.clicks("Kept", on="home")
    story.mia.sees("Promise kept: send the right invoice", card)
    story.later(seconds=4)
    story.olivia.does_not_see("Promised Acme Corp", "home")
    story.later(days=2)
    story.olivia.sees("How does Acme Corp feel today?", "direct message")
    assert "Ask Acme Corp how they feel" in story.olivia.opens_home()
    story.olivia.clicks("Content", on="home")
    story.mia.sees("content.", card)


def test_what_changes_is_shown_to_who_looks_and_to_nobody_else(story: Story) -> None:
    assert "No other client is angry right now." in story.mia.opens_home()
    story.sam.opens_home()
    story.sam.opens_home("messages")
    flagged(story)
    story.later(seconds=4)
    assert "Acme Corp" in story.mia.reads(story.mia.person.member.screen.home)
    assert "Acme Corp" not in story.sam.reads(story.sam.person.member.screen.home)
    assert published(story) == 3
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.sees("You are calling Acme Corp", "direct message")
    story.later(minutes=1)
    assert "Acme Corp  ●●●●● furious, being called now" in story.mia.reads(story.mia.person.member.screen.home)
    assert published(story) == 4  # once for each change, however long she looks
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")
    story.later(hours=1)
    assert "reached" in story.mia.reads(story.mia.person.member.screen.home)


def test_a_client_nobody_has_is_taken_from_the_board(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.sam.opens_home()
    story.sam.clicks("I'll take it", on="home")
    story.mia.sees("Sam has it", card)
    story.sam.sees("Acme Corp is furious.", "direct message")
    story.later(seconds=4)
    story.sam.clicks("I'm calling", on="home")
    story.sam.sees("You are calling Acme Corp", "direct message")
    story.sam.clicks("Reached", on="direct message")
    story.mia.sees("Sam has spoken", card)
    story.sam.sees("You reached Acme Corp.", "direct message")


def test_open_and_mine_say_the_same_in_words(story: Story) -> None:
    assert "No client is angry right now." in story.mia.runs("/angry-client open")
    assert "Nothing waits for you." in story.mia.runs("/angry-client mine")
    flagged(story)
    assert "Acme Corp  ●●●●● furious, waits for a call" in story.mia.runs("/angry-client open")
    assert "Acme Corp  ●●●●● furious, waits for a call" in story.olivia.runs("/angry-client mine")
    assert "Nothing waits for you." in story.mia.runs("/angry-client mine")
    for person in (story.mia, story.olivia):
        assert person.runs("/angry-client help")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.sees("You are calling Acme Corp", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")


def test_a_lead_finds_settings_health_and_the_digest_there_and_others_do_not(story: Story) -> None:
    home = story.lena.opens_home()
    assert "My clocks last ran" in home
    story.lena.clicks("Health", on="home")
    assert "All is well." in story.lena.form.text
    story.lena.cancels()
    story.lena.clicks("Last seven days", on="home")
    assert "A quiet week" in story.lena.form.text
    story.lena.cancels()
    story.lena.clicks("Settings", on="home")
    story.lena.clicks("Change digest and privacy")
    story.lena.fills({"Keep words and names for": "90"})
    story.lena.submits()
    assert "Saved." in story.lena.form.text
    story.lena.cancels()
    home = story.olivia.opens_home()
    assert "[Last seven days]" in home
    assert "[Settings]" not in home


def test_a_guest_and_a_stranger_read_why_there_is_nothing(story: Story) -> None:
    flagged(story)
    for name in ("Gus", "Sid"):
        said = story.person(name).opens_home()
        assert "Acme Corp" not in said
        assert "a guest" in said
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.sees("You are calling Acme Corp", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken", "#escalations")
    story.olivia.sees("You reached Acme Corp.", "direct message")


@pytest.mark.parametrize("many", [0, 1, 30, 5_000])
def test_however_many_are_open_the_tab_is_within_slacks_hundred_blocks_and_can_be_leafed(
    story: Story, many: int
) -> None:
    plant(story, many)
    home = story.lena.opens_home()  # the sandbox refuses more than a hundred
    assert home.count("Client ") == min(many, 12 + 15)
    if many <= 30:
        return
    assert "Page 1 of 209" in home
    story.lena.clicks("More", on="home")
    assert "Page 2 of 209" in story.lena.reads(story.lena.person.member.screen.home)
    story.lena.clicks("Earlier", on="home")
    assert "Page 1 of 209" in story.lena.reads(story.lena.person.member.screen.home)
    assert "And 4980 more" in story.lena.runs("/angry-client open")


def test_a_tab_that_is_left_open_does_not_keep_anybody_awake(story: Story) -> None:
    story.later(hours=10, minutes=55)  # five to nine in the evening
    story.olivia.opens_home()
    story.later(minutes=70)  # an hour after she last did anything
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    assert not story.slack.posts("@Olivia")
    story.fred.clicks("Not an angry client", on=card)


def published(story: Story) -> int:
    return len([entry for entry in story.slack.ledger if entry.method == "views.publish"])


def plant(story: Story, many: int) -> None:
    """Every other one is Lena's. They are open, and no clock is running for them."""
    with story.bot.doors.open(story.bot.workspace_id) as work:
        team, now = work.workspace.id, work.now
        clients = [Client(workspace_id=team, name=f"Client {n}", key=f"client {n}") for n in range(many)]
        work.session.add_all(clients)
        owners = "U0SAM0001", "U0LENA001"
        work.session.add_all(
            Escalation(
                workspace_id=team, channel="C0ESCALAT", flagged_by="U0FRED001", flagged_at=now, waiting_since=now,
                what_happened="", state="waiting", heat=1 + n % 5, client=client, owner=owners[n % 2],
            ) for n, client in enumerate(clients)
        )  # fmt: skip
