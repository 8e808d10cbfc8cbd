from collections.abc import Iterable, Mapping, Sequence

from bot.db.models import (
    Ask,
    Attempt,
    Channel,
    Client,
    Colleague,
    Erasure,
    Escalation,
    Gate,
    HandOver,
    History,
    Look,
    Message,
    Person,
    Promise,
    Step,
)
from bot.features.asks.usecases import withdraw
from bot.features.clients.views import phone_of
from bot.features.digest.usecases import forget_lessons
from bot.features.erasing.rules import SOMEBODY, SPOKEN, replaced
from bot.features.escalations.rules import OPEN
from bot.features.escalations.usecases import redraw, steps_of
from bot.features.follow_ups.usecases import drop_follow_ups
from bot.features.history.usecases import erase_rows
from bot.slack.blocks import View
from bot.slack.sentences import says
from bot.slack.text import escape
from bot.words import t
from bot.work import HOME, Work

MERGED, SET_DOWN = "clients merged", ("client", "clients merged")
"""Acts of the workspace's own history that say what is known of a client."""
ACTED: tuple[type[Attempt | Promise | Step], ...] = (Attempt, Promise, Step)
"""What says by whom it was done."""


PUT_TO_SOMEBODY: tuple[type[HandOver | Colleague], ...] = (HandOver, Colleague)
"""What says who was asked for what, and is of no use without."""


def erase(work: Work, escalation: Escalation) -> None:
    """Every word and name of one that has ended goes, here and from what we said in Slack. What is counted stays."""
    drop_follow_ups(work, escalation)
    withdraw(work, work.all(work.select(Ask).where(Ask.escalation_id == escalation.id)))
    for message in reversed(_messages_about(work, escalation)):  # replies first: they refer to what they reply to
        work.withdraw(message)
    _leave_no_word_elsewhere(work, escalation)
    for promise in work.all(work.select(Promise).where(Promise.escalation_id == escalation.id)):
        promise.what, promise.by, promise.next_ask_at = "", SOMEBODY, None
    for step in steps_of(work, escalation):
        step.reason, step.by = "", SOMEBODY if step.by else None
    for attempt in work.all(work.select(Attempt).where(Attempt.escalation_id == escalation.id)):
        attempt.by, attempt.why, attempt.ask_for = SOMEBODY, "", ""
    for model in PUT_TO_SOMEBODY:
        for row in work.all(work.select(model).where(model.escalation_id == escalation.id)):
            work.session.delete(row)
    erase_rows(work, _history_of(work, escalation))
    if escalation.source_channel and escalation.source_ts:  # a 🚨 that is read back later must not open it anew
        work.first_time(f"joined:{escalation.source_channel}:{escalation.source_ts}")
    escalation.what_happened = escalation.lesson = escalation.muted_why = escalation.client_typed = ""
    escalation.contact_typed = escalation.phone_typed = ""
    escalation.client_choices = []
    escalation.flagged_by, escalation.owner, escalation.calling_by = SOMEBODY, None, None
    escalation.source_channel = escalation.source_ts = escalation.card_id = escalation.checklist_id = None
    escalation.owner_question_id = escalation.client_question_id = None
    escalation.next_nudge_at = escalation.debrief_at = escalation.client = None
    escalation.erased_at = work.now


def erase_history_of(work: Work, rows: Sequence[History], words: Mapping[str, str]) -> None:
    """Those of the rows in which one of these stands."""
    erase_rows(work, [row for row in rows if row.by in words or replaced(row.detail, words) != row.detail])


def replace_words(work: Work, escalation: Escalation, instead: Mapping[str, str]) -> None:
    """Other words in place of these in all that was typed and said about one escalation, in Slack too."""
    escalation.what_happened = replaced(escalation.what_happened, instead)
    escalation.lesson = replaced(escalation.lesson, instead)
    escalation.muted_why = replaced(escalation.muted_why, instead)
    escalation.client_typed = replaced(escalation.client_typed, instead)
    escalation.contact_typed = replaced(escalation.contact_typed, instead)
    escalation.phone_typed = replaced(escalation.phone_typed, instead)
    for promise in work.all(work.select(Promise).where(Promise.escalation_id == escalation.id)):
        promise.what = replaced(promise.what, instead)
    for step in steps_of(work, escalation):
        step.reason = replaced(step.reason, instead)
    for attempt in work.all(work.select(Attempt).where(Attempt.escalation_id == escalation.id)):
        attempt.why, attempt.ask_for = replaced(attempt.why, instead), replaced(attempt.ask_for, instead)
    for hand_over in work.all(work.select(HandOver).where(HandOver.escalation_id == escalation.id)):
        for part in ("facts", "promises", "mood", "avoid"):
            setattr(hand_over, part, replaced(getattr(hand_over, part), instead))
    for colleague in work.all(work.select(Colleague).where(Colleague.escalation_id == escalation.id)):
        colleague.need = replaced(colleague.need, instead)
    erase_history_of(work, _history_of(work, escalation), instead)
    replace_in_asks(work.all(work.select(Ask).where(Ask.escalation_id == escalation.id)), instead)
    replace_in_messages(work, _messages_about(work, escalation), instead)
    if escalation.state in OPEN:
        redraw(work, escalation)


