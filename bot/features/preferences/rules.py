"""What each setting may be: what was typed on one side, the value or a sentence on the other."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import available_timezones

from bot import days
from bot.days import UnreadableError as WrongError
from bot.features.escalations.rules import HEAT_WORDS
from bot.features.nudges.rules import Rung
from bot.hours import Quiet, minutes_between
from bot.words import CATALOGUES, ENGLISH, Later, later, local, plural, said, t
from bot.words.local import NOBODY, any_of, language_words, minutes_words, time_words, week, weekday_words

Value = str | int | list[str]
RETENTION_LEAST, RETENTION_MOST = 30, 3_650
QUIET_MOST = timedelta(hours=22)
LEAST_AWAKE = 60
"""Minutes of a working day."""
LEADS_MOST = 20
IN_THEIR_TIME = later("In each person's own time.")
MAY_CLOSE = {
    "owner": later("The owner and leads"), "lead": later("Leads only"), "anybody": later("Anybody of the team"),
}  # fmt: skip
YES_NO = {"yes": later("Yes"), "no": later("No")}
RUNG_WORDS = {
    Rung.NOBODY_YET: later("A lead, after 5 minutes without an owner"),
    Rung.HALF: later("The owner, at half of the time"),
    Rung.WARNING: later("The owner in the thread, before it is late"),
    Rung.LATE: later("A lead, when it is late"),
    Rung.STILL_LATE: later("A lead, every 30 minutes after that"),
}
"""All but the first, which is what the app is for."""
GOALS = {heat: f"goal_{word}" for heat, word in HEAT_WORDS.items()}
CALLED_WITHIN = {
    5: later("A furious client is called within"), 4: later("An angry client is called within"),
    3: later("An upset client is called within"), 2: later("An uneasy client is called within"),
    1: later("A cool client is called within"),
}  # fmt: skip
LONGER = {
    5: later("A furious client would wait longer than one who is angry. Choose {span} at most."),
    4: later("An angry client would wait longer than one who is upset. Choose {span} at most."),
    3: later("An upset client would wait longer than one who is uneasy. Choose {span} at most."),
    2: later("An uneasy client would wait longer than one who is cool. Choose {span} at most."),
}


class Section(StrEnum):
    PEOPLE = "people"
    CLOCK = "clock"
    HOURS = "hours"
    DIGEST = "digest"


@dataclass(frozen=True)
class Setting:
    """`name` is the workspace's column."""

    name: str
    section: Section
    label: Later
    read: Callable[[str], Value]
    """Of what was typed or chosen, or WrongError."""
    kind: str = "text"
    hint: Later | None = None
    may_be_empty: bool = False


def read_zone(typed: str) -> str:
    """ "Europe/London", or its city."""
    wanted = typed.strip().replace(" ", "_").casefold()
    zones = {zone.casefold(): zone for zone in available_timezones()}
    cities = sorted(zone for folded, zone in zones.items() if "/" in zone and folded.rpartition("/")[2] == wanted)
    if found := zones.get(wanted) or next(iter(cities), None):
        return found
    raise WrongError(t("I know no such zone. Write it as Europe/London: a part of the world, and a city."))


def read_emoji(typed: str) -> str:
    name = typed.strip().strip(":").casefold()
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise WrongError(t("Write the emoji's name, such as rotating_light."))
    return name


def read_time(typed: str) -> str:
    """As it is kept, and as the form's field brings it: 21:00. At a shell people write it as they like."""
    if not typed.strip():
        return ""
    if found := local.read_time(typed):
        return f"{found:%H:%M}"
    raise WrongError(t("Write the time as 09:00 or 9 am."))


def read_hour(typed: str) -> str:
    if found := read_time(typed):
        return found
    raise WrongError(t("Choose a time, such as 09:00."))


def read_days(typed: str) -> int:
    found = re.fullmatch(r"(\d{1,7})\s*(days?)?", typed.strip().casefold())
    if found is None:
        raise WrongError(t("Write it in days, such as 365."))
    if not RETENTION_LEAST <= int(found[1]) <= RETENTION_MOST:
        raise WrongError(t("Choose between 30 days and ten years (3650)."))
    return int(found[1])


def read_yes_no(typed: str) -> bool:
    if (wanted := typed.strip().casefold()) not in YES_NO:
        raise WrongError(t("Choose yes or no."))
    return wanted == "yes"


def read_may_close(typed: str) -> str:
    if (wanted := typed.strip().casefold()) not in MAY_CLOSE:
        raise WrongError(t("Choose one of {choices}.", choices=", ".join(MAY_CLOSE)))
    return wanted


