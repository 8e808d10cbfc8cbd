"""Who may import whom: `MAY` is the diagram of `bot/__init__.py`, and what is not in it is denied."""

from graphlib import TopologicalSorter

import pytest
from source import BOT, MODULES, File, Import

from bot.features import FEATURES

ORDER = [feature.__name__.rpartition(".")[2] for feature in FEATURES]
TOOLKIT = {"bot.slack.blocks", "bot.slack.text", "bot.slack.ids", "bot.slack.sentences", "bot.words"}

MAY: dict[str, set[str]] = {
    "app": {
        "bot.shell",
        "bot.assembly", "bot.db.audit_report", "bot.doctor", "bot.errors", "bot.logs", "bot.sandbox", "bot.serving",
        "bot.settings",
    },
    "bot.serving": {"bot.assembly", "bot.logs", "bot.settings", "gunicorn"},
    "bot.assembly": {
        "bot.clocks", "bot.db", "bot.dead_man", "bot.errors", "bot.features", "bot.health", "bot.metrics", "bot.outbox",
        "bot.scheduler", "bot.settings", "bot.slack", "bot.words", "bot.work", "alembic", "slack_bolt",
    },
    "bot.doctor": {
        "bot.db", "bot.errors", "bot.outbox.delivery", "bot.settings", "bot.slack", "slack_sdk", "sqlalchemy",
    },
    "bot.health": {
        "bot.clocks", "bot.db", "bot.outbox.pace", "bot.scheduler", "bot.words", "bot.work", "sqlalchemy",
    },
    "bot.metrics": {"bot.clocks", "bot.db", "bot.work", "prometheus_client", "sqlalchemy"},
    "bot.shell": {
        "bot.db", "bot.errors", "bot.features.client_lists", "bot.features.preferences", "bot.outbox", "bot.settings",
        "bot.slack", "bot.work", "slack_sdk",
    },
    "bot.dead_man": {"bot.errors"}, "bot.logs": {"bot.errors"},
    "bot.scheduler": {"bot.clocks", "bot.db", "bot.errors", "bot.work", "apscheduler", "sqlalchemy"},
    "bot.clocks": {"bot.db", "bot.errors", "bot.work", "sqlalchemy"},
    "bot.outbox": {"bot.db", "bot.errors", "bot.work", "slack_sdk", "sqlalchemy"},
    "bot.slack": {"slack_sdk"},
    "bot.slack.app": {"bot.errors", "slack_bolt", "slack_sdk"},
    "bot.slack.front_door": {"slack_bolt"}, "bot.slack.patience": {"bot.errors"},
    "bot.slack.socket_mode": {"slack_bolt", "slack_sdk"},
    "bot.slack.answering": {
        "bot.db", "bot.errors", "bot.logs", "bot.outbox.outcomes", "bot.words", "bot.work", "slack_bolt", "slack_sdk",
        "sqlalchemy.exc",
    },
    "bot.slack.listening": {"bot.errors", "bot.words", "bot.work", "slack_sdk"},
    "bot.slack.catch_up": {"bot.db", "bot.work", "slack_sdk", "sqlalchemy"},
    "bot.slack.channels": {"bot.db", "bot.work", "slack_sdk", "sqlalchemy"},
    "bot.slack.people": {"bot.db", "bot.work", "slack_sdk", "sqlalchemy"},
    "bot.slack.workspace": {"bot.db", "bot.errors", "bot.settings", "slack_sdk"},
    "bot.slack.blocks": {"bot.words"}, "bot.slack.text": {"bot.words"}, "bot.slack.sentences": {"bot.words"},
    "bot.words": {"babel"}, "bot.slack.ids": set(), "bot.slack.forms": set(),
    "bot.work": {"bot.db", "bot.errors", "bot.words", "sqlalchemy"},
    "bot.db": {"bot.errors", "sqlalchemy"},
    "bot.settings": {"bot.errors", "dotenv"},
    "bot.names": {"rapidfuzz"}, "bot.phones": {"phonenumbers"}, "bot.days": {"bot.words", "holidays"},
    "bot.playbook": {"bot.words"}, "bot.hours": {"bot.days"}, "bot.errors": {"bot.words"}, "bot": set(),
    "bot.features": {"bot.features"},
    "bot.sandbox": {"flask", "flask_sock", "werkzeug"},
}  # fmt: skip
"""By file, or by folder, whose files may also import each other. Python's own modules are not listed."""

ROLES: dict[str, set[str]] = {
    "rules": {"bot.days", "bot.errors", "bot.hours", "bot.names", "bot.playbook", "bot.words"},
    "views": {"bot.days", "bot.db.models", "bot.phones", "bot.playbook", *TOOLKIT},
    "usecases": {"bot.db.models", "bot.errors", "bot.hours", "bot.names", "bot.playbook", "bot.work", *TOOLKIT},
    "listeners": {"bot.errors", "bot.slack", "bot.words", "slack_sdk.errors"},
    "__init__": {"bot.clocks", "bot.db.models"},
}
OWN = {
    "rules": set(), "views": {"rules"}, "usecases": {"rules", "views"}, "listeners": {"rules", "views", "usecases"},
    "__init__": {"listeners", "usecases"},
}  # fmt: skip
EARLIER = {
    "rules": {"rules"}, "views": {"rules", "views"}, "usecases": {"rules", "views", "usecases"},
    "listeners": {"views"},  # where the ids live that they listen to
    "__init__": set(),
}  # fmt: skip
IMPURE = {"random", "secrets", "time", "os", "socket", "threading", "urllib", "http", "subprocess", "logging"}
BECAUSE = {
    "rules": "rules decide from what they are given: no rows, no Slack, no clock, no chance",
    "views": "views only show: models in, blocks out",
    "usecases": "a use case acts on rows through `work`: never on Slack, never past the one gate between tenants",
    "listeners": "listeners translate: what Slack said into one use case of their own feature",
    "__init__": "a feature's front page names its listeners and clocks, nothing else",
}