def replace_in_asks(asks: Iterable[Ask], instead: Mapping[str, str]) -> None:
    for asked in asks:
        asked.text = replaced(asked.text, as_spoken(instead))
        asked.blocks = replaced(asked.blocks, instead, SPOKEN)
        asked.struck_why = replaced(asked.struck_why, instead)


def replace_in_messages(work: Work, messages: Iterable[Message], instead: Mapping[str, str]) -> None:
    for message in messages:
        if not message.is_withdrawn:
            text = replaced(message.text, as_spoken(instead))
            work.change(message, View(text, replaced(message.blocks, instead, SPOKEN)))


def as_spoken(instead: Mapping[str, str]) -> dict[str, str]:
    """As they stand in a message's text, where everything typed is escaped."""
    return {escape(word): other for word, other in instead.items()}


def forget_person_in(work: Work, escalation: Escalation, person: Person) -> None:
    """In one escalation somebody else stands wherever this person stood, and what was said to them is taken back."""
    gone = person.user_id
    if escalation.calling_by == gone:
        escalation.calling_by = escalation.calling_since = None
    escalation.owner = None if escalation.owner == gone else escalation.owner
    escalation.flagged_by = SOMEBODY if escalation.flagged_by == gone else escalation.flagged_by
    for model in ACTED:
        for row in work.all(work.select(model).where(model.escalation_id == escalation.id, model.by == gone)):
            row.by = SOMEBODY
    for hand_over in work.all(work.select(HandOver).where(HandOver.escalation_id == escalation.id)):
        if gone in (hand_over.by, hand_over.receiver):
            work.session.delete(hand_over)
    for colleague in work.all(work.select(Colleague).where(Colleague.escalation_id == escalation.id)):
        if gone in (colleague.by, colleague.person):
            work.session.delete(colleague)
    withdraw(work, work.all(work.select(Ask).where(Ask.escalation_id == escalation.id, Ask.person == gone)))
    for message in _messages_about(work, escalation):
        if message.channel == gone:
            work.withdraw(message)
    replace_words(work, escalation, names_of(person))


def next_with(work: Work, person: Person) -> int | None:
    """An escalation in which this person still stands; None when there is no more."""
    gone = person.user_id
    for column in (Escalation.owner, Escalation.flagged_by, Escalation.calling_by):
        if escalation := work.first(work.select(Escalation).where(column == gone)):
            return escalation.id
    for model in ACTED:
        if done := work.first(work.select(model).where(model.by == gone)):
            return done.escalation_id
    if (put := _put_to_or_by(work, gone)) is not None:
        return put
    if noted := work.first(work.select(History).where(History.by == gone, History.escalation_id.is_not(None))):
        return noted.escalation_id
    if asked := work.first(work.select(Ask).where(Ask.person == gone, Ask.escalation_id.is_not(None))):
        return asked.escalation_id
    said = work.select(Message).where(Message.channel == gone, Message.is_withdrawn.is_(False))
    message = work.first(said.where(Message.escalation_id.is_not(None)))
    return message.escalation_id if message else None


def _put_to_or_by(work: Work, gone: str) -> int | None:
    """An escalation that they offered or were offered, or in which they were brought in."""
    offers = work.select(HandOver).where((HandOver.by == gone) | (HandOver.receiver == gone))
    helping = work.select(Colleague).where((Colleague.by == gone) | (Colleague.person == gone))
    found = work.first(offers) or work.first(helping)
    return found.escalation_id if found else None


def take_back_from(work: Work, person: Person) -> bool:
    """All else that was said to them, or of them to the leads. True while Slack has not deleted everything."""
    gone = person.user_id
    withdraw(work, work.all(work.select(Ask).where(Ask.person == gone)))
    said = work.select(Message).where(Message.channel == gone)
    places = {gone} | {message.sent_channel for message in work.all(said) if message.sent_channel}
    left = work.all(work.select(Message).where(Message.channel.in_(places)).order_by(Message.id.desc()))
    for message in left:
        if not message.is_withdrawn:
            work.withdraw(message)
    instead = names_of(person)
    settings_changed = work.all(work.select(History).where(History.escalation_id.is_(None)))
    erase_history_of(work, settings_changed, instead)
    replace_in_asks(work.all(work.select(Ask).where(Ask.escalation_id.is_(None))), instead)
    replace_in_messages(work, work.all(work.select(Message).where(Message.escalation_id.is_(None))), instead)
    return bool(left)


