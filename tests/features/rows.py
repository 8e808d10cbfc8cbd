"""Rows as the database would hand them over, made from what somebody typed; and views as one reads them in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.db.models import Ask, Attempt, Client, Colleague, Escalation, HandOver, Message, Promise, Step
from bot.features.escalations.views import Standing
from bot.playbook import PLAYBOOK
from bot.sandbox.clock import Clock
from bot.sandbox.content import named
from bot.sandbox.manifest import read_manifest
from bot.sandbox.northwind import furnish
from bot.sandbox.outline import blocks_outline, form_outline
from bot.sandbox.reading import Reader
from bot.sandbox.state import State as Slack
from bot.sandbox.things import View as Shown
from bot.slack.blocks import Block, Form, View
from bot.slack.text import Link

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OWNER, FLAGGER = "U0OLIVIA1", "U0FRED001"
THREAD = Link("https://northwind.slack.com/archives/C0ESCALAT/p1772445600000100", "the thread")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What people typed, or left empty."""

    client: str = "Acme Corp"
    contact: str = "Ann Lee"
    phone: str = "+44 20 7946 0018"
    sentence: str = "third wrong invoice, they are furious"
    person: str = "Olivia"
    promise: str = "send the corrected invoice"
    lesson: str = "Two people check an invoice before it leaves."
    id: int = 7


def client_of(typed: Typed) -> Client | None:
    if not typed.client:
        return None
    client = Client(workspace_id="T1", name=typed.client, key="key", contact=typed.contact, phone=typed.phone)
    client.id = 3
    return client


def full_client_of(typed: Typed) -> Client:
    """With all that can be set down."""
    client = client_of(typed) or Client(workspace_id="T1", name="Acme", key="key")
    client.id = 3
    client.aliases, client.zone = [typed.contact or "Acme UK"], "Europe/Berlin"
    client.value_at_risk = typed.promise[:60]
    client.prefers_writing = client.do_not_call = client.hard_of_hearing = True
    client.language, client.notes, client.account_owner, client.deputy = "Welsh", typed.sentence, OWNER, FLAGGER
    return client


def escalation_of(typed: Typed, state: str = "waiting", **values: Any) -> Escalation:
    ended = state in ("closed", "undone", "merged")
    reached = state in ("reached", "agreed", "closed")
    defaults: dict[str, Any] = {
        "workspace_id": "T1", "state": state, "heat": 5, "what_happened": typed.sentence, "channel": "C0ESCALAT",
        "flagged_by": FLAGGER, "flagged_at": NOW - timedelta(minutes=14), "waiting_since": NOW - timedelta(minutes=14),
        "client": client_of(typed), "owner": OWNER, "reached_at": NOW - timedelta(minutes=2) if reached else None,
        "agreed_at": NOW if state == "agreed" else None, "ended_at": NOW if ended else None,
        "outcome": "parted_well" if state == "closed" else None, "cause": "invoice" if state == "closed" else None,
        "lesson": typed.lesson if state == "closed" else "",
    }  # fmt: skip
    escalation = Escalation(**(defaults | values))
    escalation.id = typed.id
    return escalation


def by_letter(typed: Typed, state: str = "waiting") -> Escalation:
    """Of a client who wants it in writing."""
    escalation = escalation_of(typed, state)
    if escalation.client:
        escalation.client.prefers_writing = True
    return escalation


def steps_of(typed: Typed, done: int = 0, skipped: int = 0, by: str = OWNER) -> list[Step]:
    """All steps of the playbook: so many of them done, then so many skipped."""
    steps = []
    for position, step in enumerate(PLAYBOOK.steps):
        row = Step(workspace_id="T1", escalation_id=typed.id, key=step.key, position=position)
        row.id = 100 + position
        if position < done + skipped:
            row.state = "done" if position < done else "skipped"
            row.by, row.at = by, NOW + timedelta(seconds=position)
            row.reason = "" if position < done else typed.sentence[:120] or "no time"
        steps.append(row)
    return steps


