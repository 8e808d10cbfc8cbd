"""A name that may mean several clients: the clock runs, and the thread asks which."""

from acts import flagged
from story import Story

from bot.db.models import Client, Escalation
from bot.names import key_of, keys_of


def know(story: Story, *names: str) -> None:
    """Clients of whom nothing is open."""
    with story.bot.doors.open(story.bot.workspace_id) as work:
        for name in names:
            work.add(Client(workspace_id=work.workspace.id, name=name, key=key_of(name), keys=keys_of(name)))


def clients(story: Story) -> list[str]:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return [client.name for client in work.all(work.select(Client).order_by(Client.id))]


def doubtful(story: Story, typed: str = "Acme") -> str:
    """Flagged by a name that may mean two. Returns the question."""
    know(story, "Acme Ltd", "Acme Inc")
    story.fred.runs(f"/angry-client {typed} | third wrong invoice, they are furious @Olivia")
    story.mia.sees("A client  ●●●●● furious", "#escalations")
    story.mia.sees("1  Prepare", "#escalations")
    story.olivia.sees("A client is furious.", "direct message")
    return story.mia.reads(story.mia.sees("Which one:", "#escalations"))


def test_where_two_fit_the_clock_runs_and_the_thread_asks(story: Story) -> None:
    asked = doubtful(story)
    assert "Acme Ltd" in asked
    assert "Acme Inc" in asked
    assert "[A new client]" in asked
    story.mia.clicks("Acme Inc", "#escalations")
    story.mia.sees("It is Acme Inc, says Mia.", "#escalations")
    story.mia.sees("Acme Inc  ●●●●● furious", "#escalations")
    assert clients(story) == ["Acme Ltd", "Acme Inc"]


def test_a_new_client_is_one_of_the_name_that_was_typed(story: Story) -> None:
    doubtful(story)
    story.mia.clicks("A new client", "#escalations")
    story.mia.sees("It is Acme, says Mia.", "#escalations")
    assert clients(story) == ["Acme Ltd", "Acme Inc", "Acme"]


def test_the_answer_joins_what_is_open(story: Story) -> None:
    card = flagged(story)
    story.fred.runs("/angry-client Acme Cor | they shout")
    story.mia.sees("Is it Acme Corp?", "#escalations")
    story.mia.sees("1  Prepare", "#escalations")
    story.mia.sees("Who phones", "#escalations")
    story.mia.clicks("Acme Corp", "#escalations")
    story.mia.sees("Mia merged another flag of Acme Corp into this one", card)
    story.mia.sees("→ Merged. It goes on in the thread.", "#escalations")
    with story.bot.doors.look(story.bot.workspace_id) as work:
        assert [each.state for each in work.all(work.select(Escalation).order_by(Escalation.id))] == [
            "waiting", "merged",
        ]  # fmt: skip


def test_a_name_as_people_type_it_is_found(story: Story) -> None:
    flagged(story)
    for typed in ("ACME CORP.", "acme", "Acme Corporation", "acmecorp"):
        assert "Acme Corp is open already" in (story.fred.runs(f"/angry-client {typed} | again") or ""), typed
    assert clients(story) == ["Acme Corp"]
    for place in story.slack.unexpected():
        place.expected = True  # the lines in the thread


def test_the_form_asks_in_the_thread_too(story: Story) -> None:
    know(story, "Acme Ltd", "Acme Inc")
    wrote = story.mia.writes("they shout at everybody :rotating_light:", "#escalations")
    for said in ("⏳ Waiting for a call", "1  Prepare", "Who phones"):
        story.mia.sees(said, wrote)
    story.mia.sees("Which client is this?", wrote)
    story.mia.clicks("Name the client", "#escalations")
    story.mia.fills({
        "Client": "acme", "How angry are they?": "●●●○○ upset", "Who to ask for": "Ann Lee",
        "Their phone number": "020 7946 0018",
    })  # fmt: skip
    story.mia.submits()
    story.mia.sees("I asked in the thread which one it is.")
    story.mia.cancels()
    story.mia.sees("Which one:", wrote)
    story.mia.sees("Mia corrected: they are upset.", wrote)
    story.mia.clicks("Acme Ltd", "#escalations")
    story.mia.sees("It is Acme Ltd, says Mia.", wrote)
    assert "Ann Lee at Acme Ltd: +44 20 7946 0018" in story.mia.reads(story.mia.sees("Who phones", wrote))


def test_whom_to_ask_for_is_kept_until_it_is_known_of_whom(story: Story) -> None:
    know(story, "Acme Ltd", "Acme Inc")
    story.fred.runs("/angry-client")
    story.fred.fills({
        "Which client?": "acme", "What happened?": "they shout", "Who phones?": "@Olivia",
        "Who to ask for": "Ann Lee", "Their phone number": "020 7946 0018",
    })  # fmt: skip
    story.fred.submits()
    story.fred.cancels()
    story.mia.sees("1  Prepare", "#escalations")
    told = story.olivia.sees("A client is", "direct message")
    story.mia.sees("Waiting for a call", "#escalations")
    story.mia.sees("Which one:", "#escalations")
    story.mia.clicks("Acme Inc", "#escalations")
    story.mia.sees("It is Acme Inc, says Mia.", "#escalations")
    assert "Call Ann Lee now: +44 20 7946 0018." in story.olivia.reads(told)


def test_a_client_of_a_private_channel_is_no_guess_of_others(story: Story) -> None:
    know(story, "Acme Secret Labs")
    with story.bot.doors.open(story.bot.workspace_id) as work:
        hidden = work.one(work.select(Client))
        work.add(Escalation(
            workspace_id=work.workspace.id, state="closed", heat=3, what_happened="", channel="C0BOARD00",
            flagged_by=story.lena.id, flagged_at=story.now, waiting_since=story.now, client=hidden,
        ))  # fmt: skip
    story.fred.runs("/angry-client Acme Secret | they are furious")
    for said in ("Acme Secret  ●", "1  Prepare", "Who phones"):
        assert "Labs" not in story.mia.reads(story.mia.sees(said, "#escalations"))
