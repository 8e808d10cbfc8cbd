"""What each setting may be: what was typed on one side, the value or a sentence on the other."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import available_timezones

from bot.days import UnreadableError as WrongError
from bot.days import read_country, read_days_off, read_minutes, said_day, said_minutes
from bot.features.escalations.rules import HEAT_WORDS
from bot.features.nudges.rules import Rung
from bot.hours import Quiet

Value = str | int | list[str]
RETENTION_LEAST, RETENTION_MOST = 30, 3_650
QUIET_MOST = timedelta(hours=22)
LEAST_AWAKE = 60
"""Minutes of a working day."""
LEADS_MOST = 20
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MAY_CLOSE = {"owner": "The owner and leads", "lead": "Leads only", "anybody": "Anybody of the team"}
YES_NO = {"yes": "Yes", "no": "No"}
RUNG_WORDS = {
    Rung.NOBODY_YET: "A lead, after 5 minutes without an owner",
    Rung.HALF: "The owner, at half of the time",
    Rung.WARNING: "The owner in the thread, before it is late",
    Rung.LATE: "A lead, when it is late",
    Rung.STILL_LATE: "A lead, every 30 minutes after that",
}
"""All but the first, which is what the app is for."""
GOALS = {heat: f"goal_{word}" for heat, word in HEAT_WORDS.items()}


class Section(StrEnum):
    PEOPLE = "Channels and people"
    CLOCK = "Clock and quiet hours"
    HOURS = "Working hours"
    DIGEST = "Digest and privacy"


@dataclass(frozen=True)
class Setting:
    """`name` is the workspace's column."""

    name: str
    section: Section
    label: str
    read: Callable[[str], Value]
    """Of what was typed or chosen, or WrongError."""
    kind: str = "text"
    hint: str = ""
    may_be_empty: bool = False


def read_zone(typed: str) -> str:
    """ "Europe/London", or its city."""
    wanted = typed.strip().replace(" ", "_").casefold()
    zones = {zone.casefold(): zone for zone in available_timezones()}
    cities = sorted(zone for folded, zone in zones.items() if "/" in zone and folded.rpartition("/")[2] == wanted)
    if found := zones.get(wanted) or next(iter(cities), None):
        return found
    raise WrongError("I know no such zone. Write it as Europe/London: a part of the world, and a city.")


def read_emoji(typed: str) -> str:
    name = typed.strip().strip(":").casefold()
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise WrongError("Write the emoji's name, such as rotating_light.")
    return name


