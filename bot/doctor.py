"""The doctor: looks at everything a fresh installation can get wrong, and says what to do about it."""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.db.engine import open_database
from bot.db.models import Workspace
from bot.errors import SettingError
from bot.outbox.delivery import EVENT_TYPE
from bot.settings import Settings, require_slack
from bot.slack.clients import web_client
from bot.slack.workspace import find_channel

MANIFEST = Path(__file__).parent.parent / "manifest.json"
PATIENCE_SECONDS = 10.0
SKEW_SECONDS = 60
"""At five minutes Slack's signatures would all look too old."""


class UnwellError(Exception):
    """What is wrong and what to do, in a sentence."""


@dataclass(frozen=True)
class Finding:
    about: str
    says: str
    is_well: bool

    def __str__(self) -> str:
        return f"  {'ok' if self.is_well else '!!'}  {self.about}: {self.says}"


def examine(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Each check stands alone, so that one fault hides no other."""
    return [_finding(about, check) for about, check in _checks(settings, now)]


def _finding(about: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(about, check(), True)
    except (UnwellError, SettingError) as error:
        return Finding(about, str(error), False)
    except SlackApiError as error:
        return Finding(about, f"Slack says {error.response.get('error')!r}.", False)
    except OSError as error:
        return Finding(about, f"Slack can't be reached ({error}). Check the network and SLACK_API_URL.", False)


def _checks(settings: Settings, now: Callable[[], datetime]) -> Iterator[tuple[str, Callable[[], str]]]:
    client = web_client(settings.slack_bot_token, settings.slack_api_url, PATIENCE_SECONDS)
    yield "settings", lambda: _settings(settings)
    yield "database", lambda: _database(settings)
    yield "token", lambda: _token(client)
    yield "scopes", lambda: _scopes(client)
    yield "clock", lambda: _clock(client, now())
    rules = _house_rules(settings)
    yield "watched channel", lambda: _channel(client, "ESCALATIONS_CHANNEL", rules.escalations_channel)
    if rules.digest_channel not in ("", rules.escalations_channel):
        yield "digest channel", lambda: _channel(client, "DIGEST_CHANNEL", rules.digest_channel)
    for lead in rules.leads:
        yield f"lead {lead}", lambda lead=lead: _lead(client, lead)  # type: ignore[misc]
    if rules.leads:
        yield "finding a post again", lambda: _round_trip(client, rules.leads[0])


def _house_rules(settings: Settings) -> Settings:
    """What the leads have set since the first start counts, where there is any of it."""
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            kept = session.scalars(select(Workspace)).first()
    except SQLAlchemyError:
        kept = None  # the check of the database says so
    finally:
        database.close()
    if kept is None:
        return settings
    return replace(
        settings, leads=tuple(kept.leads) or settings.leads,
        escalations_channel=kept.watched_channel or settings.escalations_channel,
        digest_channel=kept.digest_channel or settings.digest_channel,
    )  # fmt: skip


def _settings(settings: Settings) -> str:
    require_slack(settings)
    return "Socket Mode" if settings.slack_app_token else f"HTTP on port {settings.port}"


def _database(settings: Settings) -> str:
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            session.get(Workspace, "")
    except SQLAlchemyError as error:
        raise UnwellError(
            f"it does not answer, or its tables are old ({type(error).__name__}). Run: alembic upgrade head"
        ) from error
    finally:
        database.close()
    return settings.database_url.partition(":")[0]


def _token(client: WebClient) -> str:
    me = client.auth_test()
    return f"{me['user']} in {me['team']}"


def _scopes(client: WebClient) -> str:
    asked = set(json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    granted = set(str(_header(client.auth_test().headers, "x-oauth-scopes")).replace(" ", "").split(","))
    if missing := sorted(asked - granted):
        raise UnwellError(
            f"{', '.join(missing)} missing. Update the app from manifest.json, then reinstall it to the workspace."
        )
    return f"all {len(asked)}"


def _clock(client: WebClient, now: datetime) -> str:
    slack_says = parsedate_to_datetime(_header(client.auth_test().headers, "date"))
    apart = abs((now - slack_says).total_seconds())
    if apart > SKEW_SECONDS:
        raise UnwellError(
            f"this machine's clock is {apart:.0f} s away from Slack's. Switch time synchronisation (NTP) on."
        )
    return f"within {apart:.0f} s of Slack's"


def _channel(client: WebClient, setting: str, value: str) -> str:
    if not value:
        raise UnwellError("there is none yet. Invite me to the channel for angry clients: /invite @First Call")
    found = find_channel(client, setting, value)
    if not found.get("is_member"):
        raise UnwellError(f"I am not in #{found['name']}. Type there: /invite @First Call")
    return f"#{found['name']}"


def _lead(client: WebClient, lead: str) -> str:
    user = client.users_info(user=lead)["user"]
    if user.get("deleted") or user.get("is_bot") or user.get("is_restricted"):
        raise UnwellError(f"{user['real_name']} is no full member who could answer. Name somebody else in LEADS.")
    return str(user["real_name"])


def _round_trip(client: WebClient, lead: str) -> str:
    """Post to the first lead, read it back by its key, take it away: this reading is what prevents doubled posts."""
    channel, key = client.conversations_open(users=lead)["channel"]["id"], secrets.token_urlsafe(16)
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
    ts = client.chat_postMessage(channel=channel, text="First Call checks its connection.", metadata=metadata)["ts"]
    try:
        read: list[dict[str, Any]] = client.conversations_history(
            channel=channel, oldest=ts, inclusive=True, include_all_metadata=True, limit=15
        )["messages"]
    finally:
        client.chat_delete(channel=channel, ts=ts)
    found = [message for message in read if (message.get("metadata") or {}).get("event_payload", {}).get("key") == key]
    if not found:
        raise UnwellError(
            "a post of mine came back without its key. Posts may be doubled after a network failure; tell us."
        )
    return "posted, found by its key, and taken away again"


def _header(headers: Any, name: str) -> str:
    found = {str(key).lower(): value for key, value in headers.items()}.get(name, "")
    return str(found[0] if isinstance(found, list) else found)
