"""A lead changes how the bot works: every field, every mistake, two at once, and back again."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from acts import FLAG
from story import Actor, Story

BUTTONS = {
    "people": "Change channels and people",
    "clock": "Change clock and quiet hours",
    "hours": "Change working hours",
    "digest": "Change digest and privacy",
}


def open_form(person: Actor, section: str) -> None:
    person.runs("/angry-client settings")
    person.clicks(BUTTONS[section])


def change(person: Actor, section: str, values: dict[str, Any]) -> None:
    open_form(person, section)
    person.fills(values)
    person.submits()
    if "Saved." in person.form.text:
        person.cancels()


def test_a_lead_reads_how_it_works_and_others_are_told_whom_to_ask(story: Story) -> None:
    said = story.lena.runs("/angry-client settings")
    assert "A furious client is called within: 15 min" in said
    assert "Leads: Lena" in said
    assert "Channel for angry clients: #escalations" in said
    assert "Ask Lena" in story.fred.runs("/angry-client settings")


def test_a_new_goal_moves_the_clock_of_who_waits(story: Story) -> None:
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious.", "direct message")
    change(story.lena, "clock", {"A furious client is called within": "10 min"})
    story.later(minutes=6)
    story.olivia.clicks("I'm calling", on=story.olivia.sees("still waits", "direct message"))
    story.olivia.clicks("Reached", on=story.olivia.sees("You are calling Acme Corp", "direct message"))
    story.mia.sees("has spoken with Acme Corp", card)
    story.olivia.sees("You reached Acme Corp.", "direct message")


WRONG = [
    ("people", "Emoji that flags a message", "not an emoji", "Write the emoji's name"),
    ("people", "Time zone of the team", "Europe/Nowhere", "I know no such zone"),
    ("people", "Channel for angry clients", "#random", "I'm not in that channel yet"),
    ("people", "Channel for angry clients", "#acme-shared", "shared with another company"),
    ("people", "Channel for angry clients", "#old", "archived"),
    ("people", "Leads", ["Gus"], "Gus is a guest and can't be a lead"),
    ("people", "Leads", ["Robo"], "Robo is a bot and can't be a lead"),
    ("clock", "A furious client is called within", "soon", "I can't read that as a time"),
    ("clock", "A furious client is called within", "0", "Choose between 1 minute and 14 days"),
    ("clock", "A cool client is called within", "90 days", "Choose between 1 minute and 14 days"),
    ("clock", "A furious client is called within", "2 hours", "would wait longer than one who is angry"),
    ("clock", "Quiet from", None, "Choose both times, or neither"),
    ("clock", "Quiet until", time(21), "quiet all day"),
    ("clock", "Quiet until", time(20), "less than two hours a day"),
    ("hours", "People work until", time(9), "leaves no hour to work in"),
    ("hours", "Working days", [], "Choose a day"),
    ("hours", "Public holidays of", "Narnia", "I know no holidays of NARNIA"),
    ("hours", "Public holidays of", "GB-ZZ", "I know no such region of GB. Write GB-ENG"),
    ("hours", "Our own days off", "christmas", "I can't read “christmas” as a day"),
    ("hours", "Our own days off", "3/4/2026", "I can't tell day from month"),
    ("clock", "A cool client is called within", "25 working hours", "in whole working days"),
    ("digest", "Keep words and names for", "a while", "Write it in days"),
    ("digest", "Keep words and names for", "7", "Choose between 30 days"),
    ("digest", "Channel for the digest", "#acme-shared", "shared with another company"),
]


@pytest.mark.parametrize(("section", "label", "value", "says"), WRONG)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    story: Story, section: str, label: str, value: Any, says: str
) -> None:
    open_form(story.lena, section)
    before = story.lena.form.fields
    story.lena.fills({label: value})
    typed = story.lena.form.fields
    story.lena.submits()
    assert says in " ".join(story.lena.form.errors.values())
    assert story.lena.form.fields == typed
    story.lena.cancels()
    open_form(story.lena, section)
    assert story.lena.form.fields == before


def test_a_private_channel_wants_leads_who_are_in_it(story: Story) -> None:
    change(story.lena, "people", {"Channel for angry clients": "#secret", "Leads": ["Lena", "Sam"]})
    assert "Sam isn't in that private channel" in story.lena.form.errors["Leads"]
    story.lena.fills({"Leads": ["Lena"]})
    story.lena.submits()
    assert "Saved." in story.lena.form.text


def test_two_leads_at_one_setting_at_once(tell: Callable[..., Story]) -> None:
    story = tell(leads=("Lena", "Sam"))
    for lead in (story.lena, story.sam):
        open_form(lead, "clock")
    story.lena.fills({"A furious client is called within": "10 min"})
    story.lena.submits()
    story.sam.fills({"A furious client is called within": "12 min", "A cool client is called within": "3 days"})
    story.sam.submits()
    assert "Lena has just set this to 10 min" in story.sam.form.errors["A furious client is called within"]
    story.sam.fills({"A furious client is called within": "15 min"})  # as it was: then it is not his to change
    story.sam.submits()
    said = story.sam.runs("/angry-client settings")
    assert "A furious client is called within: 10 min" in said
    assert "A cool client is called within: 3 days" in said
    assert "Sam, " in said
    assert "Lena, " in said


def test_a_change_is_undone_with_one_click_unless_it_was_changed_since(story: Story) -> None:
    change(story.lena, "clock", {"A furious client is called within": "10 min"})
    change(story.lena, "clock", {"A furious client is called within": "12 min"})
    said = story.lena.runs("/angry-client settings")
    assert said.count("[Undo]") == 1
    story.lena.clicks("Undo")
    story.lena.sees("It is as it was before.")
    said = story.lena.runs("/angry-client settings")
    assert "A furious client is called within: 10 min" in said
    assert "(was 12 min)" in said


def test_quiet_hours_hold_what_waits(story: Story) -> None:
    change(story.lena, "clock", {"Quiet from": time(10, 30), "Quiet until": time(12)})
    story.later(minutes=70)
    story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    assert not story.slack.posts("@Olivia")
    change(story.lena, "clock", {"Quiet from": None, "Quiet until": None})
    story.later(seconds=2)
    story.lena.sees("Acme Corp is furious, and Olivia is off until", "direct message")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", on=story.olivia.sees("You are calling Acme Corp", "direct message"))
    story.mia.sees("has spoken with Acme Corp", card)
    story.olivia.sees("You reached Acme Corp.", "direct message")


def test_the_digest_comes_on_the_day_and_at_the_time_that_was_set(story: Story) -> None:
    change(story.lena, "digest", {"Day of the digest": "Wednesday", "Time of the digest": time(14, 30)})
    story.later(days=2, hours=4)
    assert not story.slack.posts("#lessons")
    story.later(minutes=31)
    story.mia.sees("A quiet week", "#lessons")
    story.later(days=6)
    assert len(story.slack.posts("#lessons")) == 1


def test_a_lead_who_is_one_no_more_keeps_nobody_from_changing_the_clock(tell: Callable[..., Story]) -> None:
    story = tell(leads=("Lena", "Sam"))
    story.slack.world.make_guest("Sam")
    change(story.lena, "clock", {"A furious client is called within": "10 min"})
    assert "A furious client is called within: 10 min" in story.lena.runs("/angry-client settings")
    open_form(story.lena, "people")
    story.lena.fills({"Emoji that flags a message": "fire", "Leads": ["Lena", "Sam"]})
    story.lena.submits()
    assert "Saved." in story.lena.form.text  # the leads are as they were
    story.lena.cancels()


def test_undoing_brings_no_lead_back_who_is_not_in_the_private_channel(tell: Callable[..., Story]) -> None:
    story = tell(leads=("Lena", "Sam"))
    change(story.lena, "people", {"Leads": ["Lena"]})
    story.lena.runs("/angry-client settings")
    shown = story.lena.sees("Leads: Lena (was Lena, Sam)")
    change(story.lena, "people", {"Channel for angry clients": "#secret"})
    story.lena.clicks("Undo", on=shown)
    story.lena.sees("Sam isn't in that private channel")
    assert "Leads: Lena\n" in story.lena.runs("/angry-client settings")
