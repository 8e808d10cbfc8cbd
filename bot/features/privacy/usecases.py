from collections.abc import Sequence

from bot.db.models import Ask, Client, Erasure, Escalation, Message, Person, Promise
from bot.errors import Refusal
from bot.features.asks.usecases import ask, reword, whom_we_know, withdraw
from bot.features.clients.usecases import find_client
from bot.features.erasing.usecases import (
    drop_client,
    erase,
    forget_person_in,
    forget_person_row,
    next_with,
    take_back_from,
)
from bot.features.escalations.rules import OPEN
from bot.features.people.rules import Action
from bot.features.people.usecases import find_person, name_of, require
from bot.features.privacy.rules import LOOK_AGAIN_AFTER, NEXT_AFTER, UNDO_FOR, may_forget
from bot.features.privacy.views import (
    OfClient,
    OfPerson,
    client_would_go_view,
    done_view,
    not_done_view,
    noted_view,
    partly_done_view,
    person_would_go_view,
    planned_view,
    undone_view,
)
from bot.slack.blocks import View
from bot.slack.ids import as_typed, mentioned
from bot.words import later, said, t
from bot.work import Work

WHOM = later("Say whom: /angry-client forget Acme, or /angry-client forget @somebody.")
LEADS_ONLY = later("Only a lead can have somebody forgotten, or that person themself. Ask {lead}.")
TOO_LATE = later("That has begun already, and can't be undone any more.")


def ask_to_forget(work: Work, by: str, typed: str) -> View:
    """What would go, listed. Nothing is planned yet."""
    if found := mentioned(typed):
        person = work.first(work.select(Person).where(Person.user_id == found[0]))
        return _person_would_go(work, by, person)
    name = as_typed(typed)
    if client := find_client(work, name):
        return _client_would_go(work, by, client)
    namesakes = work.all(work.select(Person).where(Person.name == name).limit(2))  # who has left can't be mentioned
    if len(namesakes) == 1:
        return _person_would_go(work, by, namesakes[0])
    _require(work, by, "")
    raise Refusal(_nobody(name) if name else said(WHOM))


def forget_client(work: Work, by: str, client_id: str) -> View:
    client = work.find(Client, client_id)
    _require(work, by, "")
    _refuse_while_open(work, client)
    return _plan(work, by, client.name, client=client)


def forget_person(work: Work, by: str, person_id: str) -> View:
    person = work.find(Person, person_id)
    _require(work, by, person.user_id)
    if reason := _why_not(work, person):
        raise Refusal(_and_then(reason))
    return _plan(work, by, person.name, person=person)


def undo(work: Work, by: str, erasure_id: str) -> None:
    """For a day, by any lead or the person themself."""
    erasure = work.find(Erasure, erasure_id)
    person = work.session.get(Person, erasure.person_id) if erasure.person_id else None
    _require(work, by, person.user_id if person else "")
    if erasure.state == "undone":
        return
    if erasure.state != "planned":
        raise Refusal(said(TOO_LATE))
    erasure.state, erasure.next_at = "undone", None
    for asked in _words_about(work, erasure):
        reword(work, asked, undone_view(_name_of(work, erasure), name_of(work, by)))


def carry_out(work: Work, erasure: Erasure) -> None:
    """Its clock has come: a step in each transaction, until nothing is left."""
    work.take_turns()  # else somebody might flag the client meanwhile
    erasure.state = "running"
    if erasure.client_id:
        _forget_client_on(work, erasure, work.find(Client, erasure.client_id))
    elif erasure.person_id:
        _forget_person_on(work, erasure, work.find(Person, erasure.person_id))
    else:  # it went by itself, when it had been kept long enough
        _end(work, erasure, done_view(erasure.asked_at))


def _forget_client_on(work: Work, erasure: Erasure, client: Client) -> None:
    ended = work.select(Escalation).where(Escalation.client_id == client.id, Escalation.state.not_in(OPEN))
    if escalation := work.first(ended.order_by(Escalation.id), lock=True):
        erase(work, escalation)
        return
    name = client.name
    words = done_view(erasure.asked_at) if drop_client(work, client) else partly_done_view(name)
    _end(work, erasure, words)


def _forget_person_on(work: Work, erasure: Erasure, person: Person) -> None:
    if why := _why_not(work, person):
        _end(work, erasure, not_done_view(person.name, _and_then(why)), state="undone")
    elif escalation_id := next_with(work, person):
        forget_person_in(work, work.find(Escalation, escalation_id), person)
        erasure.next_at = work.now + NEXT_AFTER
    elif take_back_from(work, person):
        erasure.next_at = work.now + LOOK_AGAIN_AFTER
    else:
        forget_person_row(work, person)
        _end(work, erasure, done_view(erasure.asked_at))


