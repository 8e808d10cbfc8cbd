from collections.abc import Collection, Mapping, Sequence

from bot.db.models import Client, Erasure, Escalation, Promise
from bot.errors import Refusal
from bot.features.address_book.rules import (
    FLAGS,
    LABELS,
    MOST,
    PEOPLE,
    Value,
    both_of,
    differences,
    read_values,
    two_names,
    values_of,
)
from bot.features.address_book.views import (
    FORM,
    MERGE,
    PAST,
    SHOWN_MOST,
    Before,
    client_form,
    merge_form,
    merged_view,
    past_view,
    saved_view,
    which_view,
)
from bot.features.clients.usecases import told_of, whose_name
from bot.features.escalations.rules import OPEN, State
from bot.features.escalations.usecases import open_escalation_of, redraw
from bot.features.history.usecases import note
from bot.features.nudges.usecases import refresh_words
from bot.features.people.rules import Action, outside
from bot.features.people.usecases import channels_read_by, find_person, names_of, require
from bot.features.people.views import UNSEEN
from bot.names import key_of, keys_of
from bot.slack.blocks import Form, View
from bot.slack.text import tidy
from bot.words import later, said, t
from bot.work import Work

WHOM = later("Say whom: /angry-client history Acme.")
NOBODY = later("I know no client called “{name}”. To flag one, type /angry-client {name} | what happened.")
TAKEN = later("{name} is found by that name already. Choose another, or ask a lead to merge the two.")
TAKEN_UNSEEN = later("That name is taken already. Choose another, or ask a lead.")
HOW_TO_MERGE = later("Say which: /angry-client merge Acme Ltd into Acme.")
THE_SAME = later("That is one client already. Both names find them.")
BOTH_OPEN = later("Both are open, each in a thread of its own. Merge the threads on a card first, then the clients.")


def open_form(work: Work, by: str, typed: str) -> Form | View:
    """The client's form, or an empty one; where several may be meant, which."""
    person = require(work, by, Action.CHANGE_CLIENT)
    name = tidy(typed, MOST["name"])
    if name.casefold().startswith("new "):
        return client_form(None, name[4:])
    channels = channels_read_by(work, person)
    named = whose_name(work, name, channels)
    if named.choices:
        return which_view({client.id: client.name for client in named.choices}, name, FORM)
    if named.client is None:
        return client_form(None, name)
    return client_form(_shown(work, named.client, channels))


def form_of(work: Work, by: str, client_id: str) -> Form:
    person = require(work, by, Action.CHANGE_CLIENT)
    return client_form(_shown(work, work.find(Client, client_id), channels_read_by(work, person)))


def save_client(work: Work, by: str, client_id: str, fields: Mapping[str, str]) -> View:
    """Raises Refusal at the fields that cannot be."""
    work.take_turns()
    person = require(work, by, Action.CHANGE_CLIENT)
    channels = channels_read_by(work, person)
    client = _shown(work, work.find(Client, client_id), channels) if client_id else None
    typed = {field: _tidy(field, fields.get(field, "")) for field in LABELS if field not in FLAGS}
    chosen = fields.get("flags", "").split()
    values = read_values(typed | {flag: "yes" if flag in chosen else "" for flag in FLAGS})
    _refuse_who_cannot_phone(work, values, values_of(client) if client else {})
    _refuse_taken(work, client, values, channels)
    client, changed = put_client(work, by, client, values)
    return saved_view(client, changed, names_of(work, [client.account_owner]))


def put_client(
    work: Work, by: str | None, client: Client | None, values: Mapping[str, Value]
) -> tuple[Client, list[str]]:
    """Set it down, with who did it; what is open for them shows it at once."""
    if client is None:
        name = str(values["name"])
        client = work.add(Client(workspace_id=work.workspace.id, name=name, key=key_of(name), keys=keys_of(name)))
        changed: dict[str, list[Value]] = {field: ["", value] for field, value in values.items() if value}
    else:
        changed = differences(values_of(client), values)
    for field, value in values.items():
        setattr(client, field, value)
    client.key, client.keys = key_of(client.name), keys_of(client.name, client.aliases)
    client.is_listed = True
    if changed:
        note(work, None, by, "client", client=client.id, what=changed)
        _show_in_threads(work, client)
    return client, list(changed)


def ask_to_merge(work: Work, by: str, typed: str) -> Form | View:
    """What would happen, listed; nothing has yet."""
    person = require(work, by, Action.LIST_CLIENTS)
    names, channels = two_names(typed), channels_read_by(work, person)
    if not names:
        raise Refusal(said(HOW_TO_MERGE))
    found: list[Client] = []
    for name in names:
        client = _the_one(work, name, channels, MERGE)
        if isinstance(client, View):
            return client
        found.append(client)
    gone, kept = found
    _refuse_to_merge(work, gone, kept)
    moves = work.count(work.select(Escalation).where(Escalation.client_id == gone.id))
    filled = differences(values_of(kept), both_of(values_of(kept), values_of(gone)))
    return merge_form(gone, kept, moves, [field for field in filled if field != "aliases"])


