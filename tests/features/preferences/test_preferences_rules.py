"""What each setting may be: what was typed, and the value or the sentence it gives."""

import json
from datetime import date
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot.days import WORKING_DAY, read_minutes, said_minutes
from bot.features.preferences.rules import (
    BY_NAME,
    SETTINGS,
    Section,
    WrongError,
    contradictions,
    of_section,
    read_all,
    shown,
    typed_of,
)
from bot.features.preferences.views import settings_form
from bot.words import CATALOGUES
from bot.words.catalogues import compiled

VALUES = {
    "watched_channel": "C1", "digest_channel": "C2", "leads": ["U1", "U2"], "may_close": "owner",
    "emoji": "rotating_light", "zone": "Europe/London", "goal_furious": 15, "goal_angry": 30, "goal_upset": 60,
    "goal_uneasy": -240, "goal_cool": -1440, "rungs_off": ["half"], "quiet_from": "21:00", "quiet_until": "08:00",
    "work_from": "09:00", "work_until": "18:00", "work_days": ["0", "2", "4"], "holidays": "GB-ENG",
    "days_off": ["12-31", "2026-12-24"], "furious_overrides": True, "language": "en",
    "digest_day": 0, "digest_time": "09:00", "retention_days": 365,
}  # fmt: skip
READ = [
    ("goal_furious", "15", 15), ("goal_furious", "15 min", 15), ("goal_furious", " 15MIN ", 15),
    ("goal_furious", "1 h 30", 90), ("goal_furious", "1 hour and 30 minutes", 90), ("goal_furious", "2 days", 2_880),
    ("goal_furious", "1d", 1_440), ("zone", "Europe/London", "Europe/London"), ("zone", "berlin", "Europe/Berlin"),
    ("zone", "new york", "America/New_York"), ("zone", "utc", "UTC"), ("emoji", ":fire:", "fire"),
    ("emoji", "Rotating_Light", "rotating_light"), ("digest_day", "Friday", 4), ("digest_day", "fri", 4),
    ("digest_day", "6", 6), ("digest_time", "9:30", "09:30"), ("digest_time", "14:00", "14:00"),
    ("quiet_from", "", ""), ("retention_days", "365", 365), ("retention_days", "90 days", 90),
    ("may_close", "Lead", "lead"), ("leads", "U1, U2 U1", ["U1", "U2"]),
    ("rungs_off", "late still_late nobody_yet warning", ["half"]),
    ("goal_uneasy", "4 working hours", -240), ("goal_cool", "1 working day", -1_440), ("goal_cool", "2 days", 2_880),
    ("goal_uneasy", "90 Working Minutes", -90), ("goal_cool", "2 work days", -2_880),
    ("work_from", "8:30", "08:30"), ("work_until", "00:00", "00:00"), ("work_days", "0 1 2", ["0", "1", "2"]),
    ("work_days", "Fri, Monday mon", ["0", "4"]), ("holidays", "", ""), ("holidays", "gb", "GB"),
    ("holidays", "de by", "DE-BY"), ("holidays", "US/CA", "US-CA"), ("holidays", "NZ-South Canterbury",
                                                                    "NZ-South Canterbury"),
    ("days_off", "", []), ("days_off", "24 Dec 2026", ["2026-12-24"]), ("days_off", "24.12.", ["12-24"]),
    ("days_off", "December 31, 2026; 2026-12-24", ["2026-12-24", "2026-12-31"]), ("days_off", "29 Feb", ["02-29"]),
    ("days_off", "1st of May and May 2", ["05-01", "05-02"]), ("days_off", "25/12/2026", ["2026-12-25"]),
    ("days_off", "30 Dec 2026 – 2 Jan 2027", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]),
    ("days_off", "30-31 Dec", ["12-30", "12-31"]), ("days_off", "31 Dec to 1 Jan", ["01-01", "12-31"]),
    ("days_off", "3 Sept 2026\n4 sep. 2026", ["2026-09-03", "2026-09-04"]), ("days_off", "4/4", ["04-04"]),
    ("furious_overrides", "Yes", True), ("furious_overrides", "no", False),
    ("rungs_off", "", ["nobody_yet", "half", "warning", "late", "still_late"]),
]  # fmt: skip
WRONG = [
    ("goal_furious", ""), ("goal_furious", "soon"), ("goal_furious", "0"), ("goal_furious", "-5"),
    ("goal_furious", "15 apples"), ("goal_furious", "15 days"), ("goal_furious", "1.5"), ("goal_furious", "99999999"),
    ("goal_furious", "١٥ min and a bit"), ("zone", ""), ("zone", "Europe/Londn"), ("zone", "../etc/passwd"),
    ("zone", "GMT+25"), ("emoji", ""), ("emoji", "two words"), ("emoji", "🚨"), ("digest_day", ""),
    ("digest_day", "T"), ("digest_day", "7"), ("digest_time", ""), ("digest_time", "25:00"), ("digest_time", "noon"),
    ("quiet_from", "8 o'clock"), ("retention_days", ""), ("retention_days", "29"), ("retention_days", "3651"),
    ("retention_days", "for ever"), ("may_close", ""), ("may_close", "me"), ("leads", ""),
    ("goal_cool", "25 working hours"), ("goal_cool", "working"), ("goal_cool", "1 working year"),
    ("goal_cool", "1 year"), ("goal_cool", "365 days"), ("goal_cool", "0 working hours"), ("work_from", ""),
    ("work_until", "24:00"), ("work_days", ""), ("work_days", "someday"), ("holidays", "XX"), ("holidays", "Narnia"),
    ("holidays", "GB-ZZ"),
    ("days_off", "christmas"), ("days_off", "30 Feb"), ("days_off", "2026-02-29"), ("days_off", "3/4/2026"),
    ("days_off", "5-3 Dec 2026"), ("days_off", "24 Dec 2026 to 2 Jan"), ("days_off", "1 Jan to 31 Dec"),
    ("days_off", "24 Dec 26"), ("furious_overrides", ""), ("furious_overrides", "maybe"),
    ("leads", " ".join(f"U{n}" for n in range(21))), ("rungs_off", "late shout"), ("watched_channel", " "),
]  # fmt: skip
TOGETHER = [
    ({}, {}),
    ({"goal_furious": 31}, {"goal_furious": "A furious client would wait longer than one who is angry."}),
    ({"goal_angry": 61}, {"goal_angry": "An angry client would wait longer than one who is upset."}),
    ({"goal_cool": 200}, {"goal_uneasy": "An uneasy client would wait longer than one who is cool."}),
    ({"goal_furious": 30, "goal_upset": 30}, {}),
    ({"quiet_from": "", "quiet_until": ""}, {}),
    ({"quiet_from": ""}, {"quiet_from": "Choose both times, or neither."}),
    ({"quiet_until": ""}, {"quiet_until": "Choose both times, or neither."}),
    ({"quiet_until": "21:00"}, {"quiet_until": "quiet all day"}),
    ({"quiet_until": "19:30"}, {"quiet_until": "less than two hours a day"}),
    ({"quiet_until": "19:00"}, {"quiet_until": "That leaves no hour", "work_until": "That leaves no hour"}),
    ({"quiet_until": "19:00", "work_from": "18:00", "work_until": "20:00"}, {}),
    ({"quiet_until": "19:00", "work_from": "18:00", "work_until": "19:59"}, {"quiet_until": "no", "work_until": "no"}),
    ({"quiet_from": "", "quiet_until": "", "work_from": "22:00", "work_until": "06:00"}, {}),
    ({"work_until": "09:00"}, {"work_until": "That leaves no hour to work in."}),
    ({"work_until": "00:00"}, {}),
    ({"work_from": "22:00", "work_until": "06:00"}, {"quiet_until": "no hour", "work_until": "no hour"}),
    ({"goal_angry": -90}, {"goal_angry": "An angry client would wait longer than one who is upset."}),
    ({"goal_upset": 300}, {"goal_upset": "longer than one who is uneasy. Choose 4 working hours at most."}),
    ({"goal_uneasy": -2880}, {"goal_uneasy": "longer than one who is cool. Choose 1 working day at most."}),
    ({"goal_uneasy": -1440, "goal_cool": -1440}, {}), ({"goal_uneasy": 240, "goal_cool": 1440}, {}),
    ({"quiet_from": "13:00", "quiet_until": "14:00"}, {}),
]