def read_time(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return f"{time.fromisoformat(typed.strip().zfill(5)):%H:%M}"
    except ValueError:
        raise WrongError("Write the time as 09:00.") from None


def read_hour(typed: str) -> str:
    if found := read_time(typed):
        return found
    raise WrongError("Choose a time, such as 09:00.")


def read_days(typed: str) -> int:
    found = re.fullmatch(r"(\d{1,7})\s*(days?)?", typed.strip().casefold())
    if found is None:
        raise WrongError("Write it in days, such as 365.")
    if not RETENTION_LEAST <= int(found[1]) <= RETENTION_MOST:
        raise WrongError("Choose between 30 days and ten years (3650).")
    return int(found[1])


def read_weekday(typed: str) -> int:
    wanted = typed.strip().casefold()
    if wanted in map(str, range(7)):
        return int(wanted)
    found = [number for number, day in enumerate(WEEKDAYS) if wanted and day.casefold().startswith(wanted)]
    if len(found) != 1:
        raise WrongError("Choose a day of the week, such as Monday.")
    return found[0]


def read_work_days(typed: str) -> list[str]:
    """Monday is 0. "0 1 2", or "Mon Tue Wed"."""
    chosen = {str(read_weekday(word)) for word in typed.replace(",", " ").split()}
    if not chosen:
        raise WrongError("Choose a day: in a week without one nobody would ever be told.")
    return sorted(chosen)


def read_yes_no(typed: str) -> bool:
    if (wanted := typed.strip().casefold()) not in YES_NO:
        raise WrongError("Choose yes or no.")
    return wanted == "yes"


def read_may_close(typed: str) -> str:
    if (wanted := typed.strip().casefold()) not in MAY_CLOSE:
        raise WrongError(f"Choose one of {', '.join(MAY_CLOSE)}.")
    return wanted


def read_rungs_off(typed: str) -> list[str]:
    """What is chosen is said; kept is what is not."""
    chosen = typed.replace(",", " ").split()
    if unknown := [rung for rung in chosen if rung not in set(RUNG_WORDS)]:
        raise WrongError(f"I know no {unknown[0]}. There are {', '.join(RUNG_WORDS)}.")
    return [rung.value for rung in RUNG_WORDS if rung not in chosen]


def read_leads(typed: str) -> list[str]:
    leads = list(dict.fromkeys(typed.replace(",", " ").split()))
    if not leads:
        raise WrongError("Choose at least one lead: somebody has to hear when nobody calls.")
    if len(leads) > LEADS_MOST:
        raise WrongError(f"That is more than {LEADS_MOST}. When all are called, nobody feels called.")
    return leads


def read_channel(typed: str) -> str:
    if not typed.strip():
        raise WrongError("Choose a channel.")
    return typed.strip()


def _a(word: str) -> str:
    return f"An {word}" if word[0] in "aeiou" else f"A {word}"


SETTINGS: tuple[Setting, ...] = (
    Setting("watched_channel", Section.PEOPLE, "Channel for angry clients", read_channel, "channel",
            "I watch it, and every client gets a thread in it. Invite me there first."),
    Setting("leads", Section.PEOPLE, "Leads", read_leads, "people", "The first one who is at work is called first."),
    Setting("may_close", Section.PEOPLE, "Who may close", read_may_close, "may_close"),
    Setting("emoji", Section.PEOPLE, "Emoji that flags a message", read_emoji,
            hint="Its name, such as rotating_light."),
    Setting("zone", Section.PEOPLE, "Time zone of the team", read_zone, hint="Such as Europe/London."),
    *(Setting(GOALS[heat], Section.CLOCK, f"{_a(HEAT_WORDS[heat])} client is called within", read_minutes, "minutes")
      for heat in sorted(GOALS, reverse=True)),
    Setting("rungs_off", Section.CLOCK, "Who hears when nobody calls", read_rungs_off, "rungs", may_be_empty=True),
    Setting("quiet_from", Section.CLOCK, "Quiet from", read_time, "time", "In each person's own time.", True),
    Setting("quiet_until", Section.CLOCK, "Quiet until", read_time, "time", "Empty both for no quiet hours.", True),
    Setting("work_from", Section.HOURS, "People work from", read_hour, "time", "In each person's own time."),
    Setting("work_until", Section.HOURS, "People work until", read_hour, "time"),
    Setting("work_days", Section.HOURS, "Working days", read_work_days, "weekdays"),
    Setting("holidays", Section.HOURS, "Public holidays of", read_country, "country",
            "A country's code, such as GB, or with its region: DE-BY. Leave it empty for none.", True),
    Setting("days_off", Section.HOURS, "Our own days off", read_days_off, "dates",
            "Such as 24 Dec 2026, 27-31 Dec 2026. Without a year it is every year.", True),
    Setting("furious_overrides", Section.HOURS, "Tell people of a furious client at night and on days off",
            read_yes_no, "yes_no", "While somebody rests in Slack it waits for them there, and a lead is told."),
    Setting("digest_channel", Section.DIGEST, "Channel for the digest", read_channel, "channel"),
    Setting("digest_day", Section.DIGEST, "Day of the digest", read_weekday, "weekday"),
    Setting("digest_time", Section.DIGEST, "Time of the digest", read_hour, "time"),
    Setting("retention_days", Section.DIGEST, "Keep words and names for", read_days, "days",
            "Days after a client's case is closed. After that only figures are left."),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}


def of_section(section: str) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.section == section]


