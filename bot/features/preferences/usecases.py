"""Reading, changing and taking back the house rules. Whoever changes them takes turns."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.db.models import Ask, History
from bot.errors import Refusal
from bot.features.asks.usecases import ask, hold_anew, reword, strike
from bot.features.digest.usecases import rewind_digest, rhythm_of
from bot.features.escalations.rules import HOTTEST, Act, State
from bot.features.escalations.usecases import Flag, concerned, link_to, move, open_escalation, open_promises, redraw
from bot.features.flagging.usecases import NO_CHANNEL
from bot.features.follow_ups.usecases import drop_follow_ups
from bot.features.history.usecases import note
from bot.features.nudges.usecases import start_clock, stop_clock, wind_clocks_anew
from bot.features.owners.usecases import withdraw_offer
from bot.features.people.rules import Action, outside
from bot.features.people.usecases import find_person, names_of, require
from bot.features.preferences.rules import (
    BY_NAME,
    GOALS,
    SETTINGS,
    Section,
    Value,
    contradictions,
    of_section,
    read_all,
    shown,
)
from bot.features.preferences.views import (
    TROUBLE,
    Change,
    absent_lead_words,
    conflict_words,
    guide_done_view,
    guide_view,
    missing_words,
    not_a_lead_words,
    rehearsal_view,
    saved_view,
    settings_form,
    settings_view,
    undone_view,
)
from bot.slack.blocks import Form, View
from bot.words import later, said, speaking, t
from bot.words.local import NOBODY
from bot.work import Work

CHANGED, GUIDE = "settings", "guide"
WHO_SEES = {"leads", "watched_channel"}
LISTED_MOST = 20
OPERATOR = later("The operator")
ONCE_MORE = later("Somebody has changed that since. Look at the settings again before you undo it.")
REHEARSAL = later(
    "A rehearsal: they write that the third invoice is wrong, and that they want to talk to somebody now."
)
NOTHING_TO_UNDO = later("That change can't be found any more.")


class Seen(Protocol):
    """A channel as Slack shows it to us."""

    @property
    def trouble(self) -> str:
        """Why it can't be used: a key of `TROUBLE`; empty when it can."""
        ...

    @property
    def members(self) -> Collection[str] | None:
        """Who is in it, where not everybody may be."""
        ...


def values_of(work: Work) -> dict[str, Value]:
    return {setting.name: getattr(work.workspace, setting.name) for setting in SETTINGS}


def form_of(work: Work, by: str, section: Section) -> Form:
    reader = require(work, by, Action.SETTINGS).locale
    return settings_form(section, values_of(work), reader)


def show_settings(work: Work, by: str) -> View:
    reader = require(work, by, Action.SETTINGS).locale
    values, changes = values_of(work), changes_of(work)
    return settings_view(values, names_in(work, values, changes), changes, reader)


def changes_of(work: Work) -> list[Change]:
    """The newest first."""
    wanted = work.select(History).where(History.escalation_id.is_(None), History.act == CHANGED)
    rows = work.all(wanted.where(History.erased_at.is_(None)).order_by(History.id.desc()).limit(LISTED_MOST))
    now, names = values_of(work), names_of(work, {row.by for row in rows})
    return [
        Change(
            id=row.id, at=row.at, who=names.get(row.by or "") or said(OPERATOR),
            what={name: (before, after) for name, (before, after) in row.detail.items() if name in BY_NAME},
            may_be_undone=all(_may_go_back(name, before) and now.get(name) == after
                              for name, (before, after) in row.detail.items()),
        )
        for row in rows
    ]  # fmt: skip


def _may_go_back(name: str, before: Value) -> bool:
    """To nothing at all there is no way back, where something has to be."""
    return name in BY_NAME and (before not in ("", []) or BY_NAME[name].may_be_empty)


def names_in(work: Work, values: Mapping[str, Value], changes: Sequence[Change] = ()) -> dict[str, str]:
    """Names of all leads, those of before too."""
    lists = [values["leads"], *(value for change in changes for value in change.what.get("leads", ()))]
    return names_of(work, {lead for leads in lists if isinstance(leads, list) for lead in leads})


