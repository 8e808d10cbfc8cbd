"""What Slack could not bring, because it or we were down, is read back once."""

from datetime import timedelta

from story import Story


def test_flags_of_the_time_we_were_down_are_found_once(story: Story) -> None:
    before = story.sam.writes("Beta Ltd is a bit quiet")
    story.stop_bot()
    story.slack.listen_at("http://127.0.0.1:9/slack/events")
    flagged = story.fred.person.writes("🚨 Acme Corp: furious about the outage")
    story.fred.person.writes("good morning, everybody")
    reacted = story.sam.person.writes("Gamma AG: their lawyer called")
    story.olivia.person.reacts("rotating_light", reacted)
    story.olivia.person.reacts("thumbsup", before)
    story.slack.clock.wind(timedelta(minutes=30))
    story.slack.deliveries.failures.clear()
    story.start_bot()
    story.later(seconds=2)
    for message, name in ((flagged, "Acme Corp"), (reacted, "Gamma AG")):
        story.mia.sees(name, message)
        story.mia.sees("1  Prepare", message)
        story.mia.sees("Who phones", message)
    story.later(minutes=4)
    for _ in range(2):
        story.bot.catch_up.ask()
        story.later(seconds=1)
    assert len(story.slack.posts("#escalations")) == 6
    for place in story.slack.unexpected():
        place.expected = "is flagged." in place.text or "has it yet" in place.text


def test_what_was_heard_at_its_time_is_passed_over(story: Story) -> None:
    message = story.fred.writes("🚨 Acme Corp: furious about the outage")
    story.fred.clicks("Not an angry client", on=story.mia.sees("Acme Corp  ●●●●● furious", message))
    story.later(hours=3)
    story.mia.sees("✕ Not an angry client.", message)
    story.mia.sees("1  Prepare", message)
    story.mia.sees("Nobody needs to answer", message)


def test_a_limit_on_events_is_followed_by_a_reading(story: Story) -> None:
    story.slack.listen_at("http://127.0.0.1:9/slack/events")
    message = story.fred.person.writes("🚨 Acme Corp: furious about the outage")
    story.slack.deliveries.failures.clear()
    status = story.bot.catch_up._hear({  # noqa: SLF001  # Slack's own envelope, in at the same door
        "type": "app_rate_limited", "team_id": story.bot.workspace_id, "minute_rate_limited": 1, "api_app_id": "A0",
    })  # fmt: skip
    assert status == 200
    story.later(seconds=2)
    story.mia.sees("Acme Corp  ●●●●● furious", message)
    story.mia.sees("1  Prepare", message)
    story.mia.sees("Who phones", message)
    story.slack.deliveries.failures.clear()  # nobody listens there any more


def test_flags_on_messages_of_other_channels_are_found_too_and_nothing_else_is_heard_there(story: Story) -> None:
    story.later(seconds=2)
    old = story.sam.writes("Delta Inc: their board is furious", "#clients")
    story.slack.listen_at("http://127.0.0.1:9/slack/events")
    story.fred.person.writes("🚨 this is not the watched channel", "#clients")
    new = story.sam.person.writes("Gamma AG: their lawyer called", "#general")
    story.olivia.person.reacts("rotating_light", old)
    story.olivia.person.reacts("rotating_light", new)
    story.stop_bot()
    story.slack.clock.wind(timedelta(hours=16))
    story.slack.deliveries.failures.clear()
    story.start_bot()
    story.later(seconds=5)
    for name in ("Delta Inc", "Gamma AG"):
        card = story.mia.sees(name, "#escalations")
        story.mia.sees("1  Prepare", card)
        story.mia.sees("Who phones", card)
    assert len(story.slack.posts("#escalations")) == 6
    assert not story.slack.posts("#clients")
    for place in story.slack.unexpected():
        place.expected = "is flagged." in place.text or "has it yet" in place.text


def test_a_channel_that_cannot_be_read_does_not_keep_the_others_waiting_for_an_hour(story: Story) -> None:
    story.later(seconds=2)
    story.slack.listen_at("http://127.0.0.1:9/slack/events")
    message = story.fred.person.writes("🚨 Acme Corp: furious about the outage")
    story.slack.deliveries.failures.clear()
    story.slack.misbehave("conversations.history", "ratelimited", after=30)
    story.bot.catch_up.ask()
    story.later(seconds=1)
    story.later(seconds=25)
    assert not story.slack.posts()
    story.later(seconds=10)
    story.mia.sees("Acme Corp  ●●●●● furious", message)
    story.mia.sees("1  Prepare", message)
    story.mia.sees("Who phones", message)
    story.slack.deliveries.failures.clear()