def _end(work: Work, erasure: Erasure, words: View, *, state: str = "done") -> None:
    """What was said about it names whom it was about: taken back, and said anew without.

    Who asked to be forgotten themself is, and hears nothing.
    """
    erasure.state, erasure.next_at, erasure.client_id, erasure.person_id = state, None, None, None
    withdraw(work, _words_about(work, erasure))
    if find_person(work, erasure.by):
        ask(work, erasure.by, words, topic=_topic(erasure), key=f"{_topic(erasure)}:done")


def _plan(work: Work, by: str, name: str, *, client: Client | None = None, person: Person | None = None) -> View:
    """Once, however often it is pressed."""
    same = work.select(Erasure).where(Erasure.state == "planned").where(
        Erasure.client_id == client.id if client else Erasure.person_id == (person.id if person else None)
    )  # fmt: skip
    planned = work.first(same, lock=True)
    if planned is None or planned.next_at is None:
        planned = work.add(Erasure(
            workspace_id=work.workspace.id, by=by, asked_at=work.now, client_id=client.id if client else None,
            person_id=person.id if person else None, next_at=work.now + UNDO_FOR,
        ))  # fmt: skip
    at = planned.next_at or work.now
    words = planned_view(name, at, planned.id)
    ask(work, by, words, topic=_topic(planned), key=f"{_topic(planned)}:{by}", at_once=True)
    return noted_view(at)


def _client_would_go(work: Work, by: str, client: Client) -> View:
    _require(work, by, "")
    _refuse_while_open(work, client)
    escalations = work.all(work.select(Escalation).where(Escalation.client_id == client.id))
    ids = [escalation.id for escalation in escalations]
    known = OfClient(
        escalations=len(ids), promises=work.count(work.select(Promise).where(Promise.escalation_id.in_(ids))),
        lessons=sum(bool(escalation.lesson) for escalation in escalations),
        messages=work.count(work.select(Message).where(Message.escalation_id.in_(ids))),
    )  # fmt: skip
    return client_would_go_view(client.name, known, client.id)


def _person_would_go(work: Work, by: str, person: Person | None) -> View:
    _require(work, by, person.user_id if person else "")
    if person is None:
        raise Refusal(t("I have not met them, and know nothing of them."))
    if why := _why_not(work, person):
        raise Refusal(_and_then(why))
    asked = work.select(Ask).where(Ask.person == person.user_id)
    known = OfPerson(
        escalations=work.count(work.select(Escalation).where(
            (Escalation.owner == person.user_id) | (Escalation.flagged_by == person.user_id)
            | Escalation.id.in_(asked.with_only_columns(Ask.escalation_id))
        )),
        messages=work.count(work.select(Message).where(Message.channel == person.user_id)),
    )  # fmt: skip
    return person_would_go_view(person.name, known, person.id)


def _require(work: Work, by: str, person_id: str) -> None:
    asking = require(work, by, Action.READ)
    if may_forget(asking, person_id, work.workspace.leads):
        return
    lead = whom_we_know(work)
    raise Refusal(said(LEADS_ONLY, lead=name_of(work, lead) if lead else t("one of them")))


def _refuse_while_open(work: Work, client: Client) -> None:
    if work.first(work.select(Escalation).where(Escalation.client_id == client.id, Escalation.state.in_(OPEN))):
        raise Refusal(t(
            "{client} is open, and somebody has to phone them. Close it first, then ask me again.", client=client.name
        ))  # fmt: skip


def _why_not(work: Work, person: Person) -> str:
    if person.user_id in work.workspace.leads:
        return t("{name} is a lead. Take them off the leads first.", name=person.name)
    if work.first(work.select(Escalation).where(Escalation.owner == person.user_id, Escalation.state.in_(OPEN))):
        return t("{name} has a client who is still open. Hand that over first.", name=person.name)
    return ""


def _nobody(name: str) -> str:
    return t(
        "I know nobody called “{name}”. If that is how a client's name goes on, type: "
        "/angry-client forget {name} | what happened",
        name=name,
    )


def _and_then(why: str) -> str:
    return f"{why} {t('Then ask me again.')}"


def _name_of(work: Work, erasure: Erasure) -> str:
    client = work.session.get(Client, erasure.client_id) if erasure.client_id else None
    person = work.session.get(Person, erasure.person_id) if erasure.person_id else None
    return client.name if client else person.name if person else t("Whom you named")


def _words_about(work: Work, erasure: Erasure) -> Sequence[Ask]:
    return work.all(work.select(Ask).where(Ask.topic == _topic(erasure)))


def _topic(erasure: Erasure) -> str:
    return f"erasure:{erasure.id}"