def change_settings(
    work: Work, by: str | None, typed: Mapping[str, str], channels: Mapping[str, Seen], shown_before: str = ""
) -> View:
    """What was typed becomes so, or a sentence stands at each field that can't. By nobody: from the shell.

    `channels` are those that were chosen, as Slack shows them now; `shown_before` what the form has shown.
    """
    work.take_turns()
    reader = require(work, by, Action.SETTINGS).locale if by is not None else NOBODY
    now = values_of(work)
    values, wrong = read_all(typed)
    before: dict[str, Value] = json.loads(shown_before) if shown_before else now
    changed = {name: value for name, value in values.items() if value != before.get(name) and value != now[name]}
    _refuse(wrong | _conflicts(work, now, before, changed, reader))
    _put(work, by, changed, channels, reader)
    with speaking(work.workspace.language):  # which may be the one that was just chosen
        return saved_view(list(changed))


def undo_change(work: Work, by: str, change_id: str, channels: Mapping[str, Seen]) -> View:
    """As it was before that change, if nothing of it has been changed since."""
    work.take_turns()
    reader = require(work, by, Action.SETTINGS).locale
    found = next((change for change in changes_of(work) if str(change.id) == change_id), None)
    if found is None:
        raise Refusal(said(NOTHING_TO_UNDO))
    if not found.may_be_undone:
        raise Refusal(said(ONCE_MORE))
    _put(work, by, {name: before for name, (before, _) in found.what.items()}, channels, reader)
    with speaking(work.workspace.language):
        return undone_view()


def channels_before(work: Work, change_id: str) -> list[str]:
    """The channels that undoing would bring back, and the one that leads have to see: to be looked at first."""
    whats = [change.what for change in changes_of(work) if str(change.id) == change_id]
    changed = [(name, before) for what in whats for name, (before, _) in what.items()]
    return [work.workspace.watched_channel, *(str(old) for name, old in changed if BY_NAME[name].kind == "channel")]


def _conflicts(
    work: Work, now: Mapping[str, Value], before: Mapping[str, Value], changed: Collection[str], reader: str
) -> dict[str, str]:
    """Two leads at one setting at once: the second hears of the first."""
    stale = [name for name in changed if now[name] != before.get(name)]
    if not stale:
        return {}
    who = {name: change.who for change in reversed(changes_of(work)) for name in change.what}
    names = names_in(work, now)
    return {
        name: conflict_words(who.get(name) or said(OPERATOR), shown(name, now[name], names, reader)) for name in stale
    }


def _put(
    work: Work, by: str | None, changed: Mapping[str, Value], channels: Mapping[str, Seen], reader: str
) -> None:
    now = values_of(work)
    after = {**now, **changed}
    wrong = contradictions(after, reader) | _channel_trouble(changed, channels)
    if not changed.keys().isdisjoint(WHO_SEES):  # a lead who is one no more stands in nobody's way elsewhere
        wrong |= _lead_trouble(work, after, channels)
    _refuse(wrong)
    if not changed:
        return
    rhythm = rhythm_of(work)
    _keep(work, by, changed)
    _follow(work, set(changed))
    rewind_digest(work, rhythm)


