"""Our own source as the rules of the house read it: files, their imports, their functions. Only `ast` is needed."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """`name` is the module that is imported; `taken` what is taken out of it, if that is not a module itself."""

    name: str
    taken: str
    line: int

    @property
    def is_ours(self) -> bool:
        return self.name.split(".")[0] == "bot"

    @property
    def is_of_python(self) -> bool:
        return self.name.split(".")[0] in sys.stdlib_module_names


@dataclass(frozen=True)
class File:
    path: Path

    @property
    def name(self) -> str:
        """The module's dotted name: bot.features.people.rules."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def shown(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def length(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def imports(self) -> list[Import]:
        return [found for node in ast.walk(self.tree) for found in _imports(node)]

    @property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @property
    def classes(self) -> list[str]:
        return [node.name for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    def at(self, node: ast.AST | Import) -> str:
        line = node.line if isinstance(node, Import) else node.lineno  # type: ignore[attr-defined]
        return f"{self.shown}:{line}"


def files_in(*places: str) -> list[File]:
    found = [path for place in places for path in sorted(ROOT.glob(f"{place}/**/*.py"))]
    return [File(path) for path in found if "__pycache__" not in path.parts]


BOT = [*files_in("bot"), File(ROOT / "app.py")]
TESTS = files_in("tests")
MODULES = {file.name for file in BOT}


def _imports(node: ast.AST) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(each.name, "", node.lineno) for each in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        for each in node.names:
            whole = f"{module}.{each.name}"
            yield Import(whole, "", node.lineno) if whole in MODULES else Import(module, each.name, node.lineno)


def calls(file: File) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call, with receiver and name: `work.session.get(…)` is ("session", "get"), `print(…)` is ("", "print")."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, "", node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node, last_word(node.func.value), node.func.attr


def last_word(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def words_of(name: str) -> set[str]:
    """The words of a file's or a class's name: WebClient is web and client."""
    return {word.casefold() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def section(document: str, heading: str) -> str:
    """What stands under a heading of the README, up to the next of its rank."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{document} has no section “## {heading}”"
    return found[1]


def fenced(document: str, heading: str, language: str) -> list[str]:
    """The lines of the first fenced block of that language in the section."""
    found = re.search(rf"^```{language}\n(.*?)^```", section(document, heading), re.MULTILINE | re.DOTALL)
    assert found, f"{document}, “## {heading}”, has no ```{language} block"
    return found[1].splitlines()