def read_rungs_off(typed: str) -> list[str]:
    """What is chosen is said; kept is what is not."""
    chosen = typed.replace(",", " ").split()
    if unknown := [rung for rung in chosen if rung not in set(RUNG_WORDS)]:
        raise WrongError(t("I know no {word}. There are {choices}.", word=unknown[0], choices=", ".join(RUNG_WORDS)))
    return [rung.value for rung in RUNG_WORDS if rung not in chosen]


def read_leads(typed: str) -> list[str]:
    leads = list(dict.fromkeys(typed.replace(",", " ").split()))
    if not leads:
        raise WrongError(t("Choose at least one lead: somebody has to hear when nobody calls."))
    if len(leads) > LEADS_MOST:
        raise WrongError(t("That is more than {most}. When all are called, nobody feels called.", most=LEADS_MOST))
    return leads


def read_channel(typed: str) -> str:
    if not typed.strip():
        raise WrongError(t("Choose a channel."))
    return typed.strip()


def languages() -> list[str]:
    """That we can speak."""
    return [ENGLISH, *sorted({*CATALOGUES} - {ENGLISH})]


def read_language(typed: str) -> str:
    known = {language.casefold(): language for language in languages()}
    if found := known.get(typed.strip().replace("-", "_").casefold()):
        return found
    raise WrongError(t("I can't speak that one. Choose {languages}.", languages=any_of(languages())))


SETTINGS: tuple[Setting, ...] = (
    Setting("watched_channel", Section.PEOPLE, later("Channel for angry clients"), read_channel, "channel",
            later("I watch it, and every client gets a thread in it. Invite me there first.")),
    Setting("leads", Section.PEOPLE, later("Leads"), read_leads, "people",
            later("The first one who is at work is called first.")),
    Setting("may_close", Section.PEOPLE, later("Who may close"), read_may_close, "may_close"),
    Setting("emoji", Section.PEOPLE, later("Emoji that flags a message"), read_emoji,
            hint=later("Its name, such as rotating_light.")),
    Setting("zone", Section.PEOPLE, later("Time zone of the team"), read_zone, hint=later("Such as Europe/London.")),
    Setting("language", Section.PEOPLE, later("Language"), read_language, "language"),
    *(Setting(GOALS[heat], Section.CLOCK, CALLED_WITHIN[heat], days.read_minutes, "minutes")
      for heat in sorted(GOALS, reverse=True)),
    Setting("rungs_off", Section.CLOCK, later("Who hears when nobody calls"), read_rungs_off, "rungs",
            may_be_empty=True),
    Setting("quiet_from", Section.CLOCK, later("Quiet from"), read_time, "time", IN_THEIR_TIME, True),
    Setting("quiet_until", Section.CLOCK, later("Quiet until"), read_time, "time",
            later("Empty both for no quiet hours."), True),
    Setting("work_from", Section.HOURS, later("People work from"), read_hour, "time", IN_THEIR_TIME),
    Setting("work_until", Section.HOURS, later("People work until"), read_hour, "time"),
    Setting("work_days", Section.HOURS, later("Working days"), days.read_work_days, "weekdays"),
    Setting("holidays", Section.HOURS, later("Public holidays of"), days.read_country, "country",
            later("A country's code, such as GB, or with its region: DE-BY. Leave it empty for none."), True),
    Setting("days_off", Section.HOURS, later("Our own days off"), days.read_days_off, "dates",
            later("Such as 24 Dec 2026, 27-31 Dec 2026. Without a year it is every year."), True),
    Setting("furious_overrides", Section.HOURS, later("Tell people of a furious client at night and on days off"),
            read_yes_no, "yes_no", later("While somebody rests in Slack it waits for them there, and a lead is told.")),
    Setting("digest_channel", Section.DIGEST, later("Channel for the digest"), read_channel, "channel"),
    Setting("digest_day", Section.DIGEST, later("Day of the digest"), days.read_weekday, "weekday"),
    Setting("digest_time", Section.DIGEST, later("Time of the digest"), read_hour, "time"),
    Setting("retention_days", Section.DIGEST, later("Keep words and names for"), read_days, "days",
            later("Days after a client's case is closed. After that only figures are left.")),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}


def of_section(section: str) -> list[Setting]:
    """As they are shown: the language, where there is a choice of them."""
    left_out = "language" if len(languages()) == 1 else ""
    return [setting for setting in SETTINGS if setting.section == section and setting.name != left_out]


