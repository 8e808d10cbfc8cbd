"""What people really type, and what Slack really refuses."""

import pytest
from acts import FLAG, flagged
from story import Story

from bot.db.models import Escalation, Workspace
from bot.sandbox import Message

HOSTILE = [
    "<!channel>", "*Acme* _Corp_ ~Ltd~ `x`", "Acme <https://evil.example|bank>", "Acme & Söhne <GmbH>",
    "\u202eacme\u202c Corp",
    "🔥🔥", "“Acme”, the 'best'", "@here Acme", "x" * 200, ":rotating_light: Acme",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_typed_and_never_parsed(story: Story, name: str) -> None:
    story.fred.runs("/angry-client")
    story.fred.fills({"Which client?": name[:80], "What happened?": f"about {name}", "Who phones?": "@Olivia"})
    story.fred.submits()
    shown = name[:80].replace("\u202e", "").replace("\u202c", "")
    card = story.mia.sees(shown, "#escalations")
    assert story.slack.parsed(card) == []
    story.mia.sees("1  Prepare", card)
    direct = story.olivia.sees(f"{shown} is angry.", "direct message")
    assert [live.kind for live in story.slack.parsed(direct)] == ["link"]  # ours, to the thread
    for post in story.slack.posts():
        assert "<!" not in post.text.replace("<!date", ""), post.text
        assert "<https://evil" not in post.text
    story.fred.sees(shown, "form")
    for place in story.slack.unexpected():
        place.expected = place is card


def test_two_hundred_characters_by_command_are_cut_with_an_ellipsis(story: Story) -> None:
    answer = story.fred.runs(f"/angry-client {'Acme ' * 40}| they are furious @Olivia")
    assert "Acme…" in answer
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Acme…", "#escalations")
    story.olivia.sees("Acme… is furious.", "direct message")
    for place in story.slack.unexpected():
        place.expected = "Acme" in place.text


def test_a_command_with_an_empty_client_runs_the_clock_and_asks(story: Story) -> None:
    assert "A client is flagged." in story.fred.runs("/angry-client | third wrong invoice @Olivia")
    card = story.mia.sees("A client  ●●●●○ angry", "#escalations")
    story.mia.sees("Which client is this?", card)
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("A client is angry. Call them now.", "direct message")


@pytest.mark.parametrize(("who", "what"), [("Robo", "a bot"), ("Gus", "a guest"), ("Dora", "deactivated")])
def test_who_cannot_phone_is_refused_as_owner_with_a_sentence(story: Story, who: str, what: str) -> None:
    answer = story.fred.runs(f"/angry-client Acme Corp | furious @{who}")
    assert f"is {what} and can't be the one who phones. Choose a colleague." in answer
    assert "You typed: /angry-client Acme Corp | furious" in answer
    story.fred.runs("/angry-client")
    story.fred.fills({"Which client?": "Acme Corp", "What happened?": "furious", "Who phones?": f"@{who}"})
    story.fred.submits()
    assert f"is {what} and can't be the one who phones" in story.fred.form.errors["Who phones?"]
    assert story.fred.form.fields["Which client?"] == "Acme Corp"
    assert story.slack.posts() == []


def test_an_archived_channel_parks_the_message_and_a_lead_sees_it(story: Story) -> None:
    story.slack.world.archive("#escalations")
    story.fred.runs(FLAG)
    story.later(seconds=2)
    story.lena.sees("Slack would not take a message of mine (is_archived).", "direct message")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    assert "could not be posted: is_archived" in story.lena.opens_home()
    assert "could not be posted" not in story.olivia.opens_home()
    calls = len(story.slack.refused)
    story.later(hours=1)
    posts = [refusal for refusal in story.slack.refused[calls:] if refusal.method == "chat.postMessage"]
    assert len(posts) <= 3, posts  # the rungs' own lines, once each; nothing loops
    story.slack.world.unarchive("#escalations")
    story.lena.clicks("Retry", on="is_archived")
    story.mia.sees("Acme Corp", "#escalations")
    for place in story.slack.unexpected():
        place.expected = True


def test_a_closed_direct_message_parks_that_message_and_the_rest_goes_on(story: Story) -> None:
    story.slack.world.close_direct_messages("Olivia")
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.later(seconds=2)
    story.lena.sees("Slack would not take a message of mine", "direct message")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.clicks("Reached", on=card)
    story.mia.sees("Olivia has spoken with Acme Corp", card)


def test_a_click_on_a_deleted_escalation_answers_with_a_sentence(story: Story) -> None:
    card = flagged(story)
    carry(card, "4711")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.sees("I can't find that any more.", "to me")


def test_a_click_with_the_id_of_another_workspace_s_escalation_finds_nothing(story: Story) -> None:
    card = flagged(story)
    with story.bot.database.writing.begin() as session:
        session.add(Workspace(
            id="T0OTHER", name="Other", url="https://other.slack.com/", bot_user_id="U0X", watched_channel="C0X",
            digest_channel="C0X", leads=[], zone="UTC",
        ))  # fmt: skip
        session.flush()
        theirs = Escalation(
            workspace_id="T0OTHER", state="waiting", heat=5, what_happened="", channel="C0X", flagged_by="U0X",
            flagged_at=story.now, waiting_since=story.now, owner=story.olivia.id,
        )  # fmt: skip
        session.add(theirs)
        session.flush()
        carry(card, str(theirs.id))
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.sees("I can't find that any more.", "to me")


def carry(card: Message, value: str) -> None:
    """The buttons of what is on the screen carry another id."""
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("value"):
                element["value"] = value
