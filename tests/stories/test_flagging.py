"""Every way in, and one escalation out of it."""

from story import Story

FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious @Olivia"


def test_the_command_without_words_opens_the_form(story: Story) -> None:
    story.fred.runs("/angry-client")
    assert story.fred.form.title == "Flag an angry client"
    story.fred.fills({
        "Which client?": "Acme Corp", "What happened?": "The third wrong invoice",
        "How angry are they?": "●●●●● furious",
        "Who phones?": "@Olivia", "Who to ask for": "Ann Lee", "Their phone number": "+44 20 7946 0018",
    })  # fmt: skip
    story.fred.submits()
    story.fred.sees("Acme Corp is flagged. Olivia is told to phone now.", "form")
    story.olivia.sees("Acme Corp is furious. Call Ann Lee now: +44 20 7946 0018. Don't e-mail.", "direct message")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)


def test_the_form_keeps_what_was_typed_when_a_field_is_only_spaces(story: Story) -> None:
    story.fred.runs("/angry-client")
    story.fred.fills({"Which client?": "   ", "What happened?": "The third wrong invoice"})
    story.fred.submits()
    assert story.fred.form.errors == {"Which client?": "Name the client, as you would say it."}
    assert story.fred.form.fields["What happened?"] == "The third wrong invoice"


def test_a_message_with_the_emoji_in_the_watched_channel_is_flagged_in_its_own_thread(story: Story) -> None:
    message = story.fred.writes("🚨 Acme Corp: they shout at everybody, third wrong invoice")
    card = story.mia.sees("Acme Corp  ●●●●● furious", message)
    story.mia.sees("1  Prepare", message)
    story.mia.sees("Who phones Acme Corp? Nobody has it yet.", message)
    assert "third wrong invoice" not in story.mia.reads(card)  # it stands above already


def test_a_message_without_the_emoji_or_in_a_thread_is_left_alone(story: Story) -> None:
    message = story.fred.writes("Acme Corp is furious")
    story.fred.writes("🚨 they are", thread=message)
    story.fred.writes("🚨 Acme Corp is furious", channel="#general")
    assert story.slack.posts() == []


def test_the_reaction_on_a_message_elsewhere_opens_a_card_with_a_link_back(story: Story) -> None:
    message = story.sam.writes("Acme Corp: their CEO is livid about the outage", channel="#clients")
    story.fred.reacts("rotating_light", message)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    assert "Flagged on this message" in story.mia.reads(card)
    assert any(message.ts.replace(".", "") in live.target for live in story.slack.parsed(card))
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones Acme Corp?", card)
    story.fred.sees("Acme Corp is flagged.", "to me")
    assert story.slack.posts("#clients") == []


def test_the_shortcut_opens_the_form_filled_in_from_the_message(story: Story) -> None:
    message = story.sam.writes("They are livid about the outage", channel="#clients")
    story.fred.uses("Flag angry client", message)
    assert story.fred.form.fields["What happened?"] == "They are livid about the outage"
    story.fred.fills({"Which client?": "Acme Corp"})
    story.fred.submits()
    story.fred.sees("The channel is asked who phones.", "form")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    assert "Flagged on this message" in story.mia.reads(card)
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones Acme Corp?", card)


def test_without_a_client_the_clock_runs_and_the_thread_asks_who_it_is(story: Story) -> None:
    message = story.fred.writes("🚨 they are furious @Olivia")
    story.olivia.sees("A client is furious. Call them now.", "direct message")
    story.mia.sees("1  Prepare", message)
    story.mia.sees("Which client is this? The clock runs already.", message)
    story.sam.clicks("Name the client", on="Which client")
    story.sam.fills({"Client": "Acme Corp", "Who to ask for": "Ann Lee", "Their phone number": "+44 20 7946 0018"})
    story.sam.submits()
    story.mia.sees("It is Acme Corp, says Sam.", message)
    story.mia.sees("Acme Corp  ●●●●● furious", message)
    story.olivia.sees("Call Ann Lee now: +44 20 7946 0018.", "direct message")


def test_a_reaction_does_not_take_chat_for_a_client(story: Story) -> None:
    for number, words in enumerate(("ok", "invoice wrong again", "Thanks a lot!"), 1):
        message = story.sam.writes(words, channel="#clients")
        story.fred.reacts("rotating_light", message)
        story.fred.sees("A client is flagged.", "to me")
        assert len([post for post in story.slack.posts() if "Which client is this?" in post.text]) == number
    for place in story.slack.unexpected():
        place.expected = True


