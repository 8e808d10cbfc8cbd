"""Everything that people and clocks can do in a workspace, drawn by lot, with the ids of whichever rows one likes."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from channels import just_asked

from bot.assembly import clocks_of_features
from bot.clocks import run_due
from bot.db.models import Colleague, Escalation, FollowUp, HandOver, History, Message, Person, Promise, Step
from bot.features.calls.rules import Result
from bot.features.calls.usecases import (
    More,
    ask_a_lead,
    log_attempt,
    name_somebody_else,
    start_calling,
    take_reached_back,
    waiting_for_a_call,
)
from bot.features.causes.rules import Cause
from bot.features.closing.rules import Outcome
from bot.features.closing.usecases import close, closing_form, reopen
from bot.features.colleagues.usecases import answer_no, answer_yes, bring_in, open_to_help
from bot.features.corrections.usecases import correct, correctable, merge, mergeable
from bot.features.digest.usecases import digest_now
from bot.features.flagging.usecases import Source, flag_again, flag_text, undo_flag, undo_flag_by_reaction
from bot.features.follow_ups.rules import Feeling
from bot.features.follow_ups.usecases import answer_follow_up, try_follow_up_again
from bot.features.hand_overs.rules import Brief
from bot.features.hand_overs.usecases import accept, decline, offer, offer_to_decline, what_to_hand_over
from bot.features.home.usecases import drop_message, health_of, home_of, retry_message
from bot.features.nudges.usecases import give_more_time
from bot.features.owners.usecases import assign, assignable, claim, take_back
from bot.features.people.usecases import update_person
from bot.features.preferences.usecases import (
    begin,
    change_settings,
    channels_before,
    end_guide,
    rehearse,
    show_settings,
    throw_away,
    undo_change,
)
from bot.features.promises.rules import Fate
from bot.features.promises.usecases import agree, can_agree, move_promise, promise_of, settle_promise
from bot.features.steps.usecases import complete_step, skip_step, step_to_explain, step_to_skip, undo_step
from bot.features.welcome.usecases import answer_with_help, introduce, keep_quiet_in
from bot.work import Doors, Work

PEOPLE = ("U0FRED001", "U0OLIVIA1", "U0LENA001")
CLIENTS = ("Acme", "Globex", "Initech", "Łódź Foods")
CHANNEL, ELSEWHERE = "C0ESCALAT", "C0GENERAL"
MODELS: tuple[Any, ...] = (Escalation, Step, Promise, FollowUp, HandOver, Colleague, Message, History)
SETTINGS = {
    "zone": ("UTC", "Europe/London", "Asia/Tokyo"), "emoji": ("rotating_light", "fire"), "digest_day": ("0", "4"),
    "goal_furious": ("5", "15", "30"), "quiet_from": ("20:00", "21:00"), "retention_days": ("90", "365"),
    "work_until": ("17:00", "18:00"), "holidays": ("", "GB-ENG"), "days_off": ("", "24 Dec 2026"),
    "furious_overrides": ("no", "yes"), "goal_uneasy": ("4 hours", "4 working hours"),
}  # fmt: skip
Ids = Mapping[Any, Sequence[int]]
Deed = Callable[[Work], Any]


@dataclass
class Hand:
    """Acts in one workspace. Its words carry a mark, by which they are known wherever they turn up."""

    doors: Doors
    workspace_id: str
    mark: str
    chance: random.Random
    number: int = field(default=0, init=False)

    def ids(self) -> Ids:
        with self.doors.look(self.workspace_id) as work:
            return {model: work.session.scalars(_ids_of(work, model)).all() for model in MODELS}

    def begin(self) -> None:
        """A row of every kind: two clients, with one of whom something is agreed."""
        for client in CLIENTS[:2]:
            self.do(lambda work, client=client: flag_text(work, PEOPLE[0], f"{client} | {self.words('furious')}"))
        about = str(self.ids()[Escalation][0])
        self.do(lambda work: claim(work, PEOPLE[1], about))
        self.do(lambda work: offer(work, PEOPLE[1], about, PEOPLE[2], Brief(facts=self.words("wrong again"))))
        self.do(lambda work: bring_in(work, PEOPLE[1], about, PEOPLE[0], self.words("read it to me")))
        self.do(lambda work: log_attempt(work, PEOPLE[1], about, Result.REACHED))
        self.do(lambda work: agree(work, PEOPLE[1], about, self.words("a new invoice"), self._soon(work)))
        self.do(lambda work: change_settings(work, PEOPLE[2], {"emoji": "fire"}, {}))

    def use(self, ids: Ids) -> Any:
        """One act on one of these rows. Returns what the person is shown. Raises Refusal."""
        return self.do(self.chance.choice(self._with_a_row(ids)))

    def act(self) -> Any:
        """One act that begins with no row. The same."""
        self.number += 1
        return self.do(self.chance.choice(list(self._with_none(self.chance.choice(PEOPLE)))))

    def do(self, deed: Deed) -> Any:
        with self.doors.open(self.workspace_id) as work:
            just_asked(work)
            return deed(work)

    def run_clocks(self) -> int:
        return run_due(clocks_of_features(), self.doors, self.workspace_id)

    def words(self, what: str) -> str:
        return f"{what} {self.mark}"

    def _with_a_row(self, ids: Ids) -> list[Deed]:
        by = self.chance.choice(PEOPLE)

        def one(model: Any) -> str:
            return str(self.chance.choice(ids[model]))

        return [*self._with_an_escalation(by, one(Escalation), one(Escalation)), *self._with_other_rows(by, one)]

    def _with_an_escalation(self, by: str, about: str, other: str) -> Iterator[Deed]:
        pick, words = self.chance.choice, self.words
        yield lambda work: claim(work, by, about)
        yield lambda work: assign(work, by, about, pick(PEOPLE))
        yield lambda work: assignable(work, by, about).what_happened
        yield lambda work: start_calling(work, by, about)
        yield lambda work: log_attempt(work, by, about, pick(list(Result)), pick((None, timedelta(minutes=30))))
        yield lambda work: waiting_for_a_call(work, by, about).what_happened
        yield lambda work: log_attempt(work, by, about, Result.WROTE, more=More(
            again="30", why=words("on a plane"), ask_for=words("Bob"), is_chosen=True))  # fmt: skip
        yield lambda work: name_somebody_else(work, by, about, words("the front desk"))
        yield lambda work: ask_a_lead(work, by, about)
        yield lambda work: take_reached_back(work, by, about)
        yield lambda work: what_to_hand_over(work, by, about)
        yield lambda work: offer(work, by, about, pick(PEOPLE), Brief(facts=words("wrong again"), mood=words("cold")))
        yield lambda work: bring_in(work, by, about, pick(PEOPLE), words("read it to me"))
        yield lambda work: open_to_help(work, by, about).what_happened
        yield lambda work: give_more_time(work, by, about)
        yield lambda work: agree(work, by, about, words("a new invoice"), self._soon(work))
        yield lambda work: can_agree(work, by, about).what_happened
        yield lambda work: closing_form(work, by, about)
        yield lambda work: close(work, by, about, pick(list(Outcome)), pick(list(Cause)), words("Read it twice"))
        yield lambda work: reopen(work, by, about)
        yield lambda work: correct(work, by, about, pick(CLIENTS), pick(range(1, 6)), words("Ann"), words("+44"))
        yield lambda work: correctable(work, by, about).what_happened
        yield lambda work: [each.what_happened for each in mergeable(work, by, about)[1]]
        yield lambda work: merge(work, by, about, other)
        yield lambda work: undo_flag(work, by, about)
        yield lambda work: flag_again(work, by, about)
        yield lambda work: throw_away(work, by, about)

    def _with_other_rows(self, by: str, one: Callable[[Any], str]) -> Iterator[Deed]:
        pick, words = self.chance.choice, self.words
        yield lambda work: complete_step(work, by, one(Step))
        yield lambda work: skip_step(work, by, one(Step), words("no need"))
        yield lambda work: undo_step(work, by, one(Step))
        yield lambda work: step_to_skip(work, by, one(Step)).reason
        yield lambda work: step_to_explain(work, by, one(Step)).reason
        yield lambda work: accept(work, by, one(HandOver))
        yield lambda work: offer_to_decline(work, by, one(HandOver))[0].facts
        yield lambda work: decline(work, by, one(HandOver), words("no time"))
        yield lambda work: take_back(work, by, one(HandOver))
        yield lambda work: answer_yes(work, by, one(Colleague))
        yield lambda work: answer_no(work, by, one(Colleague))
        yield lambda work: settle_promise(work, by, one(Promise), pick((Fate.KEPT, Fate.BROKEN)))
        yield lambda work: move_promise(work, by, one(Promise), self._soon(work))
        yield lambda work: promise_of(work, by, one(Promise))[1].what
        yield lambda work: answer_follow_up(work, by, one(FollowUp), pick(list(Feeling)))
        yield lambda work: try_follow_up_again(work, by, one(FollowUp))
        yield lambda work: retry_message(work, by, one(Message))
        yield lambda work: drop_message(work, by, one(Message))
        yield lambda work: undo_change(work, by, one(History), {})
        yield lambda work: channels_before(work, one(History))

    def _with_none(self, by: str) -> Iterator[Deed]:
        pick, words, number = self.chance.choice, self.words, str(self.number)
        source = Source(CHANNEL, f"1772445600.{pick(range(200)):06}")
        flagged = f"{pick(CLIENTS)} | {words('they are furious')} <@{pick(PEOPLE)}>"
        yield lambda work: flag_text(work, by, flagged)
        yield lambda work: flag_text(work, by, flagged, source)
        yield lambda work: undo_flag_by_reaction(work, by, source)
        yield lambda work: home_of(work, by)
        yield lambda work: health_of(work, by, [])
        yield lambda work: digest_now(work, by)
        yield lambda work: show_settings(work, by)
        yield lambda work: change_settings(work, by, self._typed(), {})
        yield lambda work: begin(work, by, CHANNEL)
        yield lambda work: rehearse(work, by)
        yield lambda work: end_guide(work, by)
        yield lambda work: introduce(work, number, ELSEWHERE, "#escalations", by)
        yield lambda work: answer_with_help(work, number, by, ELSEWHERE, source.ts, "#escalations")
        yield lambda work: keep_quiet_in(work, ELSEWHERE, shared=pick((True, False)))
        yield lambda work: update_person(work, by, {"zone": pick(SETTINGS["zone"])})
        yield lambda work: work.all(work.select(Person).where(Person.user_id == by))[0].name

    def _typed(self) -> dict[str, str]:
        return {name: self.chance.choice(values) for name, values in SETTINGS.items()}

    def _soon(self, work: Work) -> str:
        return str(int((work.now + timedelta(hours=self.chance.randint(1, 72))).timestamp()))


def _ids_of(work: Work, model: Any) -> Any:
    return work.select(model).with_only_columns(model.id).order_by(model.id)
