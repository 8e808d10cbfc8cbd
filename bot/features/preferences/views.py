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
    WEEKDAYS,
    YES_NO,
    Section,
    Setting,
    Value,
    of_section,
    shown,
    typed_of,
)
from bot.slack.blocks import (
    DIVIDER,
    Block,
    Choice,
    Form,
    View,
    actions,
    button,
    channel_field,
    checks_field,
    header,
    lines,
    people_field,
    says,
    select_field,
    sentence,
    text_field,
    time_field,
)
from bot.slack.text import Bold, Link, Moment, Part, Place

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
UNSEEN = "I can't see that channel. Invite me there with /invite, then save again."
ABSENT = "I'm not in that channel yet. Type /invite there, choose me, then save again."
SHARED = "That channel is shared with another company, who would read about your clients. Choose another."
ARCHIVED = "That channel is archived. Choose another, or bring it back."
TROUBLE = {"unseen": UNSEEN, "absent": ABSENT, "shared": SHARED, "archived": ARCHIVED}


@dataclass(frozen=True)
class Change:
    """What somebody changed at one stroke: by name of the setting, before and after."""

    id: int
    at: datetime
    who: str
    what: Mapping[str, tuple[Value, Value]]
    may_be_undone: bool


def settings_form(section: Section, values: Mapping[str, Value]) -> Form:
    """Carries what it shows, so that what somebody else has changed meanwhile is noticed."""
    settings = of_section(section)
    before = {setting.name: values[setting.name] for setting in settings}
    blocks = [_field(setting, values[setting.name]) for setting in settings]
    return Form(SECTIONS[section][1], section, blocks, "Save", json.dumps(before))


DAYS = [Choice(day, str(number)) for number, day in enumerate(WEEKDAYS)]
SELECTED = {
    "weekday": DAYS,
    "may_close": [Choice(words, who) for who, words in MAY_CLOSE.items()],
    "yes_no": [Choice(words, said) for said, words in YES_NO.items()],
}
CHECKED = {"weekdays": DAYS, "rungs": [Choice(words, rung) for rung, words in RUNG_WORDS.items()]}
"""What one chooses one of, and any of, by kind of setting."""


def _field(setting: Setting, value: Value) -> Block:
    name, label, hint, typed = setting.name, setting.label, setting.hint, typed_of(setting.name, value)
    if choices := SELECTED.get(setting.kind):
        return select_field(name, label, choices, value=typed, hint=hint)
    if choices := CHECKED.get(setting.kind):
        return checks_field(name, label, choices, value=typed.split())
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


def settings_view(values: Mapping[str, Value], names: Mapping[str, str], changes: Sequence[Change]) -> View:
    """What is set, with the way to change it, and what was changed last."""
    opening = sentence(Bold("How I work for your team."), " Only leads can change it.")
    return View(opening.text, [opening.block, *settings_blocks(values, names), *_changes(changes, names)])


def settings_blocks(values: Mapping[str, Value], names: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for section, (act, _) in SECTIONS.items():
        rows = [[f"{setting.label}: ", *_said(setting.name, values[setting.name], names)]
                for setting in of_section(section)]  # fmt: skip
        blocks += [header(section), lines(*rows), actions(button(f"Change {section.lower()}", act, 1))]
    return blocks


def _changes(changes: Sequence[Change], names: Mapping[str, str]) -> list[Block]:
    if not changes:
        return []
    blocks: list[Block] = [DIVIDER, header("Changed last")]
    for change in changes[:CHANGES_MOST]:
        blocks.append(lines(*([*row] for row in _change(change, names))))
        if change.may_be_undone:
            blocks.append(actions(button("Undo", Act.UNDO, change.id)))
    return blocks


def _change(change: Change, names: Mapping[str, str]) -> list[list[Part]]:
    rows: list[list[Part]] = [[Bold(change.who), ", ", Moment(change.at), ":"]]
    for name, (before, after) in change.what.items():
        was, now = _said(name, before, names), _said(name, after, names)
        rows.append([f"{BY_NAME[name].label}: ", *now, " (was ", *was, ")"])
    return rows


def _said(name: str, value: Value, names: Mapping[str, str]) -> list[Part]:
    if BY_NAME[name].kind == "channel" and value:
        return [Place(str(value))]
    return [shown(name, value, names)]


def saved_view(changed: Sequence[str]) -> View:
    if not changed:
        return says("Nothing was changed.")
    labels = "; ".join(BY_NAME[name].label for name in changed)
    return says(Bold("Saved."), f" Changed: {labels}. /angry-client settings shows it all, and undoes it.")


def undone_view() -> View:
    return says(Bold("Undone."), " It is as it was before.")


def guide_view(missing: Sequence[str], watched: str) -> View:
    """The first direct message: what is set, what is not, and a rehearsal."""
    opening = sentence(Bold("Hello, I'm First Call."), " When a client is angry, I see to it that somebody phones.")
    where: list[Part] = ["Angry clients get a thread in ", Place(watched), "."] if watched else [
        "First invite me to the channel for angry clients: type /invite there and choose me."
    ]  # fmt: skip
    rows: list[list[Part]] = [where]
    rows += [[said] for said in missing]
    pressed = [button(section, act, 1) for section, (act, _) in SECTIONS.items()]
    steps = lines(["Look over four short forms. Everything in them works as it stands."])
    last = [button("Try it with a made-up client", Act.REHEARSE, "1"), button("I'm done", Act.DONE, "1")]
    blocks = [opening.block, lines(*rows), steps, actions(*pressed)]
    if watched:
        blocks += [sentence("Then try it: a rehearsal pings nobody but you, and you can throw it away.").block]
    return View(opening.text, [*blocks, actions(*(last if watched else last[1:]))])


def guide_done_view() -> View:
    return says(Bold("You're set."), " When a client is angry, type /angry-client. My Home tab has the settings.")


def missing_words(leads: Sequence[str], zone: str) -> list[str]:
    said = [] if leads else ["Nobody is a lead yet, so nobody hears when no one calls. Choose one below."]
    return [*said, "Your time zone is not set, so I use UTC. Choose yours below."] if zone == "UTC" else said


def conflict_words(who: str, value: str) -> str:
    return f"{who} has just set this to {value}. To overrule that, close this form and open it again."


def not_a_lead_words(name: str, reason: str) -> str:
    return f"{name} is {reason} and can't be a lead. Choose a colleague."


def absent_lead_words(name: str) -> str:
    return f"{name} isn't in that private channel and could not see the client. Invite them there, or choose another."


def rehearsal_view(where: Link) -> View:
    return says(Bold("The rehearsal has begun."), " It is in ", where, ". Throw it away there in the card's menu.")