@pytest.mark.parametrize(("name", "typed", "value"), READ)
def test_what_people_write_is_read(name: str, typed: str, value: object) -> None:
    assert BY_NAME[name].read(typed) == value


@pytest.mark.parametrize(("name", "typed"), WRONG)
def test_what_cannot_be_read_gets_a_sentence_that_says_what_can(name: str, typed: str) -> None:
    with pytest.raises(WrongError) as refused:
        BY_NAME[name].read(typed)
    assert str(refused.value).rstrip().endswith((".", "?"))
    assert len(str(refused.value)) > 10


@pytest.mark.parametrize(("changed", "wrong"), TOGETHER)
def test_what_cannot_be_together_is_said_where_it_is_mended(changed: dict, wrong: dict) -> None:
    found = contradictions(VALUES | changed)
    assert found.keys() == wrong.keys()
    assert all(words in found[name] for name, words in wrong.items())


def test_every_error_is_told_at_once() -> None:
    values, wrong = read_all({"goal_furious": "soon", "zone": "nowhere", "emoji": "fire"})
    assert values == {"emoji": "fire"}
    assert wrong.keys() == {"goal_furious", "zone"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_what_a_form_shows_is_read_back_as_it_was(setting) -> None:
    value = VALUES[setting.name]
    assert setting.read(typed_of(setting.name, value)) == value
    assert shown(setting.name, value, {"U1": "Lena", "U2": "Sam"})
    assert json.loads(json.dumps(value)) == value


def test_a_form_has_ten_fields_at_most_and_every_setting_is_in_one() -> None:
    assert all(len(of_section(section)) <= 10 for section in Section)
    assert {setting.name for section in Section for setting in of_section(section)} == BY_NAME.keys() - {"language"}


def test_a_language_is_chosen_where_there_is_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CATALOGUES, "de", compiled(Catalog("de"), "de.po"))
    assert "language" in [setting.name for setting in of_section(Section.PEOPLE)]
    assert read_all({"language": "DE"}) == ({"language": "de"}, {})
    assert shown("language", "de", {}) == "Deutsch"
    assert "en or de" in read_all({"language": "tlh"})[1]["language"]
    labels = [option["text"]["text"] for option in choices_of(Section.PEOPLE, "language")]
    assert labels == ["English", "Deutsch"]