def _keep(work: Work, by: str | None, changed: Mapping[str, Value]) -> None:
    detail = {name: [getattr(work.workspace, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(work.workspace, name, value)
    note(work, None, by, CHANGED, **detail)


def _follow(work: Work, changed: set[str]) -> None:
    """What runs by the old rule runs by the new one."""
    hours = {setting.name for setting in of_section(Section.HOURS)}
    if changed & {"quiet_from", "quiet_until", *hours}:
        hold_anew(work)
    if changed & {"quiet_from", "quiet_until", *GOALS.values(), *hours}:
        wind_clocks_anew(work)


def _channel_trouble(changed: Mapping[str, Value], channels: Mapping[str, Seen]) -> dict[str, str]:
    chosen = {name: channels[str(value)] for name, value in changed.items() if BY_NAME[name].kind == "channel"}
    return {name: said(TROUBLE[channel.trouble]) for name, channel in chosen.items() if channel.trouble}


def _lead_trouble(work: Work, after: Mapping[str, Value], channels: Mapping[str, Seen]) -> dict[str, str]:
    """Leads are colleagues, and see the channel."""
    leads = after["leads"] if isinstance(after["leads"], list) else []
    watched = channels.get(str(after["watched_channel"]))
    for lead in leads:
        person = find_person(work, lead)
        if person is None:
            return {"leads": t("Slack knows nobody with the id {id}. A profile's menu copies the right one.", id=lead)}
        if reason := outside(person):
            return {"leads": not_a_lead_words(person.name, reason)}
        if watched and watched.members is not None and lead not in watched.members:
            return {"leads": absent_lead_words(person.name)}
    return {}


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise Refusal(next(iter(wrong.values())), **wrong)


def begin(work: Work, by: str, channel: str = "") -> None:
    """Invited, or opened for the first time: sensible values where there are none, and the guide, once."""
    work.take_turns()
    person, workspace = find_person(work, by), work.workspace
    if person is None or outside(person):
        return
    adopted: dict[str, Value] = {}
    if channel and not workspace.watched_channel:
        adopted["watched_channel"] = channel
    if channel and not workspace.digest_channel:
        adopted["digest_channel"] = channel
    if not workspace.leads and (channel or person.is_admin):
        adopted["leads"] = [by]
    person.active_at = work.now  # up, and waiting for an answer
    if adopted:
        _keep(work, by, adopted)
    words = guide_view(missing_of(work), workspace.watched_channel)
    if needs_guide(work) and by in workspace.leads:
        workspace.guided = by
        ask(work, by, words, topic=GUIDE, key=GUIDE, at_once=True)
    elif adopted and (told := work.first(work.select(Ask).where(Ask.key == GUIDE))):
        reword(work, told, words)  # it asked for the invitation that has come


def needs_guide(work: Work) -> bool:
    return work.workspace.set_up_at is None and work.workspace.guided is None


def rehearse(work: Work, by: str) -> View:
    """A flag with a made-up client, in the channel where the real ones will be. Nobody else is pinged."""
    require(work, by, Action.SETTINGS)
    if not work.workspace.watched_channel:
        raise Refusal(said(NO_CHANNEL))
    flag = Flag(by=by, client=None, what_happened=said(REHEARSAL), heat=HOTTEST, owner=by, is_rehearsal=True)
    escalation = open_escalation(work, flag)
    start_clock(work, escalation)
    return rehearsal_view(link_to(work, escalation))


def throw_away(work: Work, by: str, escalation_id: str) -> None:
    """The rehearsal is over, however far it went."""
    escalation = concerned(work, by, Action.UNDO_FLAG, escalation_id)
    if not escalation.is_rehearsal:
        raise Refusal(t("That one is real. Close it instead."))
    if escalation.state == State.UNDONE:
        return
    move(work, escalation, Act.THROW_AWAY, by)
    escalation.ended_at = work.now
    drop_follow_ups(work, escalation)
    why = t("The rehearsal is over.")
    stop_clock(work, escalation, why)
    withdraw_offer(work, escalation, why)
    strike(work, escalation, why)  # follow-ups and promises too
    for promise in open_promises(work, escalation):
        promise.next_ask_at = None
    redraw(work, escalation)


def missing_of(work: Work) -> list[str]:
    """What still has to be set, in sentences."""
    workspace = work.workspace
    return missing_words(workspace.leads, workspace.zone) if workspace.set_up_at is None else []


def end_guide(work: Work, by: str) -> View:
    require(work, by, Action.SETTINGS)
    if work.workspace.set_up_at is None:
        work.workspace.set_up_at = work.now
    return guide_done_view()


