"""The doctor finds what a fresh installation gets wrong, and says what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from story import settings_for

from bot.doctor import examine
from bot.sandbox import Sandbox
from bot.settings import Settings

Said = Callable[[Settings], str]


@pytest.fixture
def settings(slack: Sandbox, database_url: str) -> Settings:
    return settings_for(slack, database_url)


@pytest.fixture
def said(slack: Sandbox) -> Callable[[Settings], str]:
    return lambda settings: "\n".join(str(finding) for finding in examine(settings, slack.clock.now))


def test_a_good_installation_is_well_and_nothing_is_left_behind(slack: Sandbox, settings: Settings) -> None:
    assert [str(finding) for finding in examine(settings, slack.clock.now) if not finding.is_well] == []
    assert slack.posts() == []


def test_missing_scopes_are_named(slack: Sandbox, settings: Settings, said: Said) -> None:
    slack.grant("chat:write", "channels:read", "users:read", "im:write", "im:history")
    assert "!!  scopes: app_mentions:read, " in said(settings)


def test_a_channel_the_app_is_not_in_is_named_with_the_way_in(slack: Sandbox, settings: Settings, said: Said) -> None:
    elsewhere = replace(settings, escalations_channel="#random")
    assert "I am not in #random. Type there: /invite @First Call" in said(elsewhere)


def test_a_shared_channel_is_refused(slack: Sandbox, settings: Settings, said: Said) -> None:
    assert "shared with another company" in said(replace(settings, escalations_channel="#acme-shared"))


def test_a_wrong_token_is_said_to_be_wrong(slack: Sandbox, settings: Settings, said: Said) -> None:
    assert "!!  token: Slack says 'invalid_auth'" in said(replace(settings, slack_bot_token="xoxb-wrong"))


def test_a_clock_far_from_slack_s_is_found(slack: Sandbox, settings: Settings) -> None:
    findings = examine(settings, lambda: slack.clock.now() + timedelta(minutes=4))
    assert "Switch time synchronisation (NTP) on." in "\n".join(str(finding) for finding in findings)


def test_an_old_database_is_found(settings: Settings, tmp_path: Path, said: Said) -> None:
    assert "Run: alembic upgrade head" in said(replace(settings, database_url=f"sqlite:///{tmp_path}/empty.db"))


def test_a_lead_who_is_a_guest_is_found(slack: Sandbox, settings: Settings, said: Said) -> None:
    assert "Gus Guest is no full member" in said(replace(settings, leads=(slack.person("Gus").id,)))
