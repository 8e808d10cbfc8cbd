"""Eight people press the same button in the same instant: one wins, seven hear in one sentence that it is done."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from story import Story

from bot.db.models import Escalation, History, Message
from bot.sandbox import Message as Post
from bot.sandbox import Person, Sandbox
from bot.sandbox.controls import controls, named, use
from bot.sandbox.sight import Seen
from bot.sandbox.things import Member

pytestmark = pytest.mark.alone  # eight at once, whose clicks must meet

COLLEAGUES = ("Fred", "Olivia", "Sam", "Mia", "Ivy", "Jon", "Kim", "Leo")
LEADS = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gail", "Hugo")
"""They may log a call, close and take back. Lena only flags: who flags may take it from somebody."""
STRIDE = timedelta(seconds=2)
ACTS = 3
FEW_ROUNDS, ROUNDS, MANY_ROUNDS = 8, 48, 1_000
"""Of eight clicks each, on each database."""
CLOSING = {
    "How did it end for them?": "Content: they say it is solved",
    "Why did it happen?": "An invoice they did not expect",
    "What did we learn?": "Two people read every invoice",
}
TAKEN = "{0} has it already. Ask {0} to hand it over, or a lead to take it."
LOGGED = "That is logged already. The thread says by whom."
CLOSED = "This one is closed. Reopen it first. Somebody was quicker."


class Crowd:
    """Sixteen people, eight of whom act in the same instant, each over a connection of their own."""

    def __init__(self, story: Story, pool: ThreadPoolExecutor) -> None:
        self.story, self.slack, self._pool = story, story.slack, pool
        self.colleagues, self.leads = self._people(COLLEAGUES), self._people(LEADS)

    def flag(self, client: str) -> Post:
        """Returns the card."""
        self.story.lena.person.runs(f"/angry-client {client} | third wrong invoice, they are furious")
        self.settle()
        return next(post for post in reversed(self.slack.channel("#escalations").messages) if not post.is_reply)

    def at_once(self, people: Sequence[Person], act: Callable[[Person], object]) -> None:
        ready = Barrier(len(people))

        def wait_and_act(person: Person) -> None:
            ready.wait(10)
            act(person)

        for done in [self._pool.submit(wait_and_act, person) for person in people]:
            done.result()

    def press(self, label: str, card: Post, people: Sequence[Person]) -> dict[str, list[str]]:
        """All press one button of the card. Returns what each was told, by first name, once all has been said."""
        before = {person.id: len(person.member.screen.ephemerals) for person in people}
        pressed = {person.id: named(label, list(controls([Seen("", card, "")], person.reader))) for person in people}
        self.at_once(people, lambda person: use(self.slack, person.member, pressed[person.id] or missing(label)))
        self.settle()
        return {
            person.member.first_name: [said.text for said in person.member.screen.ephemerals[before[person.id] :]]
            for person in people
        }

    def submit_close(self, card: Post) -> dict[str, list[str]]:
        """Each lead has filled in the form; all send it. Returns the errors in each."""
        for person in self.leads:
            button = named("Close", list(controls([Seen("", card, "")], person.reader)))
            use(self.slack, person.member, button or missing("Close"))
            person.fills(CLOSING)
        self.at_once(self.leads, lambda person: person.submits())
        self.settle()
        told = {}
        for person in self.leads:
            is_open = bool(person.member.screen.modals)
            told[person.member.first_name] = list(person.form.errors.values()) if is_open else []
            if is_open:
                person.cancels()
        return told

    def settle(self) -> None:
        """As the story does, in longer strides: there are hundreds of these."""
        self.story.bot.dispatcher.deliver_all()
        while self._unsaid():
            self.slack.clock.wind(STRIDE)
            self.story.bot.dispatcher.deliver_all()
        self.slack.deliveries.settle()

    def _unsaid(self) -> bool:
        with self.story.bot.doors.look(self.story.bot.workspace_id) as work:
            return work.first(work.select(Message).where(Message.state.not_in(("sent", "dropped")))) is not None

    def acts(self) -> list[tuple[str, str]]:
        """The history of the newest client: each act, and by whom."""
        with self.story.bot.doors.look(self.story.bot.workspace_id) as work:
            newest = select(Escalation.id).order_by(Escalation.id.desc()).limit(1).scalar_subquery()
            rows = work.session.scalars(select(History).where(History.escalation_id == newest).order_by(History.id))
            return [(row.act, self.slack.world.member(row.by or "").first_name) for row in rows]

    def thread(self, card: Post) -> list[str]:
        """What stands under the card, without the checklist."""
        return [post.text for post in self.slack.channel("#escalations").replies(card.ts)][1:]

    def heard_directly(self) -> list[str]:
        """Whose direct messages hold something new, once for each."""
        fresh = [post for post in self.slack.unexpected() if isinstance(post, Post) and post.channel[0] == "D"]
        return [self.slack.world.member("U" + post.channel[1:]).first_name for post in fresh]

    def all_of_it_was_expected(self) -> None:
        """The round has counted what was said."""
        for place in self.slack.unexpected():
            place.expected = True
        assert not [warning for person in (*self.colleagues, *self.leads) for warning in person.warnings]

    def _people(self, names: Sequence[str]) -> list[Person]:
        return [self.slack.person(name) for name in names]


def missing(label: str) -> None:
    raise AssertionError(f"the card has no {label!r}")


def one_winner(told: dict[str, list[str]], loser_hears: str) -> str:
    """The one whose click was acknowledged, or heard that it is logged. Each other was told one sentence, no more."""
    winners = [name for name, said in told.items() if not said or said[0].startswith("Logged.")]
    assert len(winners) == 1, told
    expected = [loser_hears.format(winners[0])]
    assert all(said == expected for name, said in told.items() if name != winners[0]), told
    return winners[0]


@pytest.fixture
def crowd(slack: Sandbox, tell: Callable[..., Story]) -> Iterator[Crowd]:
    for number, name in enumerate((*COLLEAGUES[4:], *LEADS)):
        member = Member(f"U0CROWD{number:02}", name.casefold(), f"{name} Crowd", "Europe/London", "T0FIRST")
        slack.world.members[member.id] = member
        slack.channel("#escalations").members.append(member.id)
    with ThreadPoolExecutor(8) as pool:
        yield Crowd(tell(leads=LEADS), pool)


def clients(rounds: int) -> Sequence[str]:
    return [f"Client {number}" for number in range(rounds)]


def test_of_eight_who_press_at_once_one_wins_each_time(crowd: Crowd, is_long: bool) -> None:
    """Taking it, logging the call and closing, of one client after the other."""
    for client in clients((MANY_ROUNDS if is_long else ROUNDS) // ACTS):
        card = crowd.flag(client)
        owner = one_winner(crowd.press("I'll take it", card, crowd.colleagues), TAKEN)
        caller = crowd.leads[0]
        crowd.press("I'm calling", card, [caller])
        spoke = one_winner(crowd.press("Reached", card, crowd.leads), LOGGED)
        closer = one_winner(crowd.submit_close(card), CLOSED)
        assert crowd.acts() == [
            ("flagged", "Lena"), ("owner", owner), ("calling", "Ada"), ("reached", spoke), ("closed", closer),
        ]  # fmt: skip
        assert crowd.thread(card) == [
            f"{owner} has it and phones now.",
            f"{spoke} has spoken with {client}, less than a minute after they were flagged.",
            f"{client} is closed by {closer}. Content: they say it is solved.",
        ]
        assert crowd.heard_directly() == [owner]
        crowd.all_of_it_was_expected()


def test_of_eight_who_take_the_flag_back_at_once_one_did_and_nobody_is_bothered(
    crowd: Crowd, is_long: bool
) -> None:
    """Who wanted what is so already has nothing to be told: the card shows it."""
    for client in clients(MANY_ROUNDS if is_long else FEW_ROUNDS):
        card = crowd.flag(client)
        told = crowd.press("Not an angry client", card, crowd.leads)
        assert not any(told.values()), told
        assert [act for act, _ in crowd.acts()] == ["flagged", "not an angry client"]
        assert len(crowd.thread(card)) == 1  # the question that nobody needs to answer any more
        assert crowd.heard_directly() == []
        crowd.all_of_it_was_expected()
