"""What the app asks of Slack, read from its manifest: the sandbox grants this and nothing else."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).parents[2] / "manifest.json"


@dataclass(frozen=True)
class Manifest:
    name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: dict[str, bool]  # command -> should_escape
    shortcuts: dict[str, str]  # name -> callback_id, message shortcuts only
    home_tab: bool
    messages_tab: bool


def read_manifest(path: Path = MANIFEST) -> Manifest:
    return manifest_from(json.loads(path.read_text()))


def manifest_from(document: dict[str, Any]) -> Manifest:
    features, settings = document["features"], document["settings"]
    tabs = features.get("app_home", {})
    return Manifest(
        name=features["bot_user"]["display_name"],
        scopes=tuple(document["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands={each["command"]: each.get("should_escape", False) for each in features.get("slash_commands", ())},
        shortcuts={
            each["name"]: each["callback_id"] for each in features.get("shortcuts", ()) if each["type"] == "message"
        },
        home_tab=tabs.get("home_tab_enabled", False),
        messages_tab=tabs.get("messages_tab_enabled", False),
    )
