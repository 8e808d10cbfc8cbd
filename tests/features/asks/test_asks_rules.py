"""When a person may be spoken to: not at night, not in their do-not-disturb, unless they are up by choice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.asks.rules import is_late, may_speak_at

LONDON, BERLIN, NEW_YORK = "Europe/London", "Europe/Berlin", "America/New_York"
ZONES = [LONDON, NEW_YORK, "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe", "Etc/UTC"]
FORM = "%Y-%m-%d %H:%M"


def at(text: str, zone: str = LONDON) -> datetime:
    """A local time as an instant; without a date on Monday 2 March 2026."""
    text = text if "-" in text else f"2026-03-02 {text}"
    return datetime.strptime(text, FORM).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NIGHTS = [
    ("10:00", "10:00", LONDON), ("08:00", "08:00", LONDON), ("20:59", "20:59", LONDON),
    ("21:00", "2026-03-03 08:00", LONDON), ("23:59", "2026-03-03 08:00", LONDON),
    ("2026-03-03 00:00", "2026-03-03 08:00", LONDON), ("07:59", "08:00", LONDON),
    ("03:00", "08:00", NEW_YORK), ("22:00", "2026-03-03 08:00", NEW_YORK),
    ("2026-03-07 10:00", "2026-03-09 08:00", LONDON),  # a Saturday
    ("2026-03-06 22:00", "2026-03-09 08:00", LONDON), ("2026-03-08 23:59", "2026-03-09 08:00", LONDON),
    ("2026-12-31 22:30", "2027-01-01 08:00", BERLIN), ("2028-02-28 22:30", "2028-02-29 08:00", BERLIN),
    # the clocks are put on, and back
    ("2026-03-28 22:00", "2026-03-30 08:00", LONDON), ("2026-03-29 00:30", "2026-03-30 08:00", LONDON),
    ("2026-03-29 03:00", "2026-03-30 08:00", LONDON), ("2026-10-24 21:30", "2026-10-26 08:00", LONDON),
    ("2026-10-25 03:00", "2026-10-26 08:00", BERLIN), ("2026-03-06 23:00", "2026-03-09 08:00", NEW_YORK),
    ("2026-11-01 01:30", "2026-11-02 08:00", NEW_YORK),
]  # fmt: skip

# due, do-not-disturb from and until, may be said
DO_NOT_DISTURB = [
    ("10:00", "12:00", "13:00", "10:00"),
    ("12:00", "12:00", "13:00", "13:00"),
    ("12:59", "12:00", "13:00", "13:00"),
    ("13:00", "12:00", "13:00", "13:00"),
    ("12:30", "12:00", "21:00", "2026-03-03 08:00"),  # it ends in the night
    ("12:30", "12:00", "20:59", "20:59"),
    ("23:00", "22:00", "2026-03-03 09:30", "2026-03-03 09:30"),  # the night ends in it
    ("23:00", "2026-03-03 08:00", "2026-03-03 08:30", "2026-03-03 08:30"),  # it begins as the night ends
    ("23:00", "2026-03-03 08:01", "2026-03-03 09:00", "2026-03-03 08:00"),
    ("23:00", "22:00", "2026-03-03 07:00", "2026-03-03 08:00"),
    ("10:00", "09:00", "2026-03-04 22:00", "2026-03-05 08:00"),  # days of it
    ("10:00", "09:00", "09:00", "10:00"),
    ("10:00", "11:00", "09:00", "10:00"),
    ("10:00", None, "11:00", "10:00"),
    ("10:00", "09:00", None, "10:00"),
]

# due, last active, may be said
UP_BY_CHOICE = [
    ("23:00", "22:59", "23:00"), ("23:00", "22:00:01", "23:00"), ("23:00", "22:00", "2026-03-03 08:00"),
    ("23:00", "21:30", "2026-03-03 08:00"), ("23:00", "23:00", "23:00"), ("23:00", None, "2026-03-03 08:00"),
    ("03:00", "02:30", "03:00"), ("10:00", "03:00", "10:00"),
]  # fmt: skip


@pytest.mark.parametrize(("due", "said", "zone"), NIGHTS)
def test_nobody_is_spoken_to_between_nine_and_eight_of_their_own_clock_or_at_a_weekend(
    due: str, said: str, zone: str
) -> None:
    assert may_speak_at(at(due, zone), zone, None, None, None) == at(said, zone)


@pytest.mark.parametrize(("due", "begins", "ends", "said"), DO_NOT_DISTURB)
def test_do_not_disturb_defers_and_never_drops(due: str, begins: str | None, ends: str | None, said: str) -> None:
    found = may_speak_at(at(due), LONDON, at(begins) if begins else None, at(ends) if ends else None, None)
    assert found == at(said)


@pytest.mark.parametrize(("due", "active", "said"), UP_BY_CHOICE)
def test_who_pressed_something_in_the_last_hour_is_up_by_choice(due: str, active: str | None, said: str) -> None:
    seconds = timedelta(seconds=int(active[6:] or 0)) if active else timedelta()
    pressed = at(active[:5]) + seconds if active else None
    assert may_speak_at(at(due), LONDON, None, None, pressed) == at(said)


def test_who_is_up_by_choice_is_spoken_to_in_their_do_not_disturb_too() -> None:
    assert may_speak_at(at("23:00"), LONDON, at("20:00"), at("23:59"), at("22:50")) == at("23:00")


def test_the_night_is_where_the_person_is() -> None:
    noon = at("12:00")
    assert may_speak_at(noon, NEW_YORK, None, None, None) == at("08:00", NEW_YORK)
    assert may_speak_at(noon, "Asia/Tokyo", None, None, None) == at("2026-03-03 08:00", "Asia/Tokyo")


@given(
    due=st.timedeltas(timedelta(), timedelta(days=730)).map(lambda after: at("2026-01-01 00:00") + after),
    zone=st.sampled_from(ZONES),
    begins=st.none() | st.integers(-2_000, 2_000),
    lasts=st.integers(1, 3_000),
)
def test_it_is_the_first_instant_that_is_neither_night_nor_weekend_nor_do_not_disturb(
    due: datetime, zone: str, begins: int | None, lasts: int
) -> None:
    start = due + timedelta(minutes=begins) if begins is not None else None
    end = start + timedelta(minutes=lasts) if start else None
    said = may_speak_at(due, zone, start, end, None)

    def allowed(instant: datetime) -> bool:
        here = instant.astimezone(ZoneInfo(zone))
        return 8 <= here.hour < 21 and here.weekday() < 5 and not (start and end and start <= instant < end)

    assert said >= due
    assert allowed(said)
    between = (due + (said - due) * n / 40 for n in range(40))
    assert not any(allowed(instant) for instant in between if instant < said)
    assert may_speak_at(said, zone, start, end, None) == said


@pytest.mark.parametrize(
    ("seconds", "late"), [(-5, False), (0, False), (59, False), (60, False), (61, True), (9e4, True)]
)
def test_what_comes_over_a_minute_after_it_might_have_says_so(seconds: float, late: bool) -> None:
    assert is_late(at("10:00"), at("10:00") + timedelta(seconds=seconds)) is late