def promise_of(typed: Typed, **values: Any) -> Promise:
    defaults: dict[str, Any] = {
        "workspace_id": "T1", "escalation_id": typed.id, "what": typed.promise, "by": OWNER, "made_at": NOW,
        "due_at": NOW + timedelta(hours=4),
    }  # fmt: skip
    promise = Promise(**(defaults | values))
    promise.id = 11
    return promise


def attempt_of(typed: Typed, result: str, **values: Any) -> Attempt:
    defaults: dict[str, Any] = {"why": typed.sentence[:200], "ask_for": typed.contact}
    return Attempt(workspace_id="T1", escalation_id=typed.id, by=OWNER, at=NOW, result=result, **(defaults | values))


def hand_over_of(typed: Typed, **values: Any) -> HandOver:
    defaults: dict[str, Any] = {
        "workspace_id": "T1", "escalation_id": typed.id, "by": OWNER, "receiver": FLAGGER, "offered_at": NOW,
        "facts": typed.sentence, "promises": typed.promise, "mood": "Furious", "avoid": typed.lesson[:200],
    }  # fmt: skip
    hand_over = HandOver(**(defaults | values))
    hand_over.id = 17
    return hand_over


def colleague_of(typed: Typed) -> Colleague:
    colleague = Colleague(
        workspace_id="T1", escalation_id=typed.id, person=FLAGGER, by=OWNER, at=NOW, need=typed.promise
    )
    colleague.id = 19
    return colleague


def message_of(typed: Typed, state: str = "parked", reason: str = "is_archived") -> Message:
    message = Message(
        workspace_id="T1", channel="C0OLD0000", key="key", text=typed.sentence, blocks=[], line="line", due_at=NOW,
        changed_at=NOW, state=state, reason=reason,
    )  # fmt: skip
    message.id = 13
    return message


def ask_of(words: View, number: int = 0, **values: Any) -> Ask:
    defaults: dict[str, Any] = {
        "workspace_id": "T1", "person": OWNER, "escalation_id": 7, "topic": f"topic:{number}", "key": f"key:{number}",
        "due_at": NOW, "speak_at": NOW, "text": words.text, "blocks": words.blocks, "said_at": NOW, "state": "said",
    }  # fmt: skip
    ask = Ask(**(defaults | values))
    ask.id = number
    return ask


def standing_of(typed: Typed, state: str = "waiting", *, earlier: int = 0, **values: Any) -> Standing:
    before = [escalation_of(typed, "closed") for _ in range(earlier)]
    more: dict[str, Any] = {key: values.pop(key) for key in ("promise", "source", "merged_into", "last_promise", "told",
                                                               "offered_to", "helping")
                            if key in values}  # fmt: skip
    defaults: dict[str, Any] = {"promise": None, "last_promise": None}
    return Standing(
        escalation=escalation_of(typed, state, **values), steps=steps_of(typed, done=values.pop("done", 0)),
        names={OWNER: typed.person, FLAGGER: "Fred"}, earlier=before, **(defaults | more),
    )  # fmt: skip


def name(user_id: str | None) -> str:
    return {OWNER: "Olivia", FLAGGER: "Fred"}.get(user_id or "", "somebody")


def _reader() -> Reader:
    slack = Slack(Clock(NOW), read_manifest())
    furnish(slack)
    return Reader(slack, slack.member("Olivia"))


READER = _reader()


def read(view: View | Form | Sequence[Block]) -> str:
    """What Olivia reads, a line a line."""
    slack = READER.state
    if isinstance(view, Form):
        content = view.view() | {"blocks": named(view.blocks, slack)}
        return form_outline(Shown("V1", "modal", content, "hash", OWNER, "V1"), READER)
    blocks = view.blocks if isinstance(view, View) else [*view]
    return blocks_outline(named(blocks, slack), {}, {}, READER)


def heard(view: View) -> str:
    """What her telephone says while it is locked."""
    return READER.mrkdwn(view.text)
