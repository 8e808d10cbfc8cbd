"""A private channel's escalation is seen by nobody outside it, and a right that is withdrawn is gone."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import FORM, knock
from story import Story

from bot.db.models import Message, Workspace
from bot.features import FEATURES, digest, home, preferences, privacy
from bot.slack.listening import merged

FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious @Lena"
UNSEEN = "That belongs to a channel you are not in. Ask somebody who is in it."
NAMES = ("Acme Corp", "secret", "C0SECRET0")
OTHERS = (digest, home, preferences, privacy)
PRESSED = sorted(
    act for kind, act in merged([each.LISTENERS for each in FEATURES if hasattr(each, "LISTENERS")])
    if kind == "action" and not any((kind, act) in other.LISTENERS.table for other in OTHERS)
)  # fmt: skip
"""Every button there is about an escalation."""


@pytest.fixture
def secret(tell: Callable[..., Story]) -> Story:
    """The watched channel is private: Lena is in it, and the bot."""
    return tell(escalations_channel="#secret", digest_channel="#secret")


def flagged_in_secret(story: Story) -> Any:
    story.lena.runs(FLAG)
    story.lena.sees("1  Prepare", "#secret")
    story.lena.sees("Acme Corp is furious.", "direct message")
    return story.lena.sees("Acme Corp  ●●●●● furious", "#secret")


def presses(story: Story, who: Any, act: str, value: str = "1") -> None:
    """A button whose id somebody copied, pressed where they can."""
    payload = {
        "type": "block_actions", "team": {"id": "T0FIRST"}, "user": {"id": who.id, "team_id": "T0FIRST"},
        "channel": {"id": "C0GENERAL"}, "container": {"type": "message", "channel_id": "C0GENERAL"},
        "message": {"ts": "1.000001"}, "trigger_id": f"copied-{act}", "response_url": "",
        "actions": [{"type": "button", "action_id": act, "block_id": "b", "value": value}],
    }  # fmt: skip
    raw = urlencode({"payload": json.dumps(payload)}).encode()
    assert knock(story.bot.front_door, story.slack.signing_secret, raw, content_type=FORM)[0] == 200
    story.settle()


def nothing_of_it(said: str) -> None:
    assert not [name for name in NAMES if name in said], said


def test_an_outsider_s_commands_show_nothing_of_it(secret: Story) -> None:
    flagged_in_secret(secret)
    for words in ("/angry-client digest", "/angry-client help"):
        nothing_of_it(secret.mia.runs(words))
    assert "still open" not in secret.mia.runs("/angry-client digest")
    assert "1 still open." in secret.lena.runs("/angry-client digest")


def test_an_outsider_s_flag_arrives_and_the_answer_shows_nothing_of_it(secret: Story) -> None:
    card = flagged_in_secret(secret)
    said = secret.mia.runs("/angry-client ACME CORP | they called again")
    nothing_of_it(said)
    assert "I passed that on." in said
    secret.lena.sees("Mia flagged them again", card)


def test_an_outsider_s_reaction_arrives_and_the_answer_shows_nothing_of_it(secret: Story) -> None:
    card = flagged_in_secret(secret)
    message = secret.sam.writes("Acme Corp: now they write to the press", channel="#general")
    for who in (secret.mia, secret.fred):  # the second flags what is flagged already
        who.reacts("rotating_light", message)
        nothing_of_it(who.reads(who.sees("I passed that on.", "to me")))
    secret.lena.sees("Mia flagged them again", card)


def test_an_outsider_s_new_flag_opens_it_and_the_answer_has_no_link_and_no_button(secret: Story) -> None:
    said = secret.mia.runs("/angry-client Beta Ltd | they are furious")
    assert said.strip() == "They are flagged. It goes on in a channel you are not in."
    card = secret.lena.sees("Beta Ltd  ●●●●● furious", "#secret")
    secret.lena.sees("1  Prepare", card)
    secret.lena.sees("Who phones", card)
    presses(secret, secret.mia, "flagging.undo")
    secret.mia.sees(UNSEEN, "to me")


def test_who_is_not_in_the_channel_can_t_be_told_to_phone(secret: Story) -> None:
    said = secret.lena.runs("/angry-client Acme Corp | third wrong invoice, furious @Olivia")
    assert "Olivia is not in the channel where this goes on." in said
    assert secret.slack.posts() == []


def test_an_outsider_presses_every_button_there_is_and_learns_nothing(secret: Story) -> None:
    flagged_in_secret(secret)
    before = len(secret.slack.posts())
    assert len(PRESSED) > 20
    for act in PRESSED:
        presses(secret, secret.mia, act)
        heard = secret.mia.member.screen.ephemerals
        said = secret.mia.reads(heard[-1]) if heard else "nothing was said"
        assert UNSEEN in said or "I can't find that any more" in said, f"{act}: {said}"
        secret.mia.member.screen.ephemerals.clear()
    assert not secret.mia.member.screen.modals
    assert len(secret.slack.posts()) == before


def test_an_outsider_finds_it_in_no_list_of_those_to_merge_with(secret: Story) -> None:
    flagged_in_secret(secret)
    with secret.bot.doors.open(secret.bot.workspace_id) as work:
        work.session.get_one(Workspace, work.workspace.id).watched_channel = "C0ESCALAT"
    secret.sam.runs("/angry-client Beta Ltd | they are furious @Sam")
    card = secret.sam.sees("Beta Ltd  ●●●●● furious", "#escalations")
    secret.sam.sees("1  Prepare", card)
    secret.sam.sees("Beta Ltd is furious.", "direct message")
    secret.sam.clicks("Merge with another", on=card)
    secret.sam.sees("There is no other open escalation to merge with.", "to me")
    secret.lena.clicks("Merge with another", on=card)
    secret.lena.fills({"Which one?": "Acme Corp, flagged less than a minute ago"})


def test_a_lead_who_is_not_in_the_channel_hears_nothing_and_the_thread_is_told(tell: Callable[..., Story]) -> None:
    story = tell(escalations_channel="#secret", digest_channel="#secret", leads=("Olivia",))
    card = flagged_in_secret(story)
    story.later(minutes=10)
    story.lena.sees("Acme Corp still waits.", "direct message")
    story.later(minutes=6)
    story.lena.sees("expects a call by", card)
    story.lena.sees("no lead is here to hear of it", card)
    story.lena.sees("Who can phone Acme Corp?", card)


def test_who_is_invited_sees_it(secret: Story) -> None:
    card = flagged_in_secret(secret)
    presses(secret, secret.sam, "closing.reopen")
    secret.sam.sees(UNSEEN, "to me")
    secret.slack.world.invite("Sam", "#secret")
    secret.sam.clicks("I'm calling", on=card)
    secret.sam.sees("Only the owner or a lead can log a call. Ask Lena.", "to me")


def test_who_leaves_between_render_and_click_sees_nothing_more(secret: Story) -> None:
    secret.slack.world.invite("Sam", "#secret")
    secret.sam.runs("/angry-client Acme Corp | third wrong invoice, furious @Sam")
    secret.lena.sees("1  Prepare", "#secret")
    card = secret.lena.sees("Acme Corp  ●●●●● furious", "#secret")
    told = secret.sam.sees("Acme Corp is furious.", "direct message")
    secret.slack.world.kick("Sam", "#secret")
    secret.sam.clicks("I'm calling", on=told)
    secret.sam.sees(UNSEEN, "to me")
    assert "is calling" not in secret.lena.reads(card)
    secret.lena.sees("Sam is not in its channel any more. Who phones Acme Corp now?", card)
    secret.lena.sees("Nobody has Acme Corp any more.", "direct message")
    secret.later(minutes=14)  # and is not nudged any more


def test_a_leaving_that_slack_did_not_tell_us_counts_after_five_minutes(secret: Story) -> None:
    secret.slack.world.invite("Sam", "#secret")
    card = flagged_in_secret(secret)
    presses(secret, secret.sam, "flagging.undo")
    secret.sam.sees("Only the flagger, the owner or a lead can undo the flag.", "to me")
    secret.slack.channel("#secret").members.remove(secret.sam.id)  # and the event is lost
    secret.later(minutes=5, seconds=1)
    presses(secret, secret.sam, "flagging.undo")
    secret.sam.sees(UNSEEN, "to me")
    secret.lena.clicks("I'm calling", on=card)
    secret.lena.sees("You are calling", "direct message")


def test_while_slack_does_not_say_who_sees_it_nobody_presses_anything(secret: Story) -> None:
    card = flagged_in_secret(secret)
    secret.later(minutes=6)
    secret.slack.misbehave("conversations.info", "drop_before")
    secret.lena.clicks("I'm calling", on=card)
    secret.lena.sees("I can't reach my memory or Slack right now.", "to me")
    assert "is calling" not in secret.lena.reads(card)
    secret.lena.clicks("I'm calling", on=card)
    secret.lena.sees("You are calling", "direct message")


def test_in_an_archived_channel_nothing_new_begins(story: Story) -> None:
    story.sam.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    story.slack.world.archive("#escalations")
    presses(story, story.mia, "owners.claim")
    story.mia.sees("Its channel is archived: what was begun can be ended, and nothing new begins.", "to me")
    story.slack.world.unarchive("#escalations")
    presses(story, story.mia, "owners.claim")
    story.mia.sees("Olivia has it already.", "to me")


def test_when_the_bot_is_sent_away_only_those_it_concerns_go_on(story: Story) -> None:
    story.sam.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    story.slack.world.kick("First Call", "#escalations")
    presses(story, story.mia, "closing.reopen")
    story.mia.sees("I am no longer in its channel. Invite me there again with /invite", "to me")
    presses(story, story.fred, "closing.close")
    story.fred.sees("Only the owner or a lead can close it. Ask Olivia or Lena.", "to me")


def test_a_channel_made_private_is_closed_at_once_to_whoever_is_not_in_it(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious.", "direct message")
    assert "Acme Corp" in story.sam.runs("/angry-client open")
    story.slack.channel("#escalations").members.remove(story.slack.person("Sam").id)
    story.slack.world.make_private("#escalations")
    assert "No client is angry right now." in story.sam.runs("/angry-client open")
    assert "Acme Corp" not in story.sam.opens_home()
    assert "Acme Corp" in story.mia.runs("/angry-client open")


def test_who_is_in_a_private_channel_is_not_told_to_who_is_not(secret: Story) -> None:
    """Whoever names a phoner from outside hears the same, whether that one is in it or not."""
    first = secret.mia.runs("/angry-client Zeta Ltd | they are furious @Sam")
    second = secret.mia.runs("/angry-client Umbra Ltd | they are furious @Lena")
    assert first == second
    for client in ("Zeta Ltd", "Umbra Ltd"):
        card = secret.lena.sees(f"{client}  ●●●●● furious", "#secret")
        secret.lena.sees("1  Prepare", card)
    secret.lena.sees("Who phones", "#secret")
    secret.lena.sees("Umbra Ltd is furious.", "direct message")


def test_a_lead_outside_does_not_see_what_could_not_be_delivered_of_it(tell: Callable[..., Story]) -> None:
    story = tell(escalations_channel="#secret", digest_channel="#secret", leads=("Lena", "Sam"))
    story.slack.world.close_direct_messages("Lena")
    story.lena.runs(FLAG)
    story.lena.sees("1  Prepare", story.lena.sees("Acme Corp  ●●●●● furious", "#secret"))
    story.later(seconds=2)
    assert "Not delivered" in story.lena.runs("/angry-client health")
    assert "Not delivered" not in story.sam.runs("/angry-client health")
    assert "Not delivered" not in story.sam.opens_home()
    assert not story.slack.posts("@Sam")
    with story.bot.doors.look(story.bot.workspace_id) as work:
        parked = work.one(work.select(Message).where(Message.state == "parked"), lock=False)
    presses(story, story.sam, "home.drop", str(parked.id))
    assert story.sam.sees(UNSEEN)
    assert "Not delivered" in story.lena.runs("/angry-client health")
