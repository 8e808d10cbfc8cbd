"""What the bot says of itself, and where it keeps quiet."""

from acts import FLAG, flagged
from story import Story


def test_invited_to_a_channel_it_says_in_two_lines_what_it_does_there(story: Story) -> None:
    story.slack.world.invite("First Call", "#random", by="Fred")
    story.settle()
    hello = story.mia.sees("I open a thread in #escalations, and somebody phones.", "#random")
    assert len(story.mia.reads(hello).splitlines()) == 2


def test_invited_to_a_shared_channel_it_says_nothing_there_and_tells_the_inviter_why(story: Story) -> None:
    story.slack.world.kick("First Call", "#acme-shared")
    story.slack.world.invite("First Call", "#acme-shared", by="Fred")
    story.settle()
    story.fred.sees("#acme-shared is shared with another company, so I post nothing there", "direct message")
    assert story.slack.posts("#acme-shared") == []


def test_mentioned_or_written_to_it_answers_with_the_same_help(story: Story) -> None:
    message = story.fred.writes("@First Call what do you do?", channel="#general")
    answer = story.fred.sees("A client is angry? Flag them, and somebody phones.", message)
    story.fred.writes_directly("hello?")
    direct = story.fred.sees("A client is angry? Flag them, and somebody phones.", "direct message")
    assert story.fred.reads(answer) == story.fred.reads(direct)
    assert "/angry-client digest" in story.fred.runs("/angry-client help")


def test_a_client_s_message_in_a_shared_channel_can_be_flagged_and_nothing_is_said_there(story: Story) -> None:
    message = story.person("Stan").writes("This is the third time. We are furious.", channel="#acme-shared")
    story.fred.reacts("rotating_light", message)
    card = story.mia.sees("A client  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Which client is this?", card)
    story.mia.sees("Who phones", card)
    story.fred.sees("is flagged.", "to me")
    assert story.slack.posts("#acme-shared") == []


def test_strangers_guests_and_bots_flag_nothing(story: Story) -> None:
    for name in ("Stan", "Gus", "Sid"):
        channel = "#acme-shared" if name == "Stan" else "#clients"
        message = story.sam.writes("Acme Corp: furious", channel=channel)
        if name != "Sid":
            story.person(name).reacts("rotating_light", message)
    story.person("Gus").writes("🚨 Acme Corp is furious")
    assert story.slack.posts() == []


def test_guests_press_nothing_and_hear_why(story: Story) -> None:
    card = flagged(story)
    gus = story.person("Gus")
    gus.clicks("I'm calling", on=card)
    gus.sees("Only people of this workspace can do that, and you are here as a guest.", "to me")


def test_a_colleague_who_is_not_the_owner_is_told_whom_to_ask(story: Story) -> None:
    card = flagged(story)
    story.sam.clicks("I'm calling", on=card)
    story.sam.sees("Only the owner or a lead can log a call. Ask Olivia or Lena.", "to me")


def test_a_right_withdrawn_between_render_and_click_is_gone(story: Story) -> None:
    card = flagged(story)
    story.slack.world.make_guest("Olivia")
    story.olivia.clicks("I'm calling", on=card)
    story.olivia.sees("you are here as a guest", "to me")
    assert "is calling" not in story.mia.reads(card)
    story.mia.sees("Olivia is a guest. Who phones Acme Corp now?", card)
    story.lena.sees("Nobody has Acme Corp any more.", "direct message")


def test_a_watched_channel_that_gets_shared_hears_nothing_of_a_client_any_more(story: Story) -> None:
    story.slack.world.share("#escalations")
    story.settle()
    story.fred.runs(FLAG)
    story.later(seconds=2)
    assert story.slack.posts("#escalations") == []
    story.olivia.sees("Acme Corp is furious.", "direct message")  # she phones all the same
    story.lena.sees("Slack would not take a message of mine (shared_with_another_company).", "direct message")