def why_not(file: File, imported: Import) -> str:
    """Empty when the arrow is in the diagram."""
    if imported.name.startswith("."):
        return "imports are written out in full"
    if imported.taken.startswith("_"):
        return f"{imported.taken} is private to its file"
    if imported.name == "bot.sandbox" or imported.name.startswith("bot.sandbox."):
        inside = file.name == "app" or _is_in(file.name, "bot.sandbox")
        return "" if inside else "the pretend Slack is app.py's and the tests'; the bot must not know that it is there"
    if file.name.count(".") >= 2 and file.name.startswith("bot.features."):
        return _why_not_in_a_feature(file, imported)
    if imported.is_of_python:
        return ""
    return "" if _allows(file.name, imported.name) else "the diagram has no such arrow"


def _why_not_in_a_feature(file: File, imported: Import) -> str:
    feature = file.name.split(".")[2]
    role = file.path.stem
    if role not in ROLES:
        return f"a feature's files are {', '.join(ROLES)}"
    if imported.is_of_python:
        impure = imported.name.split(".")[0] in IMPURE and role in ("rules", "views")
        return BECAUSE[role] if impure else ""
    if not imported.name.startswith("bot.features."):
        return "" if any(_is_in(imported.name, allowed) for allowed in ROLES[role]) else BECAUSE[role]
    other, _, other_role = imported.name.removeprefix("bot.features.").partition(".")
    if other == feature:
        return "" if other_role in OWN[role] else BECAUSE[role]
    if ORDER.index(other) > ORDER.index(feature):
        return f"{other} is listed after {feature} in FEATURES, and a feature uses only those before it"
    return "" if other_role in EARLIER[role] else BECAUSE[role]


def _allows(importer: str, imported: str) -> bool:
    of = max((key for key in MAY if _is_in(importer, key)), key=len)
    folder = ".".join(of.split(".")[:2])  # bot.slack's files may import each other, whatever else they may
    together = folder in ("bot.db", "bot.outbox", "bot.playbook", "bot.sandbox", "bot.slack", "bot.words")
    return (together and _is_in(imported, folder)) or any(_is_in(imported, allowed) for allowed in MAY[of])


def _is_in(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")


@pytest.mark.parametrize("file", BOT, ids=lambda file: file.shown)
def test_every_import_is_an_arrow_of_the_diagram(file: File) -> None:
    wrong = [
        f"Layering: {file.at(imported)} may not import {imported.name}, because {why}."
        for imported in file.imports if (why := why_not(file, imported))
    ]  # fmt: skip
    assert not wrong, "\n" + "\n".join(dict.fromkeys(wrong))


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        file.name: {imported.name for imported in file.imports if imported.name in MODULES} - {file.name}
        for file in BOT
    }
    TopologicalSorter({name: needs - {name.rpartition(".")[0]} for name, needs in graph.items()}).prepare()


def test_every_feature_is_listed_once() -> None:
    folders = {file.name.split(".")[2] for file in BOT if file.name.count(".") >= 2 and "bot.features." in file.name}
    assert sorted(ORDER) == sorted(folders), "bot/features/__init__.py lists other features than there are folders"


def test_the_diagram_has_no_arrow_that_nothing_needs() -> None:
    """So that it stays as small as the house is."""
    unused = [
        f"{place} → {allowed}"
        for place, may in MAY.items() for allowed in may
        if not any(_is_in(file.name, place) and any(_is_in(found.name, allowed) for found in file.imports)
                   for file in BOT)
    ]  # fmt: skip
    assert not unused, unused


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("bot/features/people/rules.py", "sqlalchemy", False),
        ("bot/features/people/rules.py", "random", False),
        ("bot/features/people/rules.py", "bot.features.nudges.rules", False),
        ("bot/features/nudges/rules.py", "bot.features.people.rules", True),
        ("bot/features/nudges/rules.py", "bot.features.people.views", False),
        ("bot/features/nudges/views.py", "bot.work", False),
        ("bot/features/nudges/views.py", "bot.features.escalations.views", True),
        ("bot/features/nudges/views.py", "bot.features.escalations.usecases", False),
        ("bot/features/nudges/usecases.py", "slack_sdk", False),
        ("bot/features/nudges/usecases.py", "slack_bolt", False),
        ("bot/features/nudges/usecases.py", "sqlalchemy", False),
        ("bot/features/nudges/usecases.py", "bot.features.home.usecases", False),
        ("bot/features/nudges/usecases.py", "bot.features.asks.usecases", True),
        ("bot/features/steps/listeners.py", "bot.features.checklist.views", True),
        ("bot/features/steps/listeners.py", "bot.features.escalations.usecases", False),
        ("bot/features/steps/listeners.py", "bot.db.models", False),
        ("bot/features/steps/listeners.py", "bot.db", False),
        ("bot/features/steps/__init__.py", "bot.features.escalations.usecases", False),
        ("bot/slack/blocks.py", "bot.features", False),
        ("bot/outbox/claim.py", "bot.features.people.rules", False),
        ("bot/clocks.py", "bot.features", False),
        ("bot/assembly.py", "bot.sandbox", False),
        ("bot/sandbox/clock.py", "bot.work", False),
        ("bot/hours.py", "sqlalchemy", False),
    ],
)
def test_the_diagram_forbids_what_the_house_forbids(importer: str, imported: str, allowed: bool) -> None:
    file = next(file for file in BOT if file.shown == importer)
    assert (why_not(file, Import(imported, "", 1)) == "") is allowed
