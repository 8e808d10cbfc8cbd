"""The process's settings, read once from the environment and `.env`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.errors import SettingError

LARGEST_PORT = 65_535


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the process is told from outside; what the workspace is told stands in its row."""

    database_url: str = "sqlite:///first_call.db"
    slack_bot_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    port: int = 3000
    escalations_channel: str = ""
    digest_channel: str = ""
    leads: tuple[str, ...] = ()
    workspace_timezone: str = "UTC"
    clock_offset_file: str = ""
    metrics_port: int = 0
    """Zero: nobody sees the metrics."""
    dead_man_url: str = field(default="", repr=False)

    @property
    def wants_sandbox(self) -> bool:
        """No Slack to talk to: `make run` then opens the sandbox."""
        return not self.slack_bot_token


def read_settings(path: Path | None = Path(".env")) -> Settings:
    """The environment wins over the file. Raises SettingError for a value that cannot be read."""
    file = dotenv_values(path) if path else {}
    return settings_from({**{key: value or "" for key, value in file.items()}, **os.environ})


def settings_from(env: Mapping[str, str]) -> Settings:
    def text(name: str, default: str = "") -> str:
        return env.get(name, "").strip() or default

    try:
        port = int(text("PORT", "3000"))
    except ValueError:
        raise SettingError("PORT must be a number, such as 3000.") from None
    return Settings(
        database_url=_database_url(text("DATABASE_URL", Settings.database_url)),
        slack_bot_token=text("SLACK_BOT_TOKEN"),
        slack_signing_secret=text("SLACK_SIGNING_SECRET"),
        slack_app_token=text("SLACK_APP_TOKEN"),
        slack_api_url=text("SLACK_API_URL", Settings.slack_api_url).rstrip("/") + "/",
        port=port,
        escalations_channel=text("ESCALATIONS_CHANNEL"),
        digest_channel=text("DIGEST_CHANNEL"),
        leads=tuple(part for part in text("LEADS").replace(",", " ").split() if part),
        workspace_timezone=_zone(text("WORKSPACE_TIMEZONE", "UTC")),
        clock_offset_file=text("CLOCK_OFFSET_FILE"),
        metrics_port=_metrics_port(text("METRICS_PORT", "0"), port),
        dead_man_url=text("DEAD_MAN_URL"),
    )


def require_slack(settings: Settings) -> None:
    """Raise SettingError, one sentence, unless the process can talk to Slack and Slack can talk to it."""
    where = "you find it at api.slack.com/apps, your app"
    if not settings.slack_bot_token.startswith("xoxb-"):
        raise SettingError(f"SLACK_BOT_TOKEN must begin with xoxb-; {where}, under OAuth & Permissions.")
    if settings.slack_app_token and not settings.slack_app_token.startswith("xapp-"):
        raise SettingError(f"SLACK_APP_TOKEN must begin with xapp-; {where}, under App-Level Tokens.")
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise SettingError(
            f"SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN, for Socket Mode); {where}, under Basic Information."
        )
    if settings.clock_offset_file and settings.slack_api_url == Settings.slack_api_url:
        raise SettingError("CLOCK_OFFSET_FILE is for the sandbox's clock only; remove it to work with Slack itself.")


def _metrics_port(text: str, taken: int) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LARGEST_PORT or int(text) == taken:
        raise SettingError("METRICS_PORT must be a port of its own, such as 9464; empty for none.")
    return int(text)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingError(f"WORKSPACE_TIMEZONE is {name!r}, no zone we know; write it as Europe/London.") from None
    return name


def _database_url(url: str) -> str:
    # Hosts such as Heroku hand out the scheme without a driver.
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url
