"""What we tell people about the code is what the code is: .env.example, manifest.json, README."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from source import BOT, ROOT, calls, fenced, section

from bot.features import FEATURES
from bot.features.escalations.rules import HEAT_WORDS, MOVES, State
from bot.settings import settings_from

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
BOT_SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
BOT_EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

READ, HISTORY = {"channels:read", "groups:read"}, {"channels:history", "groups:history"}
METHODS: dict[str, set[str]] = {
    "auth_test": set(),
    "chat_delete": {"chat:write"}, "chat_postEphemeral": {"chat:write"}, "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": HISTORY | {"im:history"}, "conversations_replies": HISTORY | {"im:history"},
    "conversations_info": READ, "conversations_list": READ, "conversations_members": READ,
    "conversations_open": {"im:write"},
    "dnd_info": {"dnd:read"}, "users_conversations": READ, "users_info": {"users:read"},
    "views_open": set(), "views_publish": set(), "views_update": set(),
}  # fmt: skip
"""https://docs.slack.dev/reference/methods: what each asks for in the kinds of channel we are in."""
EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(), "app_mention": {"app_mentions:read"}, "channel_shared": READ, "channel_unshared": READ,
    "dnd_updated_user": {"dnd:read"}, "member_joined_channel": READ, "message.channels": {"channels:history"},
    "message.groups": {"groups:history"}, "message.im": {"im:history"}, "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"}, "user_change": {"users:read"}, "member_left_channel": READ,
    **{f"channel_{what}": {"channels:read"} for what in ("archive", "deleted", "left", "unarchive")},
    **{f"group_{what}": {"groups:read"} for what in ("archive", "deleted", "left", "unarchive")},
}  # fmt: skip
"""https://docs.slack.dev/reference/events"""
MESSAGES = {"message.channels", "message.groups", "message.im"}


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return default


def web_calls() -> set[str]:
    """The methods of Slack's Web API that the bot calls, outside the sandbox."""
    return {
        name for file in BOT if not file.name.startswith("bot.sandbox") for _, of, name in calls(file)
        if of in ("client", "_client", "web_client") and hasattr(WebClient, name) and "_" in name
    }  # fmt: skip


def test_env_example_names_every_setting_once_with_a_comment() -> None:
    asked = Asked()
    settings_from(asked)
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [(number, line.split("=")[0]) for number, line in enumerate(lines) if re.match(r"[A-Z_]+=", line)]
    assert sorted(name for _, name in named) == sorted(asked.names)
    bare = [name for number, name in named if number == 0 or not lines[number - 1].startswith("# ")]
    assert not bare, f"without a comment: {bare}"


def test_the_defaults_in_env_example_are_read_without_complaint() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    settings_from(dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line)))


def test_the_manifest_subscribes_to_the_events_we_listen_to_and_no_other() -> None:
    heard = {name for feature in FEATURES if hasattr(feature, "LISTENERS")
             for kind, name in feature.LISTENERS.table if kind == "event"}  # fmt: skip
    wanted = (heard - {"message"}) | (MESSAGES if "message" in heard else set())
    assert sorted(BOT_EVENTS) == sorted(wanted)


def test_the_manifest_asks_for_the_scopes_we_need_and_no_other() -> None:
    unknown = web_calls() - set(METHODS)
    assert not unknown, f"say in METHODS which scopes these need: {sorted(unknown)}"
    needed = {"commands"}.union(*(METHODS[name] for name in web_calls()), *(EVENTS[name] for name in BOT_EVENTS))
    assert sorted(BOT_SCOPES) == sorted(needed)


def test_no_method_or_event_is_listed_here_that_we_do_not_use() -> None:
    assert set(METHODS) == web_calls()
    assert set(EVENTS) == set(BOT_EVENTS)


def test_the_manifest_sends_everything_to_the_one_door() -> None:
    settings, features = MANIFEST["settings"], MANIFEST["features"]
    urls = {
        settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"],
        *(command["url"] for command in features["slash_commands"]),
    }  # fmt: skip
    assert urls == {"https://YOUR-HOST/slack/events"}
    assert all(command["should_escape"] for command in features["slash_commands"]), "mentions must come as ids"
    assert features["app_home"]["messages_tab_enabled"], "without it direct messages fail"
    assert not features["app_home"]["messages_tab_read_only_enabled"], "we answer what is written to us"


def tree() -> dict[str, str]:
    """The README's tree: path → what is said of it."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in filter(None, fenced("README.md", "The tree", "text")):
        name, _, said = line.strip().partition(" ")
        above[(len(line) - len(line.lstrip())) // 2 :] = [name]
        found["".join(above)] = said.strip()
    return found


def shown_to_people() -> Iterator[Path]:
    """Two levels of folders and programs, without what is hidden or made by a machine."""
    for path in (*ROOT.iterdir(), *(ROOT / "bot").iterdir(), *(ROOT / "tests").iterdir()):
        inner = path.parent != ROOT
        program = path.suffix == ".py" and path.name != "__init__.py" and path.parent.name != "tests"
        folder = path.is_dir() and any(path.rglob("*.py") if inner else path.rglob("*.*"))
        if not path.name.startswith((".", "__")) and path.name != "build" and (program or folder):
            yield path


def test_what_stands_in_the_tree_of_the_readme_exists_and_is_explained() -> None:
    gone = [path for path in tree() if not (ROOT / path).exists()]
    assert not gone, f"README, “The tree”, names what is not there: {gone}"
    bare = [path for path, said in tree().items() if not said and path not in ("bot/", "tests/")]
    assert not bare, f"README, “The tree”, says nothing of {bare}"


def test_what_exists_stands_in_the_tree_of_the_readme() -> None:
    listed = {path.rstrip("/") for path in tree()}
    missing = sorted(str(path.relative_to(ROOT)) for path in shown_to_people()
                     if str(path.relative_to(ROOT)) not in listed)  # fmt: skip
    assert not missing, f"README, “The tree”, does not name {missing}"


def test_the_state_diagram_of_the_readme_is_the_table_of_moves() -> None:
    lines = [line.strip() for line in fenced("README.md", "States", "mermaid") if line.strip()]
    assert lines[0] == "stateDiagram-v2"
    begins = f"[*] --> {State.WAITING}"
    assert begins in lines
    arrows = sorted(line for line in lines[1:] if line != begins)
    assert arrows == sorted(f"{before} --> {after}: {act}" for (before, act), after in MOVES.items())


def test_the_glossary_of_the_readme_counts_heat_as_the_rules_do() -> None:
    counted = ", ".join(f"{heat} {word}" for heat, word in sorted(HEAT_WORDS.items()))
    assert counted in section("README.md", "Glossary")


@pytest.mark.parametrize("name", ["Glossary", "The tree", "States", "Two commands"])
def test_the_readme_has_its_sections(name: str) -> None:
    assert section("README.md", name).strip()


def test_make_check_runs_the_rules_of_the_house() -> None:
    assert "tests/house" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_command_that_readme_shows_is_the_manifests() -> None:
    shown = set(re.findall(r"`(/[a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))) - {"/slack", "/invite"}
    assert shown == {command["command"] for command in MANIFEST["features"]["slash_commands"]}