def forget_person_row(work: Work, person: Person) -> None:
    """The last of them: the row, and the pace of what was said to them."""
    work.workspace.guided = None if work.workspace.guided == person.user_id else work.workspace.guided
    theirs = Gate.channel.in_((person.user_id, f"{HOME}{person.user_id}")) | Gate.channel.startswith("D")
    for gate in work.all(work.select(Gate).where(theirs)):
        work.session.delete(gate)
    for look in work.all(work.select(Look).where(Look.user_id == person.user_id)):
        shown = work.find(Message, look.message_id)
        work.session.delete(look)
        work.session.flush()
        work.session.delete(shown)
    for place in work.all(work.select(Channel).order_by(Channel.channel)):
        place.members = [member for member in place.members if member != person.user_id]
    for client in work.all(work.select(Client).where(Client.account_owner == person.user_id)):
        client.account_owner, client.deputy = client.deputy, None
    for client in work.all(work.select(Client).where(Client.deputy == person.user_id)):
        client.deputy = None
    for erasure in work.all(work.select(Erasure).where(Erasure.person_id == person.id)):
        erasure.person_id = None
    for erasure in work.all(work.select(Erasure).where(Erasure.by == person.user_id)):
        erasure.by = SOMEBODY
    work.session.flush()
    work.session.delete(person)


def names_of(person: Person) -> dict[str, str]:
    """Their id and their name, and what stands there instead."""
    return dict.fromkeys((person.user_id, person.name), t("somebody"))


def drop_client(work: Work, client: Client) -> bool:
    """The row goes when no escalation needs it any more. Whether it went."""
    work.session.flush()
    if work.first(work.select(Escalation).where(Escalation.client_id == client.id)):
        return False
    for erasure in work.all(work.select(Erasure).where(Erasure.client_id == client.id)):
        erasure.client_id = None
    ids = _ids_of(work, client)
    for row in work.all(work.select(History).where(History.act == "corrected")):
        if row.detail.get("client_was") in ids:  # it was named by mistake for what is another's
            replace_words(work, work.find(Escalation, row.escalation_id or 0), words_of(client))
    for asked in work.all(work.select(Escalation).where(Escalation.client_typed != "")):
        if client.id in asked.client_choices:  # it was one of those whom a name may have meant
            asked.client_choices = [choice for choice in asked.client_choices if choice != client.id]
            replace_words(work, asked, words_of(client))
    set_down = work.all(work.select(History).where(History.act.in_(SET_DOWN)))
    erase_rows(work, [row for row in set_down if row.detail.get("client") in ids])
    work.session.delete(client)
    work.session.flush()
    return True


def _ids_of(work: Work, client: Client) -> set[int]:
    """Its own, and those of the clients that were made one with it."""
    merged = [row.detail for row in work.all(work.select(History).where(History.act == MERGED).order_by(History.id))]
    ids = {client.id}
    for detail in reversed(merged):  # what was merged into it, and what had been merged into that
        if detail.get("client") in ids:
            ids.add(detail["client_was"])
    return ids


def words_of(client: Client) -> dict[str, str]:
    """The client's names, contact and number, and what stands there instead."""
    phone = phone_of(client)
    words = (client.name, *client.aliases, client.contact, client.phone, phone.shown, phone.dialled)
    return {word: t("a client") for word in words if word}


def _leave_no_word_elsewhere(work: Work, escalation: Escalation) -> None:
    """In the digests, and in the thread into which it was merged."""
    name = escalation.client.name if escalation.client else ""
    forget_lessons(work, name, escalation.lesson, since=escalation.flagged_at)
    for look in work.all(work.select(Look).order_by(Look.id)):  # who has it open reads it anew in a moment
        work.change(work.find(Message, look.message_id), says("Open this tab once more, and I show how things stand."))
    into = work.session.get(Escalation, escalation.merged_into_id) if escalation.merged_into_id else None
    if into is not None and escalation.client and into.client_id != escalation.client_id and not into.erased_at:
        replace_words(work, work.find(Escalation, into.id), words_of(escalation.client))


def _messages_about(work: Work, escalation: Escalation) -> Sequence[Message]:
    return work.all(work.select(Message).where(Message.escalation_id == escalation.id).order_by(Message.id))


def _history_of(work: Work, escalation: Escalation) -> Sequence[History]:
    return work.all(work.select(History).where(History.escalation_id == escalation.id))
