"""What is known of a client is seen and changed by a form; two become one; and what was before is told."""

from typing import Any

from acts import agreed, closes, flagged
from story import Story
from test_naming import clients, know

from bot.db.models import Client, Escalation, History


def client(story: Story, name: str) -> Client:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return work.one(work.select(Client).where(Client.name == name), lock=False)


def fills(story: Story, who: str, name: str, values: dict[str, Any]) -> None:
    person = story.person(who)
    person.runs(f"/angry-client client {name}")
    person.fills(values)
    person.submits()


def test_a_new_client_is_set_down_and_found_by_every_name(story: Story) -> None:
    fills(story, "Fred", "Globex Ltd", {
        "Other names": "The Globe\nGX", "Who to ask for": "Ann Lee", "Their phone number": "020 7946 0018",
        "Account owner": "Olivia", "Deputy": "Sam", "How they like it": ["Hard of hearing"], "Language": "Welsh",
        "Time zone": "london", "Value at risk": "120,000 euros", "Notes": "Ring twice.",
    })  # fmt: skip
    assert "Olivia phones when nobody is named." in story.fred.reads(story.fred.sees("Saved: Globex Ltd"))
    story.fred.cancels()
    known = client(story, "Globex Ltd")
    assert known.aliases == ["The Globe", "GX"]
    assert (known.zone, known.hard_of_hearing, known.do_not_call) == ("Europe/London", True, False)
    story.fred.runs("/angry-client gx | they are furious")
    story.mia.sees("Globex Ltd  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", "#escalations")
    assert "+44 20 7946 0018" in story.olivia.reads(story.olivia.sees("Globex Ltd is furious.", "direct message"))


def test_what_is_emptied_is_gone_and_every_change_is_attributed(story: Story) -> None:
    flagged(story)
    fills(story, "Mia", "acme", {"Their phone number": "020 7946 0018", "Who to ask for": "Ann"})
    story.mia.sees("Saved: Acme Corp")
    story.mia.cancels()
    assert "Call Ann now: +44 20 7946 0018" in story.olivia.reads(story.olivia.sees("Acme Corp is", "direct message"))
    fills(story, "Mia", "acme corp", {"Their phone number": None, "Notes": "Never on Fridays."})
    story.mia.sees("Changed: their phone number, notes.")
    story.mia.cancels()
    fills(story, "Mia", "acme corp", {})
    story.mia.sees("Nothing was changed.")
    assert client(story, "Acme Corp").phone == ""
    assert client(story, "Acme Corp").contact == "Ann"
    with story.bot.doors.look(story.bot.workspace_id) as work:
        noted = work.all(work.select(History).where(History.act == "client").order_by(History.id))
        assert [row.by for row in noted] == [story.mia.id] * 2
        assert noted[1].detail["what"]["phone"] == ["020 7946 0018", ""]


def test_what_cannot_be_is_said_at_its_field_and_keeps_what_was_typed(story: Story) -> None:
    know(story, "Acme Ltd", "Globex")
    fills(story, "Fred", "Globex", {"Time zone": "Atlantis", "Other names": "acme ltd"})
    story.fred.sees("I know no such zone.")
    story.fred.fills({"Time zone": "Berlin"})
    story.fred.submits()
    story.fred.sees("Acme Ltd is found by that name already.")
    story.fred.fills({"Other names": None, "Account owner": "Gus"})
    story.fred.submits()
    story.fred.sees("can't be the one who phones")
    story.fred.fills({"Account owner": "Olivia", "Deputy": "Olivia"})
    story.fred.submits()
    story.fred.sees("That is the account owner already.")


def test_a_number_that_is_none_is_kept_and_said(story: Story) -> None:
    fills(story, "Fred", "Globex", {"Their phone number": "ask the front desk"})
    story.fred.sees("That doesn't look like a phone number, so it stands as you typed it.")
    story.fred.cancels()
    fills(story, "Fred", "Globex", {"Their phone number": "desk 020 7946 0018"})
    story.fred.sees("I read the number as +44 20 7946 0018, and keep what you typed beside it.")


def test_a_doubtful_name_asks_which_form(story: Story) -> None:
    know(story, "Acme Ltd", "Acme Inc")
    assert "Which one: Acme Ltd or Acme Inc?" in (story.fred.runs("/angry-client client acme") or "")
    story.fred.clicks("Acme Inc", "to me")
    story.fred.fills({"Notes": "x"})
    story.fred.submits()
    story.fred.sees("Saved: Acme Inc")
    story.fred.cancels()
    story.fred.runs("/angry-client client new Acme")
    story.fred.submits()
    assert clients(story) == ["Acme Ltd", "Acme Inc", "Acme"]
    assert "Which one" in (story.fred.runs("/angry-client history acme lt") or "")


def test_the_past_is_told_in_full(story: Story) -> None:
    card = agreed(story)
    story.later(hours=3)
    story.olivia.clicks("Kept", "direct message")
    story.mia.sees("Promise kept: send the right invoice", card)
    closes(story, card)
    story.mia.sees("Acme Corp is closed", "#escalations")
    said = story.mia.runs("/angry-client history acme") or ""
    assert "Acme Corp was flagged once." in said
    for told in ("furious", "cause: ", "called after", "promises: 1 kept, 0 broken", "content", "third wrong invoice"):
        assert told in said
    assert "I know no client called “Nobody Ltd”." in (story.mia.runs("/angry-client history Nobody Ltd") or "")
    assert "Say whom" in (story.mia.runs("/angry-client history") or "")


def test_what_is_in_a_private_channel_only_is_no_business_of_others(story: Story) -> None:
    know(story, "Acme Secret Labs")
    with story.bot.doors.open(story.bot.workspace_id) as work:
        work.add(Escalation(
            workspace_id=work.workspace.id, state="closed", heat=3, what_happened="", channel="C0BOARD00",
            flagged_by=story.lena.id, flagged_at=story.now, waiting_since=story.now,
            client=work.one(work.select(Client)),
        ))  # fmt: skip
    assert "I know no client called" in (story.fred.runs("/angry-client history Acme Secret Labs") or "")
    assert "a channel you are not in" in (story.fred.runs("/angry-client client Acme Secret Labs") or "")
    assert "I know no client called" in (story.lena.runs("/angry-client merge Acme Secret Labs into Acme") or "")


def test_a_lead_makes_two_clients_one(story: Story) -> None:
    flagged(story)
    fills(story, "Fred", "new Acme UK", {"Their phone number": "020 7946 0018", "Other names": "Acme Britain"})
    story.fred.cancels()
    refused = story.fred.runs("/angry-client merge Acme UK into Acme") or ""
    assert "Only a lead can import and merge clients." in refused
    assert "Say which" in (story.lena.runs("/angry-client merge Acme UK") or "")
    story.lena.runs("/angry-client merge Acme Corp into Acme UK")
    assert "1 escalation of Acme Corp move" in story.lena.reads(story.lena.sees("Acme Corp becomes Acme UK"))
    story.lena.submits()
    story.lena.sees("Acme Corp is Acme UK now.")
    assert clients(story) == ["Acme UK"]
    assert client(story, "Acme UK").aliases == ["Acme Britain", "Acme Corp"]
    assert "Acme UK is open already" in (story.fred.runs("/angry-client acme corp | again") or "")
    story.mia.sees("Fred flagged them again", "#escalations")
    assert "That is one client already." in (story.lena.runs("/angry-client merge acme britain into acme corp") or "")
