"""Everything that can be pressed has one listener, in the feature its id names; and every listener has such an id."""

import ast
import importlib
import json
from collections import Counter
from enum import StrEnum
from types import ModuleType

from source import BOT, ROOT, calls

from bot.features import FEATURES
from bot.features.escalations.views import MENU
from bot.slack.listening import merged

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
VIEWS = [importlib.import_module(file.name) for file in BOT if file.name.startswith("bot.features.")
         and file.path.stem == "views"]  # fmt: skip
LISTENING = {feature.__name__.rpartition(".")[2]: feature.LISTENERS for feature in FEATURES
             if hasattr(feature, "LISTENERS")}  # fmt: skip


def declared(name: str) -> list[str]:
    """The ids in the enums of that name. What a view only borrows from another is counted once, there."""
    return [str(member) for views in VIEWS if (enum := _own(views, name)) for member in enum]


def _own(views: ModuleType, name: str) -> type[StrEnum] | None:
    enum = getattr(views, name, None)
    return enum if enum is not None and enum.__module__ == views.__name__ else None


def listened(kind: str) -> list[str]:
    return [name for listening in LISTENING.values() for of, name in listening.table if of == kind]


def test_every_act_has_one_listener_and_every_listener_an_act() -> None:
    assert Counter(declared("Act")) == Counter(listened("action"))


def test_every_form_has_one_listener_and_every_listener_a_form() -> None:
    assert Counter(declared("FormId")) == Counter(listened("form"))


def test_every_shortcut_of_the_manifest_has_one_listener() -> None:
    offered = [shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]]
    assert Counter(offered) == Counter(listened("shortcut"))


def test_every_command_we_listen_to_begins_with_one_of_the_manifest() -> None:
    offered = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
    assert {name.split()[0] for name in listened("command")} == offered


def test_an_id_names_the_feature_that_listens() -> None:
    wrong = [
        f"{name} is listened to by {feature}" for feature, listening in LISTENING.items()
        for kind, name in listening.table if kind in ("action", "form", "shortcut") and name.split(".")[0] != feature
    ]  # fmt: skip
    assert not wrong, wrong


def test_the_tables_of_the_features_go_together() -> None:
    table = merged([*LISTENING.values()])
    assert len(table) == len({key for listening in LISTENING.values() for key in listening.table})


def test_every_id_is_a_name_and_not_a_text_in_the_middle_of_a_view() -> None:
    """A button's act is a member of an enum, so that this file can count them."""
    wrong = [
        file.at(call) for file in BOT if file.name.startswith("bot.features.")
        for call, of, name in calls(file)
        if not of and name in ("button", "menu", "Form") and any(isinstance(each, ast.Constant) and each.value
                                                                 for each in call.args[_act_at(name)])
    ]  # fmt: skip
    assert not wrong, wrong


def _act_at(builder: str) -> slice:
    return slice(1, 2) if builder == "button" else slice(0, 1)


def test_only_the_menu_is_listened_to_by_its_choices() -> None:
    assert MENU not in declared("Act")
    menus = [call for file in BOT if file.name.startswith("bot.features.") for call, _, name in calls(file)
             if name == "menu"]  # fmt: skip
    assert len(menus) == 2, "another menu: see that its choices are acts with listeners, then count it here"
