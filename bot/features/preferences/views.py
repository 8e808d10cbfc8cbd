import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.days import said_minutes
from bot.features.escalations.views import Act as CardAct
from bot.features.preferences.rules import (
    BY_NAME,
    LEADS_MOST,
    MAY_CLOSE,
    RUNG_WORDS,
    YES_NO,
    Section,
    Setting,
    Value,
    languages,
    of_section,
    shown,
    typed_of,
)
from bot.slack.blocks import (
    DIVIDER,
    Block,
    Choice,
    Form,
    Sentence,
    View,
    actions,
    button,
    channel_field,
    checks_field,
    header,
    lines,
    people_field,
    select_field,
    text_field,
    time_field,
)
from bot.slack.sentences import says, sentence, verbatim
from bot.slack.text import Link, Moment, Part, Place
from bot.words import Later, later, said, t
from bot.words.local import NOBODY, language_words, week, weekday_words

COMMAND = "/angry-client settings"
CHANGES_MOST = 5


THROW_AWAY = CardAct.THROW_AWAY


class Act(StrEnum):
    PEOPLE = "preferences.people"
    CLOCK = "preferences.clock"
    HOURS = "preferences.hours"
    DIGEST = "preferences.digest"
    SHOW = "preferences.show"
    UNDO = "preferences.undo"
    REHEARSE = "preferences.rehearse"
    DONE = "preferences.done"


class FormId(StrEnum):
    PEOPLE = "preferences.people_set"
    CLOCK = "preferences.clock_set"
    HOURS = "preferences.hours_set"
    DIGEST = "preferences.digest_set"


SECTIONS = {
    Section.PEOPLE: (Act.PEOPLE, FormId.PEOPLE),
    Section.CLOCK: (Act.CLOCK, FormId.CLOCK),
    Section.HOURS: (Act.HOURS, FormId.HOURS),
    Section.DIGEST: (Act.DIGEST, FormId.DIGEST),
}
SECTION_OF: dict[str, Section] = {act: section for section, (act, _) in SECTIONS.items()}
SECTION_WORDS: dict[Section, Later] = {
    Section.PEOPLE: later("Channels and people"),
    Section.CLOCK: later("Clock and quiet hours"),
    Section.HOURS: later("Working hours"),
    Section.DIGEST: later("Digest and privacy"),
}
CHANGE_WORDS: dict[Section, Later] = {
    Section.PEOPLE: later("Change channels and people"),
    Section.CLOCK: later("Change clock and quiet hours"),
    Section.HOURS: later("Change working hours"),
    Section.DIGEST: later("Change digest and privacy"),
}
UNSEEN = later("I can't see that channel. Invite me there with /invite, then save again.")
ABSENT = later("I'm not in that channel yet. Type /invite there, choose me, then save again.")
SHARED = later("That channel is shared with another company, who would read about your clients. Choose another.")
ARCHIVED = later("That channel is archived. Choose another, or bring it back.")
TROUBLE = {"unseen": UNSEEN, "absent": ABSENT, "shared": SHARED, "archived": ARCHIVED}


@dataclass(frozen=True)
class Change:
    """What somebody changed at one stroke: by name of the setting, before and after."""

    id: int
    at: datetime
    who: str
    what: Mapping[str, tuple[Value, Value]]
    may_be_undone: bool


def settings_form(section: Section, values: Mapping[str, Value], reader: str = NOBODY) -> Form:
    """Carries what it shows, so that what somebody else has changed meanwhile is noticed."""
    settings = of_section(section)
    before = {setting.name: values[setting.name] for setting in settings}
    blocks = [_field(setting, values[setting.name], reader) for setting in settings]
    return Form(SECTIONS[section][1], said(SECTION_WORDS[section]), blocks, t("Save"), json.dumps(before))


def _choices(kind: str, reader: str) -> list[Choice]:
    """What one chooses from, in settings of that kind; the days as the reader's calendar shows them."""
    match kind:
        case "weekday" | "weekdays":
            return [Choice(weekday_words(number), str(number)) for number in week(reader)]
        case "may_close":
            return [Choice(said(words), who) for who, words in MAY_CLOSE.items()]
        case "yes_no":
            return [Choice(said(words), answer) for answer, words in YES_NO.items()]
        case "rungs":
            return [Choice(said(words), rung) for rung, words in RUNG_WORDS.items()]
        case "language":
            return [Choice(language_words(each), each) for each in languages()]
    return []


def _field(setting: Setting, value: Value, reader: str) -> Block:
    name, label, typed = setting.name, said(setting.label), typed_of(setting.name, value)
    hint = said(setting.hint) if setting.hint else ""
    if choices := _choices(setting.kind, reader):
        if isinstance(value, list):
            return checks_field(name, label, choices, value=typed.split())
        return select_field(name, label, choices, value=typed, hint=hint)
    match setting.kind:
        case "channel":
            return channel_field(name, label, value=typed, hint=hint)
        case "people":
            return people_field(name, label, value=typed.split(), hint=hint, most=LEADS_MOST)
        case "time":
            return time_field(name, label, value=typed, hint=hint, optional=setting.may_be_empty)
        case "minutes":
            return text_field(name, label, value=said_minutes(int(str(value))), hint=hint, most=30)
        case "dates":
            return text_field(name, label, value=typed, hint=hint, many=True, optional=True, most=1_500)
    return text_field(name, label, value=typed, hint=hint, optional=setting.may_be_empty, most=100)