def read_all(typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """The values, and for what could not be read a sentence by its name."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for name, word in typed.items():
        try:
            values[name] = BY_NAME[name].read(word)
        except WrongError as error:
            wrong[name] = str(error)
    return values, wrong


def contradictions(values: Mapping[str, Value], reader: str = NOBODY) -> dict[str, str]:
    """What cannot be together, in a sentence at the field where it is mended. `values` are all, as they would be."""
    wrong: dict[str, str] = {}
    for heat in range(2, 6):
        angrier, calmer = int(str(values[GOALS[heat]])), int(str(values[GOALS[heat - 1]]))
        if abs(angrier) > abs(calmer):
            wrong[GOALS[heat]] = said(LONGER[heat], span=minutes_words(calmer))
    begins, ends = str(values["quiet_from"]), str(values["quiet_until"])
    if bool(begins) != bool(ends):
        wrong["quiet_until" if begins else "quiet_from"] = t("Choose both times, or neither.")
    elif begins and begins == ends:
        wrong["quiet_until"] = t("That would be quiet all day, and nobody would ever hear of a client. Choose another.")
    elif begins and Quiet(time.fromisoformat(begins), time.fromisoformat(ends)).lasts > QUIET_MOST:
        wrong["quiet_until"] = t("That leaves less than two hours a day to reach anybody. Choose an earlier time.")
    return wrong | ({} if "quiet_until" in wrong else _no_hour(values, reader))


def _no_hour(values: Mapping[str, Value], reader: str) -> dict[str, str]:
    """Working hours have to leave an hour in which people may be spoken to."""
    begins, ends, *quiet = (str(values[name]) for name in ("work_from", "work_until", "quiet_from", "quiet_until"))
    works = minutes_between(begins, ends)
    if not works:
        return {"work_until": t("That leaves no hour to work in. Choose a later time; 00:00 is midnight.")}
    if all(quiet) and len(works - minutes_between(*quiet)) < LEAST_AWAKE:
        from_, until, quiet_from, quiet_until = (clock_words(each, reader) for each in (begins, ends, *quiet))
        why = t(
            "People work from {begins} until {ends}, and from {quiet_from} until {quiet_until} it is quiet. "
            "That leaves no hour to be told in.",
            begins=from_, ends=until, quiet_from=quiet_from, quiet_until=quiet_until,
        )  # fmt: skip
        return dict.fromkeys(("work_until", "quiet_until"), why)
    return {}


def shown(name: str, value: Value, names: Mapping[str, str], reader: str = NOBODY) -> str:
    """A value in the reader's words. `names` are those of people; channels are shown by who knows them."""
    kind, listed = BY_NAME[name].kind, _listed(value)
    if isinstance(value, list):
        each = {
            "weekdays": lambda: [weekday_words(day) for day in week(reader) if str(day) in listed],
            "dates": lambda: [days.day_off_words(day, reader) for day in listed],
            "rungs": lambda: [said(words) for rung, words in RUNG_WORDS.items() if rung not in listed],
        }.get(kind, lambda: [names.get(each, each) for each in listed])()
        return ("; " if kind == "rungs" else ", ").join(each) or (t("none") if kind == "dates" else t("nobody"))
    return _shown_one(kind, str(value), reader) if value != "" else t("none")


def _shown_one(kind: str, value: str, reader: str) -> str:
    match kind:
        case "minutes":
            return minutes_words(int(value))
        case "days":
            return plural("{count} day", "{count} days", int(value))
        case "weekday":
            return weekday_words(int(value))
        case "time":
            return clock_words(value, reader)
        case "language":
            return language_words(value)
        case "yes_no":
            return said(YES_NO["yes" if value == "True" else "no"])
        case "may_close":
            return said(MAY_CLOSE[value])
    return value


def clock_words(kept: str, reader: str) -> str:
    return time_words(time.fromisoformat(kept), reader)


def typed_of(name: str, value: Value) -> str:
    """A value as the form's field would bring it: `read` gives it back."""
    match BY_NAME[name].kind:
        case "rungs":
            return " ".join(rung for rung in RUNG_WORDS if rung not in _listed(value))
        case "minutes":
            return days.said_minutes(int(str(value))) if int(str(value)) < 0 else str(value)
        case "dates":
            return ", ".join(map(days.said_day, _listed(value)))
        case "yes_no":
            return "yes" if value else "no"
    return " ".join(_listed(value)) if isinstance(value, list) else str(value)


def _listed(value: Value) -> Sequence[str]:
    return value if isinstance(value, list) else [str(value)]
