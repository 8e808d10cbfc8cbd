"""Settings: read once, refused with one sentence, and never printed."""

from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingError
from bot.settings import Settings, read_settings, require_slack, settings_from

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "ESCALATIONS_CHANNEL": "#escalations", "LEADS": "U1 U2",
}  # fmt: skip


def refusal(env: dict[str, str]) -> str:
    with pytest.raises(SettingError) as refused:
        require_slack(settings_from(env))
    return str(refused.value)


def test_what_is_enough_is_enough() -> None:
    require_slack(settings_from(GOOD))
    socket = {name: value for name, value in GOOD.items() if name != "SLACK_SIGNING_SECRET"}
    require_slack(settings_from(socket | {"SLACK_APP_TOKEN": "xapp-1"}))


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
def test_what_is_missing_is_named_in_one_line(name: str) -> None:
    said = refusal({other: value for other, value in GOOD.items() if other != name})
    assert name in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("SLACK_BOT_TOKEN", "xoxp-1"), ("SLACK_BOT_TOKEN", "xapp-1"), ("SLACK_APP_TOKEN", "xoxb-1"), ("PORT", "many"),
     ("PORT", "30.5"), ("WORKSPACE_TIMEZONE", "Europe/Londn"), ("WORKSPACE_TIMEZONE", "../etc/passwd"),
     ("WORKSPACE_TIMEZONE", "/etc/localtime"), ("DATABASE_URL", "mysql://x"), ("DATABASE_URL", "first_call.db"),
     ("METRICS_PORT", "many"), ("METRICS_PORT", "-1"), ("METRICS_PORT", "65536"), ("METRICS_PORT", "3000"),
     ("METRICS_PORT", "٣٠"), ("CLOCK_OFFSET_FILE", "offset")],
)  # fmt: skip
def test_a_value_that_cannot_work_is_refused_by_name(name: str, value: str) -> None:
    assert name in refusal(GOOD | {name: value})


def test_no_refusal_prints_a_secret() -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        secret = {name: GOOD.get(name, "xapp-") + "hunter2"}
        assert "hunter2" not in refusal(GOOD | {"CLOCK_OFFSET_FILE": "offset"} | secret)
    assert "hunter2" not in refusal(GOOD | {"SLACK_BOT_TOKEN": "hunter2"})
    assert "hunter2" not in refusal(GOOD | {"SLACK_APP_TOKEN": "hunter2"})


def test_settings_do_not_print_their_secrets() -> None:
    printed = repr(settings_from(GOOD | {"SLACK_APP_TOKEN": "xapp-hunter2", "SLACK_SIGNING_SECRET": "hunter2",
                                         "SLACK_BOT_TOKEN": "xoxb-hunter2",
                                         "DEAD_MAN_URL": "https://a/hunter2"}))  # fmt: skip
    assert "hunter2" not in printed


@pytest.mark.parametrize(
    ("given", "used"),
    [("postgres://u@h/d", "postgresql+psycopg://u@h/d"), ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
     ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"), ("sqlite:///x.db", "sqlite:///x.db"),
     ("", "sqlite:///first_call.db")],
)  # fmt: skip
def test_a_database_may_be_named_as_hosts_name_it(given: str, used: str) -> None:
    assert settings_from({"DATABASE_URL": given}).database_url == used


def test_leads_may_be_separated_as_people_separate_things() -> None:
    for leads in ("U1 U2", "U1,U2", " U1 , U2,", "U1\tU2\n"):
        assert settings_from({"LEADS": leads}).leads == ("U1", "U2")


def test_spaces_around_values_are_not_part_of_them_and_empty_is_not_set() -> None:
    assert settings_from({"SLACK_BOT_TOKEN": " xoxb-1 \n", "PORT": " "}).slack_bot_token == "xoxb-1"  # noqa: S105
    assert settings_from({"PORT": ""}).port == 3000
    assert settings_from({"SLACK_API_URL": "http://localhost:1/api"}).slack_api_url == "http://localhost:1/api/"


def test_without_a_token_the_sandbox_is_wanted() -> None:
    assert settings_from({}).wants_sandbox
    assert not settings_from(GOOD).wants_sandbox


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=1\nSLACK_BOT_TOKEN=xoxb-file\nLEADS\n")
    monkeypatch.setenv("PORT", "2")
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    settings = read_settings(file)
    assert (settings.port, settings.slack_bot_token, settings.leads) == (2, "xoxb-file", ())
    assert read_settings(tmp_path / "nothing").port == 2


def test_every_setting_can_be_set_from_outside() -> None:
    other = {
        "DATABASE_URL": "sqlite:///other.db", "SLACK_BOT_TOKEN": "a", "SLACK_SIGNING_SECRET": "a",
        "SLACK_APP_TOKEN": "a", "SLACK_API_URL": "http://a/", "PORT": "1",
        "ESCALATIONS_CHANNEL": "a", "DIGEST_CHANNEL": "a", "LEADS": "a",
        "WORKSPACE_TIMEZONE": "Asia/Tokyo", "CLOCK_OFFSET_FILE": "a",
        "METRICS_PORT": "9464", "DEAD_MAN_URL": "https://a.example/",
    }  # fmt: skip
    default, changed = settings_from({}), settings_from(other)
    same = [field.name for field in fields(Settings) if getattr(default, field.name) == getattr(changed, field.name)]
    assert same == []
    assert replace(changed) == changed


@given(st.dictionaries(st.sampled_from([*GOOD, "PORT", "WORKSPACE_TIMEZONE", "DATABASE_URL", "SLACK_APP_TOKEN"]),
                       st.text(st.characters(exclude_characters="\x00"), max_size=40)))  # fmt: skip
def test_whatever_is_set_is_taken_or_refused_by_us(env: dict[str, str]) -> None:
    with suppress(SettingError):
        require_slack(settings_from(env))