def test_times_and_days_stand_as_their_reader_writes_them() -> None:
    assert shown("quiet_from", "21:00", {}) == "21:00"
    assert shown("quiet_from", "21:00", {}, "en-US") == "9:00\u00a0PM"
    assert shown("work_days", ["0", "6"], {}, "en-US") == "Sunday, Monday"
    assert shown("days_off", ["12-31", "2026-12-24"], {}, "en-US") == "Dec 31, Dec 24 2026"
    days = choices_of(Section.DIGEST, "digest_day", "en-US")
    assert [day["value"] for day in days] == ["6", "0", "1", "2", "3", "4", "5"]
    night = VALUES | {"quiet_until": "19:00"}
    assert "9:00\u00a0AM" in contradictions(night, "en-US")["quiet_until"]


def test_a_time_is_typed_as_people_write_it() -> None:
    for typed in ("9am", "9 AM", "09:00", "9.00", "9h00"):
        assert read_all({"work_from": typed}) == ({"work_from": "09:00"}, {}), typed


def choices_of(section: Section, name: str, reader: str = "") -> list[dict[str, Any]]:
    elements = [block["element"] for block in settings_form(section, VALUES, reader).blocks]
    found: list[dict[str, Any]] = next(each["options"] for each in elements if each["action_id"] == name)
    return found


def test_every_setting_has_a_value_here() -> None:
    assert VALUES.keys() == BY_NAME.keys()


@given(st.integers(1, 14 * 24 * 60))
def test_minutes_are_said_as_they_are_read(minutes: int) -> None:
    assert read_minutes(said_minutes(minutes)) == minutes
    if minutes < WORKING_DAY or minutes % WORKING_DAY == 0:
        assert read_minutes(said_minutes(-minutes)) == -minutes


@given(st.sets(st.dates(date(2024, 1, 1), date(2040, 1, 1)), max_size=60), st.booleans())
def test_days_off_are_said_as_they_are_read(days: set[date], every_year: bool) -> None:
    kept = {f"{day:%m-%d}" if every_year else day.isoformat() for day in days}
    setting = BY_NAME["days_off"]
    assert set(setting.read(typed_of("days_off", sorted(kept)))) == kept


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_value_or_a_sentence(typed: str) -> None:
    _, wrong = read_all(dict.fromkeys(BY_NAME, typed))
    assert all(wrong.values())
