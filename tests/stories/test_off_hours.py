"""Who is off hears of it when they are back; meanwhile a lead does; and who is gone is asked another for."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from story import Actor, Story
from test_settings_form import change

FURIOUS = "/angry-client Acme Corp | third wrong invoice, they are furious"
UNEASY = "/angry-client Acme Corp | a bit uneasy"
AUCKLAND, LISBON = ZoneInfo("Pacific/Auckland"), ZoneInfo("Europe/Lisbon")
HOLIDAYS = "Public holidays of"
DAYS_OFF = "Our own days off"
OVERRIDES = "Tell people of a furious client at night and on days off"


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)


def flags(story: Story, by: Actor, line: str) -> Any:
    """Returns the card."""
    by.runs(line)
    story.mia.sees("1  Prepare", "#escalations")
    return story.mia.sees("Acme Corp", "#escalations")


def allow(story: Story, *fragments: str) -> None:
    """What else the thread and the leads hear meanwhile, which other stories are about."""
    for place in story.slack.unexpected():
        place.expected = any(fragment in place.text for fragment in fragments)


def times_of(story: Story, person: str, zone: ZoneInfo) -> list[str]:
    """When each direct message was posted, on their own clock."""
    return [datetime.fromtimestamp(float(post.ts), zone).strftime("%a %H:%M") for post in story.slack.posts(person)]


def test_an_owner_in_auckland_and_a_lead_in_lisbon_over_a_change_of_clocks_and_a_holiday(story: Story) -> None:
    """On 5 April 2026 Auckland puts its clocks back, a week after Lisbon put them on; the 6th is Easter Monday."""
    story.slack.world.rename_zone("Sam", "Pacific/Auckland")
    change(story.lena, "hours", {HOLIDAYS: "NZ"})
    story.until(at("2026-04-03 05:30", LISBON))  # Good Friday, half past five in the afternoon in Auckland
    card = flags(story, story.mia, f"{UNEASY} @Sam")
    assert "Owner: Sam, off until" in story.mia.reads(card)
    story.until(at("2026-04-07 07:59", AUCKLAND))
    assert times_of(story, "@Sam", AUCKLAND) == []
    story.until(at("2026-04-07 08:01", AUCKLAND))
    assert times_of(story, "@Sam", AUCKLAND) == ["Tue 08:00"]
    story.sam.sees("Acme Corp is uneasy. Call them now.", "direct message")
    assert "off until" not in story.mia.reads(card)
    # Four working hours in Auckland: from nine on Tuesday, and so at eleven the half, at one it is late.
    story.until(at("2026-04-07 11:01", AUCKLAND))
    story.sam.sees("Acme Corp still waits. Call Acme Corp before", "direct message")
    assert times_of(story, "@Sam", AUCKLAND) == ["Tue 08:00", "Tue 11:00"]
    story.until(at("2026-04-07 12:13", AUCKLAND))
    story.sam.sees("@Sam, Acme Corp expects a call by", "#escalations")
    # One o'clock in Auckland is two at night in Lisbon: the lead hears of it in the morning.
    story.until(at("2026-04-07 08:01", LISBON))
    assert times_of(story, "@Lena", LISBON)[-1] == "Tue 08:00"
    story.lena.sees("nobody has spoken with them. Sam has it.", "direct message")
    story.mia.sees("Lena will hear of it", "#escalations")
    story.until(at("2026-04-07 12:00", LISBON))
    # Reminded four times from then on: what was deferred did not use it up.
    assert times_of(story, "@Lena", LISBON)[-4:] == ["Tue 08:30", "Tue 09:00", "Tue 09:30", "Tue 10:00"]
    allow(story, "has waited", "The week with our clients", "Sam has it and may be held up.")


def test_a_weekend_is_nobodys_and_monday_brings_one_message(story: Story) -> None:
    story.until(at("2026-03-07 11:00", LISBON))  # a Saturday
    answer = story.mia.runs(f"{UNEASY} @Olivia")
    assert "Olivia is off and hears of it" in answer
    story.mia.sees("1  Prepare", "#escalations")
    card = story.mia.sees("Acme Corp", "#escalations")
    assert "Owner: Olivia, off until" in story.mia.reads(card)
    story.until(at("2026-03-09 07:59", LISBON))
    assert not story.slack.posts("@Olivia")
    assert not story.slack.posts("@Lena")
    story.until(at("2026-03-09 08:01", LISBON))
    story.olivia.sees("Acme Corp is uneasy. Call them now.", "direct message")
    assert len(story.slack.posts("@Olivia")) == 1
    story.olivia.does_not_see("I was down")
    assert not story.slack.posts("@Lena")  # four working hours have not begun
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.olivia.sees("You reached Acme Corp.", "direct message")
    story.mia.sees("Olivia has spoken with", card)


def test_an_owner_who_is_off_is_said_on_the_card_and_a_lead_who_is_up_is_told_at_once(
    tell: Callable[..., Story],
) -> None:
    story = tell(leads=["Mia"])  # it is evening in New York
    story.until(at("2026-03-03 02:30", LISBON))
    card = flags(story, story.mia, f"{FURIOUS} @Olivia")
    story.later(seconds=2)
    told = story.mia.sees("Acme Corp is furious, and Olivia is off until", "direct message")
    assert "[Take over]" in story.mia.reads(told)
    assert "Owner: Olivia, off until" in story.mia.reads(card)
    assert "Mia was told." in story.mia.reads(card)
    story.mia.clicks("Take over", "direct message")
    story.mia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.mia.sees("Mia took it over from Olivia", card)
    assert "off until" not in story.mia.reads(card)
    story.mia.clicks("I'm calling", "direct message")
    story.mia.clicks("Reached", "direct message")
    story.mia.sees("You reached Acme Corp.", "direct message")
    story.mia.sees("Mia has spoken with", card)
    story.until(at("2026-03-03 12:00", LISBON))
    assert not story.slack.posts("@Olivia")


def test_an_owner_who_goes_off_in_the_middle_is_not_woken_and_a_lead_hears(tell: Callable[..., Story]) -> None:
    story = tell(leads=["Mia"])
    story.until(at("2026-03-02 20:45", LISBON))
    card = flags(story, story.fred, "/angry-client Acme Corp | they are upset @Olivia")
    story.olivia.sees("Acme Corp is upset. Call them now.", "direct message")
    assert "off until" not in story.mia.reads(card)
    story.until(at("2026-03-02 21:14", LISBON))
    assert not story.slack.posts("@Mia")
    story.until(at("2026-03-02 21:16", LISBON))  # half of the hour is over, and she is off
    assert len(story.slack.posts("@Olivia")) == 1
    assert "Owner: Olivia, off until" in story.mia.reads(card)
    assert "Mia was told." in story.mia.reads(card)
    story.mia.sees("Acme Corp is upset, and Olivia is off until", "direct message")
    story.mia.clicks("Take over", "direct message")
    story.mia.clicks("I'm calling", "direct message")
    story.mia.clicks("Reached", "direct message")
    allow(story, "Acme Corp", "took it over")
    story.until(at("2026-03-03 12:00", LISBON))
    assert len(story.slack.posts("@Olivia")) == 1


def test_do_not_disturb_defers_and_its_end_brings_it(story: Story) -> None:
    story.slack.world.do_not_disturb("Olivia", story.now - timedelta(minutes=1), story.now + timedelta(hours=3))
    story.fred.runs("/angry-client help")
    story.settle()
    card = flags(story, story.fred, f"{FURIOUS} @Olivia")
    story.later(seconds=2)
    assert not story.slack.posts("@Olivia")
    story.lena.sees("Acme Corp is furious, and Olivia is off until", "direct message")
    assert "Lena was told." in story.mia.reads(card)
    story.later(minutes=10)
    story.slack.world.do_not_disturb("Olivia", None)
    story.later(seconds=2)
    olivia = story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    assert "I was down" not in story.olivia.reads(olivia)
    assert "off until" not in story.mia.reads(card)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    allow(story, "Acme Corp")


def test_a_furious_client_overrides_night_and_days_off_where_that_is_set(story: Story) -> None:
    change(story.lena, "hours", {OVERRIDES: "Yes"})
    story.until(at("2026-03-07 03:00", LISBON))  # a Saturday night
    flags(story, story.mia, f"{FURIOUS} @Olivia")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.later(minutes=16)
    story.lena.sees("nobody has spoken with them", "direct message")
    story.olivia.sees("Acme Corp still waits.", "direct message")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    allow(story, "Acme Corp", "Olivia is on it.")
    story.later(hours=2)
    before = len(story.slack.posts("@Olivia"))
    story.fred.runs("/angry-client Beta Ltd | they are angry @Olivia")  # but not furious
    allow(story, "Beta Ltd", "Prepare")
    assert len(story.slack.posts("@Olivia")) == before


def test_do_not_disturb_is_not_overridden_the_message_waits_in_slack_and_a_lead_is_told(story: Story) -> None:
    change(story.lena, "hours", {OVERRIDES: "Yes"})
    story.later(hours=2)
    story.slack.world.do_not_disturb("Olivia", story.now - timedelta(minutes=1), story.now + timedelta(hours=3))
    card = flags(story, story.fred, f"{FURIOUS} @Olivia")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.later(seconds=2)
    story.lena.sees("Acme Corp is furious, and Olivia is off until", "direct message")
    assert "Lena was told." in story.mia.reads(card)
    story.lena.clicks("Take over", "direct message")
    story.lena.clicks("I'm calling", "direct message")
    story.lena.clicks("Reached", "direct message")
    allow(story, "Acme Corp", "took it over")


def test_working_hours_are_counted_by_the_clock_of_who_takes_it(story: Story) -> None:
    story.slack.world.rename_zone("Sam", "Pacific/Auckland")
    story.until(at("2026-03-03 09:30", AUCKLAND))  # it is Monday evening in London
    flags(story, story.sam, UNEASY)
    asked = story.mia.sees("Who phones Acme Corp?", "#escalations")
    story.later(minutes=30)
    story.sam.clicks("I'll take it", on=asked)
    story.sam.sees("Acme Corp is uneasy. Call them now.", "direct message")
    story.until(at("2026-03-03 11:29", AUCKLAND))
    story.sam.does_not_see("still waits")
    story.until(at("2026-03-03 11:31", AUCKLAND))
    story.sam.sees("Acme Corp still waits.", "direct message")
    story.sam.clicks("I'm calling", "direct message")
    story.sam.clicks("Reached", "direct message")
    allow(story, "Acme Corp", "Sam has it")


def test_hours_set_in_the_form_take_effect_for_what_waits(story: Story) -> None:
    change(story.lena, "hours", {DAYS_OFF: "2 March 2026"})
    story.later(hours=2)
    card = flags(story, story.fred, f"{UNEASY} @Olivia")
    assert not story.slack.posts("@Olivia")
    assert "Owner: Olivia, off until" in story.mia.reads(card)
    assert "Our own days off: 2 Mar 2026" in story.lena.runs("/angry-client settings")
    change(story.lena, "hours", {DAYS_OFF: "", "People work until": time(17)})
    story.later(seconds=2)
    story.olivia.sees("Acme Corp is uneasy. Call them now.", "direct message")
    assert "off until" not in story.mia.reads(card)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    allow(story, "Acme Corp")


def test_an_owner_who_is_deactivated_is_asked_another_for_at_once(story: Story) -> None:
    card = flags(story, story.fred, f"{FURIOUS} @Olivia")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.later(minutes=2)
    story.slack.world.deactivate("Olivia")
    story.settle()
    asked = story.mia.sees("Olivia is deactivated. Who phones Acme Corp now?", card)
    story.lena.sees("Nobody has Acme Corp any more. Olivia is deactivated.", "direct message")
    assert "Owner: nobody yet" in story.mia.reads(card)
    story.later(minutes=30)
    assert len(story.slack.posts("@Olivia")) == 1
    story.sam.clicks("I'll take it", on=asked)
    story.sam.sees("Acme Corp is furious. Call them now.", "direct message")
    story.mia.sees("Sam has it and phones now.", card)
    story.lena.sees("Sam has it now.", "direct message")
    story.sam.clicks("I'm calling", "direct message")
    story.sam.clicks("Reached", "direct message")
    allow(story, "Acme Corp")


def test_an_owner_who_becomes_a_guest_after_the_call_is_asked_another_for_too(story: Story) -> None:
    card = flags(story, story.fred, f"{FURIOUS} @Olivia")
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    allow(story, "Acme Corp")
    story.slack.world.make_guest("Olivia")
    story.settle()
    asked = story.mia.sees("Olivia is a guest. Who looks after Acme Corp now?", card)
    story.lena.sees("Nobody has Acme Corp any more.", "direct message")
    story.sam.clicks("I'll take it", on=asked)
    story.sam.sees("Acme Corp is yours now.", "direct message")
    allow(story, "Acme Corp", "Sam has it")


def test_an_owner_who_leaves_the_private_channel_hears_no_more_and_another_is_asked_for(story: Story) -> None:
    story.slack.world.invite("Olivia", "#secret")
    change(story.lena, "people", {"Channel for angry clients": "#secret"})
    story.olivia.runs(f"{FURIOUS} @Olivia")
    told = story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")
    story.slack.world.kick("Olivia", "#secret")
    story.settle()
    story.lena.sees("Olivia is not in its channel any more. Who phones Acme Corp now?", "#secret")
    story.lena.sees("Nobody has Acme Corp any more.", "direct message")
    assert "[I'm calling]" not in story.olivia.reads(told)
    story.lena.clicks("I'll take it", "direct message")
    story.lena.clicks("I'm calling", "direct message")
    story.lena.clicks("Reached", "direct message")
    for place in story.slack.unexpected():
        place.expected = True


def test_a_guest_of_whom_slack_did_not_tell_us_loses_every_right_within_hours(story: Story) -> None:
    card = flags(story, story.fred, f"{UNEASY} @Olivia")
    story.olivia.sees("Acme Corp is uneasy. Call them now.", "direct message")
    story.sam.runs("/angry-client help")
    for name in ("Olivia", "Sam"):
        story.slack.world.member(name).is_restricted = True
    story.later(hours=4, minutes=5)
    asked = story.mia.sees("Olivia is a guest. Who phones Acme Corp now?", card)
    story.lena.sees("Nobody has Acme Corp any more.", "direct message")
    story.sam.clicks("I'll take it", on=asked)
    story.sam.sees("you are here as a guest", "#escalations")
    story.fred.clicks("I'll take it", on=asked)
    story.mia.sees("Fred has it and phones now.", card)
    allow(story, "Acme Corp")


def test_a_rest_of_which_slack_sends_no_word_is_known_before_something_is_said(story: Story) -> None:
    """The stretch of the next day comes with no event."""
    story.olivia.runs("/angry-client help")
    story.until(at("2026-03-03 15:00", LISBON))
    rests = at("2026-03-03 15:30", LISBON), at("2026-03-03 17:30", LISBON)
    story.slack.world.member("Olivia").quiet = (int(rests[0].timestamp()), int(rests[1].timestamp()))
    story.until(at("2026-03-03 15:40", LISBON))
    card = flags(story, story.fred, f"{UNEASY} @Olivia")
    assert not story.slack.posts("@Olivia")
    assert "Owner: Olivia, off until" in story.mia.reads(card)
    story.until(at("2026-03-03 17:31", LISBON))
    story.olivia.sees("Acme Corp is uneasy. Call them now.", "direct message")
    assert times_of(story, "@Olivia", LISBON) == ["Tue 17:30"]
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    allow(story, "Acme Corp")


def test_slack_that_does_not_answer_leaves_people_who_they_were(story: Story) -> None:
    story.olivia.runs("/angry-client help")
    story.later(hours=5)
    for fault in ("drop_before", "http_500", "garbled", "ratelimited"):
        story.slack.misbehave("users.info", fault)
        assert "A client is angry?" in story.olivia.runs("/angry-client help")
        story.later(minutes=6)