def read_all(typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """The values, and for what could not be read a sentence by its name."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for name, said in typed.items():
        try:
            values[name] = BY_NAME[name].read(said)
        except WrongError as error:
            wrong[name] = str(error)
    return values, wrong


def contradictions(values: Mapping[str, Value]) -> dict[str, str]:
    """What cannot be together, in a sentence at the field where it is mended. `values` are all, as they would be."""
    wrong: dict[str, str] = {}
    for heat in range(2, 6):
        angrier, calmer = int(str(values[GOALS[heat]])), int(str(values[GOALS[heat - 1]]))
        if abs(angrier) > abs(calmer):
            words = _a(HEAT_WORDS[heat]), HEAT_WORDS[heat - 1], said_minutes(calmer)
            wrong[GOALS[heat]] = "{} client would wait longer than one who is {}. Choose {} at most.".format(*words)
    begins, ends = str(values["quiet_from"]), str(values["quiet_until"])
    if bool(begins) != bool(ends):
        wrong["quiet_until" if begins else "quiet_from"] = "Choose both times, or neither."
    elif begins and begins == ends:
        wrong["quiet_until"] = "That would be quiet all day, and nobody would ever hear of a client. Choose another."
    elif begins and Quiet(time.fromisoformat(begins), time.fromisoformat(ends)).lasts > QUIET_MOST:
        wrong["quiet_until"] = "That leaves less than two hours a day to reach anybody. Choose an earlier time."
    return wrong | ({} if "quiet_until" in wrong else _no_hour(values))


def _no_hour(values: Mapping[str, Value]) -> dict[str, str]:
    """Working hours have to leave an hour in which people may be spoken to."""
    begins, ends, *quiet = (str(values[name]) for name in ("work_from", "work_until", "quiet_from", "quiet_until"))
    works = _minutes_between(begins, ends)
    if not works:
        return {"work_until": "That leaves no hour to work in. Choose a later time; 00:00 is midnight."}
    if all(quiet) and len(works - _minutes_between(*quiet)) < LEAST_AWAKE:
        says = "People work from {} until {}, and from {} until {} it is quiet. That leaves no hour to be told in."
        return dict.fromkeys(("work_until", "quiet_until"), says.format(begins, ends, *quiet))
    return {}


def _minutes_between(begins: str, ends: str) -> frozenset[int]:
    """Of the day, from one time to the other, over midnight or not."""
    first = time.fromisoformat(begins)
    lasts = Quiet(first, time.fromisoformat(ends)).lasts // timedelta(minutes=1)
    return frozenset((first.hour * 60 + first.minute + n) % (24 * 60) for n in range(lasts))


def shown(name: str, value: Value, names: Mapping[str, str]) -> str:
    """A value in words. `names` are those of people; channels are shown by who knows them."""
    match BY_NAME[name].kind:
        case "minutes":
            return said_minutes(int(str(value)))
        case "days":
            return f"{value} days"
        case "weekday":
            return WEEKDAYS[int(str(value))]
        case "weekdays":
            return ", ".join(WEEKDAYS[int(day)] for day in _listed(value))
        case "dates":
            return said_days(_listed(value)) or "none"
        case "yes_no":
            return YES_NO["yes" if value else "no"]
        case "may_close":
            return MAY_CLOSE[str(value)]
        case "people":
            return ", ".join(names.get(each, each) for each in _listed(value)) or "nobody"
        case "rungs":
            return "; ".join(words for rung, words in RUNG_WORDS.items() if rung not in _listed(value)) or "nobody"
    return str(value) or "none"


def said_days(days: Sequence[str]) -> str:
    return ", ".join(map(said_day, days))


def typed_of(name: str, value: Value) -> str:
    """A value as the form's field would bring it: `read` gives it back."""
    match BY_NAME[name].kind:
        case "rungs":
            return " ".join(rung for rung in RUNG_WORDS if rung not in _listed(value))
        case "minutes":
            return said_minutes(int(str(value))) if int(str(value)) < 0 else str(value)
        case "dates":
            return said_days(_listed(value))
        case "yes_no":
            return "yes" if value else "no"
    return " ".join(_listed(value)) if isinstance(value, list) else str(value)


def _listed(value: Value) -> Sequence[str]:
    return value if isinstance(value, list) else [str(value)]
