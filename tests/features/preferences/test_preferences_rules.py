"""What each setting may be: what was typed, and the value or the sentence it gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.preferences.rules import (
    BY_NAME,
    SETTINGS,
    Section,
    WrongError,
    contradictions,
    of_section,
    read_all,
    read_minutes,
    said_minutes,
    shown,
    typed_of,
)

VALUES = {
    "watched_channel": "C1", "digest_channel": "C2", "leads": ["U1", "U2"], "may_close": "owner",
    "emoji": "rotating_light", "zone": "Europe/London", "goal_furious": 15, "goal_angry": 30, "goal_upset": 60,
    "goal_uneasy": 240, "goal_cool": 1440, "rungs_off": ["half"], "quiet_from": "21:00", "quiet_until": "08:00",
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
    ({"quiet_until": "19:00"}, {}),
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
    assert sum(len(of_section(section)) for section in Section) == len(SETTINGS)
    assert VALUES.keys() == BY_NAME.keys()


@given(st.integers(1, 14 * 24 * 60))
def test_minutes_are_said_as_they_are_read(minutes: int) -> None:
    assert read_minutes(said_minutes(minutes)) == minutes


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_value_or_a_sentence(typed: str) -> None:
    _, wrong = read_all(dict.fromkeys(BY_NAME, typed))
    assert all(wrong.values())