def merge_clients(work: Work, by: str, ids: str) -> View:
    """All of the one is the other's. A lead does it, and it stays in the history."""
    work.take_turns()
    person = require(work, by, Action.LIST_CLIENTS)
    channels, (gone_id, _, kept_id) = channels_read_by(work, person), ids.partition(":")
    gone, kept = (_shown(work, work.find(Client, each), channels) for each in (gone_id, kept_id))
    _refuse_to_merge(work, gone, kept)
    name, merged = gone.name, both_of(values_of(kept), values_of(gone))
    for escalation in work.all(work.select(Escalation).where(Escalation.client_id == gone.id)):
        work.find(Escalation, escalation.id).client = kept
    for erasure in work.all(work.select(Erasure).where(Erasure.client_id == gone.id)):
        erasure.client_id = kept.id
    for asked in work.all(work.select(Escalation).where(Escalation.client_typed != "")):
        choices = [kept.id if choice == gone.id else choice for choice in asked.client_choices]
        asked.client_choices = list(dict.fromkeys(choices))
    work.session.flush()
    work.session.delete(gone)
    work.session.flush()
    note(work, None, by, "clients merged", client=kept.id, client_was=int(gone_id), name=name)
    put_client(work, by, kept, merged)
    return merged_view(name, kept.name)


def show_past(work: Work, by: str, typed: str) -> View:
    """All that is kept of the client's escalations, of the channels that whoever asks can read."""
    person = require(work, by, Action.READ)
    channels = channels_read_by(work, person)
    if not typed:
        raise Refusal(said(WHOM))
    client = _the_one(work, tidy(typed, MOST["name"]), channels, PAST)
    if isinstance(client, View):
        return client
    wanted = work.select(Escalation).where(
        Escalation.client_id == client.id, Escalation.channel.in_(channels),
        Escalation.state.not_in((State.UNDONE, State.MERGED)),
    )  # fmt: skip
    found = work.all(wanted.order_by(Escalation.flagged_at.desc(), Escalation.id.desc()).limit(SHOWN_MOST))
    return past_view(client, _with_promises(work, found), work.count(wanted))


def refuse_unknown(work: Work, values: Mapping[str, Value]) -> dict[str, str]:
    """Who cannot phone for us, by field, with the sentence."""
    wrong = {}
    for field in PEOPLE:
        user_id = values.get(field)
        someone = find_person(work, str(user_id)) if user_id else None
        if user_id and someone is None:
            wrong[field] = t("I can't find that person in Slack. Choose a colleague.")
        elif someone is not None and (reason := outside(someone)):
            wrong[field] = t(
                "{name} is {reason} and can't be the one who phones. Choose a colleague.",
                name=someone.name, reason=reason,
            )  # fmt: skip
    return wrong


def _tidy(field: str, text: str) -> str:
    if field in ("aliases", "notes"):
        most = MOST.get(field, 1_000)
        return "\n".join(line for line in (tidy(each, most) for each in text.splitlines()) if line)[:most]
    return tidy(text, MOST.get(field, 80))


def _the_one(work: Work, name: str, channels: Collection[str], command: str) -> Client | View:
    named = whose_name(work, name, channels)
    if named.choices:
        return which_view({client.id: client.name for client in named.choices}, name, command)
    if named.client is None or named.client.id not in told_of(work, [named.client.id], channels):
        raise Refusal(said(NOBODY, name=name))
    return named.client


def _shown(work: Work, client: Client, channels: Collection[str]) -> Client:
    """It, if they may know of it."""
    if client.id not in told_of(work, [client.id], channels):
        raise Refusal(said(UNSEEN))
    return client


def _refuse_who_cannot_phone(work: Work, values: Mapping[str, Value], before: Mapping[str, Value]) -> None:
    changed = {field: values.get(field) for field in PEOPLE if values.get(field) != before.get(field)}
    if wrong := refuse_unknown(work, changed):
        raise Refusal(next(iter(wrong.values())), **wrong)


def _refuse_taken(work: Work, client: Client | None, values: Mapping[str, Value], channels: Collection[str]) -> None:
    """A name finds one client, and no other."""
    aliases = values["aliases"] if isinstance(values["aliases"], list) else []
    wrong = {}
    for field, names in (("name", [str(values["name"])]), ("aliases", aliases)):
        wanted = {key_of(name) for name in names} | {line for name in names for line in keys_of(name).split("\n")}
        rows = work.rows(work.select(Client).with_only_columns(Client.id, Client.name, Client.keys))
        for other_id, name, keys in rows:
            if (client is None or other_id != client.id) and wanted & {*keys.split("\n")}:
                shown = other_id in told_of(work, [other_id], channels)
                wrong[field] = said(TAKEN, name=name) if shown else said(TAKEN_UNSEEN)
    if wrong:
        raise Refusal(next(iter(wrong.values())), **wrong)


def _refuse_to_merge(work: Work, gone: Client, kept: Client) -> None:
    if gone.id == kept.id:
        raise Refusal(said(THE_SAME))
    if open_escalation_of(work, gone) and open_escalation_of(work, kept):
        raise Refusal(said(BOTH_OPEN))


def _show_in_threads(work: Work, client: Client) -> None:
    work.session.flush()
    wanted = work.select(Escalation).where(Escalation.client_id == client.id, Escalation.state.in_(OPEN))
    for escalation in work.all(wanted.order_by(Escalation.id)):
        if escalation.state == State.WAITING:
            refresh_words(work, escalation)
        redraw(work, escalation)


def _with_promises(work: Work, found: Sequence[Escalation]) -> list[Before]:
    settled = work.select(Promise).where(Promise.escalation_id.in_([each.id for each in found]))
    states = [(promise.escalation_id, promise.state) for promise in work.all(settled)]
    return [
        Before(escalation=each, kept=states.count((each.id, "kept")), broken=states.count((each.id, "broken")))
        for each in found
    ]