def test_a_client_that_is_open_is_joined_and_the_higher_heat_wins(story: Story) -> None:
    story.fred.runs("/angry-client Acme Corp | a late reply, a bit upset @Olivia")
    card = story.mia.sees("Acme Corp  ●●●○○ upset", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is upset", "direct message")
    message = story.sam.writes("ACME corp: now they are furious", channel="#clients")
    story.sam.reacts("rotating_light", message)
    story.sam.sees("Acme Corp is open already.", "to me")
    story.mia.sees("Sam flagged them again: “now they are furious”. They are furious now. See the message.", card)
    assert "●●●●● furious" in story.mia.reads(card)
    assert len(_cards(story)) == 1


def test_the_same_event_delivered_three_times_opens_one(story: Story) -> None:
    message = story.fred.writes("🚨 Acme Corp: furious")
    story.slack.redeliver_last(times=3)
    story.settle()
    for fragment in ("Acme Corp  ●●●●● furious", "1  Prepare", "Who phones Acme Corp?"):
        story.mia.sees(fragment, message)
    assert len(story.slack.posts()) == 3


def test_two_people_flagging_one_message_open_one(story: Story) -> None:
    message = story.sam.writes("Acme Corp: furious about the outage", channel="#clients")
    story.fred.reacts("rotating_light", message)
    story.olivia.reacts("rotating_light", message)
    story.lena.uses("Flag angry client", message)
    story.lena.fills({"Which client?": "Acme"})
    story.lena.submits()
    assert len(_cards(story)) == 1
    story.fred.sees("is flagged", "to me")
    story.olivia.sees("That message is flagged already.", "to me")
    story.lena.sees("That message is flagged already.", "form")
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones", card)


def test_not_an_angry_client_undoes_a_flag_in_one_click_and_keeps_a_record(story: Story) -> None:
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    checklist = story.mia.sees("1  Prepare", card)
    story.fred.clicks("Not an angry client", on=card)
    assert "✕ Not an angry client." in story.mia.reads(card)
    assert "[Done]" not in story.mia.reads(checklist)
    direct = story.olivia.sees("Fred says this is not an angry client.", "direct message")
    assert "[I'm calling]" not in story.olivia.reads(direct)
    story.later(hours=3)  # nothing more is heard of it
    story.fred.clicks("It is one after all", on=card)
    story.mia.sees("⏳ Waiting for a call", "#escalations")
    story.olivia.sees("Acme Corp is furious. Call them now.", "direct message")


def test_taking_the_emoji_back_within_a_minute_undoes_the_flag(story: Story) -> None:
    message = story.sam.writes("Acme Corp: furious about the outage", channel="#clients")
    story.fred.reacts("rotating_light", message)
    story.fred.sees("Acme Corp is flagged.", "to me")
    story.later(seconds=40)
    story.fred.takes_back("rotating_light", message)
    card = story.mia.sees("✕ Not an angry client.", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Nobody needs to answer that any more.", card)


def test_taking_the_emoji_back_later_or_by_somebody_else_changes_nothing(story: Story) -> None:
    message = story.sam.writes("Acme Corp: furious about the outage", channel="#clients")
    story.fred.reacts("rotating_light", message)
    story.olivia.reacts("rotating_light", message)
    story.olivia.takes_back("rotating_light", message)
    story.later(seconds=90)
    story.fred.takes_back("rotating_light", message)
    card = story.mia.sees("⏳ Waiting for a call.", "#escalations")
    story.fred.sees("Acme Corp is flagged.", "to me")
    story.olivia.sees("flagged already", "to me")
    story.mia.sees("1  Prepare", card)
    story.mia.sees("Who phones", card)


def test_a_bar_always_means_a_flag_so_help_scout_is_a_client(story: Story) -> None:
    assert "opens a form" in story.fred.runs("/angry-client help")
    for client in ("Help Scout", "History Channel", "digest"):
        assert f"{client} is flagged." in story.fred.runs(f"/angry-client {client} | they are furious")
    assert len(_cards(story)) == 3
    assert "Help Scout is open already." in story.fred.runs("/angry-client Help Scout")
    for place in story.slack.unexpected():
        place.expected = True


def test_a_reaction_within_an_open_thread_opens_nothing_new(story: Story) -> None:
    story.fred.runs(FLAG)
    card = story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", card)
    story.olivia.sees("Acme Corp is furious", "direct message")
    reply = story.sam.writes("they just wrote again", thread=card)
    story.sam.reacts("rotating_light", reply)
    story.sam.reacts("rotating_light", card)
    story.sam.sees("That message is flagged already.", "to me")
    assert len(_cards(story)) == 1


def _cards(story: Story) -> list[str]:
    reads = [story.slack.person("Lena").reads(post) for post in story.slack.posts("#escalations")]
    return [words for words in reads if "Waiting for a call" in words]