def settings_view(
    values: Mapping[str, Value], names: Mapping[str, str], changes: Sequence[Change], reader: str = NOBODY
) -> View:
    """What is set, with the way to change it, and what was changed last."""
    opening = sentence("*How I work for your team.* Only leads can change it.")
    set_now, last = settings_blocks(values, names, reader), _changes(changes, names, reader)
    return View(opening.text, [opening.block, *set_now, *last])


def settings_blocks(values: Mapping[str, Value], names: Mapping[str, str], reader: str = NOBODY) -> list[Block]:
    blocks: list[Block] = []
    for section, (act, _) in SECTIONS.items():
        rows = [
            sentence("{setting}: {value}", setting=said(setting.label),
                     value=_said(setting.name, values[setting.name], names, reader))
            for setting in of_section(section)
        ]  # fmt: skip
        change = actions(button(said(CHANGE_WORDS[section]), act, 1))
        blocks += [header(said(SECTION_WORDS[section])), lines(*rows), change]
    return blocks


def _changes(changes: Sequence[Change], names: Mapping[str, str], reader: str) -> list[Block]:
    if not changes:
        return []
    blocks: list[Block] = [DIVIDER, header(t("Changed last"))]
    for change in changes[:CHANGES_MOST]:
        blocks.append(lines(*_change(change, names, reader)))
        if change.may_be_undone:
            blocks.append(actions(button(t("Undo"), Act.UNDO, change.id)))
    return blocks


def _change(change: Change, names: Mapping[str, str], reader: str) -> list[Sentence]:
    rows = [sentence("*{name}*, {at}:", name=change.who, at=Moment(change.at))]
    for name, (before, after) in change.what.items():
        was, now = _said(name, before, names, reader), _said(name, after, names, reader)
        label = said(BY_NAME[name].label)
        rows.append(sentence("{setting}: {value} (was {before})", setting=label, value=now, before=was))
    return rows


def _said(name: str, value: Value, names: Mapping[str, str], reader: str) -> Part:
    if BY_NAME[name].kind == "channel" and value:
        return Place(str(value))
    return shown(name, value, names, reader)


def saved_view(changed: Sequence[str]) -> View:
    if not changed:
        return says("Nothing was changed.")
    labels = "; ".join(said(BY_NAME[name].label) for name in changed)
    return says("*Saved.* Changed: {settings}. /angry-client settings shows it all, and undoes it.", settings=labels)


def undone_view() -> View:
    return says("*Undone.* It is as it was before.")


def guide_view(missing: Sequence[str], watched: str) -> View:
    """The first direct message: what is set, what is not, and a rehearsal."""
    opening = sentence("*Hello, I'm First Call.* When a client is angry, I see to it that somebody phones.")
    where = sentence("First invite me to the channel for angry clients: type /invite there and choose me.")
    if watched:
        where = sentence("Angry clients get a thread in {channel}.", channel=Place(watched))
    rows = [where, *map(verbatim, missing)]
    pressed = [button(said(SECTION_WORDS[section]), act, 1) for section, (act, _) in SECTIONS.items()]
    steps = sentence("Look over four short forms. Everything in them works as it stands.").block
    last = [button(t("Try it with a made-up client"), Act.REHEARSE, "1"), button(t("I'm done"), Act.DONE, "1")]
    blocks = [opening.block, lines(*rows), steps, actions(*pressed)]
    if watched:
        blocks += [sentence("Then try it: a rehearsal pings nobody but you, and you can throw it away.").block]
    return View(opening.text, [*blocks, actions(*(last if watched else last[1:]))])


def guide_done_view() -> View:
    return says("*You're set.* When a client is angry, type /angry-client. My Home tab has the settings.")


def missing_words(leads: Sequence[str], zone: str) -> list[str]:
    missing = [] if leads else [t("Nobody is a lead yet, so nobody hears when no one calls. Choose one below.")]
    return [*missing, t("Your time zone is not set, so I use UTC. Choose yours below.")] if zone == "UTC" else missing


def conflict_words(who: str, value: str) -> str:
    return t("{name} has just set this to {value}. To overrule that, close this form and open it again.",
             name=who, value=value)  # fmt: skip


def not_a_lead_words(name: str, reason: str) -> str:
    return t("{name} is {reason} and can't be a lead. Choose a colleague.", name=name, reason=reason)


def absent_lead_words(name: str) -> str:
    return t("{name} isn't in that private channel and could not see the client. Invite them there, or choose another.",
             name=name)  # fmt: skip


def rehearsal_view(where: Link) -> View:
    return says("*The rehearsal has begun.* It is in {thread}. Throw it away there in the card's menu.", thread=where)
