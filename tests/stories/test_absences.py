"""A client has somebody; who is away is not phoned for, and everybody can see why."""


from acts import FLAG
from story import Story
from test_naming import know

from bot.db.models import Client

BARE = "/angry-client Acme Corp | third wrong invoice, they are furious"


def belongs(story: Story, *people: str) -> None:
    """Acme is of the first, and of the second while that one is away."""
    know(story, "Acme Corp")
    owner, deputy = (*people, None)[:2]
    with story.bot.doors.open(story.bot.workspace_id) as work:
        client = work.one(work.select(Client))
        client.account_owner, client.deputy = owner, deputy


def known(story: Story, *people: str) -> None:
    """They have used us before."""
    for person in people:
        story.person(person).runs("/angry-client help")


def sees_all(story: Story, who: str, *more: str) -> None:
    for said in ("Acme Corp  ●●●●● furious", "1  Prepare", *more):
        story.mia.sees(said, "#escalations")
    story.person(who).sees("Acme Corp is furious.", "direct message")


def test_where_nobody_is_named_the_account_owner_phones(story: Story) -> None:
    known(story, "Olivia", "Sam")
    belongs(story, story.olivia.id, story.sam.id)
    assert "Olivia is told to phone now." in (story.fred.runs(BARE) or "")
    sees_all(story, "Olivia")


def test_while_they_are_away_it_is_the_deputy_and_the_thread_says_why(story: Story) -> None:
    known(story, "Sam")
    belongs(story, story.olivia.id, story.sam.id)
    said = story.olivia.runs("/angry-client away until Friday") or ""
    assert "You are away until" in said
    assert "Sam is told to phone now." in (story.fred.runs(BARE) or "")
    sees_all(story, "Sam", "Olivia is away until")


def test_who_is_named_and_away_hands_it_to_whoever_has_the_client(story: Story) -> None:
    known(story, "Sam")
    belongs(story, story.sam.id)
    story.olivia.runs("/angry-client away until Friday")
    story.fred.runs(FLAG)
    sees_all(story, "Sam", "so Sam has it")


def test_where_nobody_else_is_there_it_is_theirs_and_the_thread_says_so(story: Story) -> None:
    story.olivia.runs("/angry-client away for 2 days")
    story.fred.runs(FLAG)
    sees_all(story, "Olivia", "Hand it over on the card if you can phone.")


def test_who_is_back_is_phoned_for_again_at_once_or_when_the_day_comes(story: Story) -> None:
    belongs(story, story.olivia.id)
    story.olivia.runs("/angry-client away until Friday")
    assert "Welcome back." in (story.olivia.runs("/angry-client back") or "")
    assert "You are not away" in (story.olivia.runs("/angry-client back") or "")
    story.olivia.runs("/angry-client away tomorrow")
    story.fred.runs(BARE)
    sees_all(story, "Olivia")


def test_what_is_no_day_is_refused_with_the_way_to_say_it(story: Story) -> None:
    assert "/angry-client away until Monday" in (story.olivia.runs("/angry-client away someday") or "")
    assert "Until when?" in (story.olivia.runs("/angry-client away until") or "")




def test_a_client_of_somebody_who_cannot_phone_is_asked_for(story: Story) -> None:
    known(story, "Sam")
    belongs(story, "U0GUS0001", story.sam.id)
    assert "Sam is told to phone now." in (story.fred.runs(BARE) or "")
    sees_all(story, "Sam")
