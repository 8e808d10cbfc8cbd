"""What has to be translated, found in the source and the playbook: `make words` writes bot/words/first_call.pot."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.playbook import PLAYBOOK

ROOT = Path(__file__).parents[2]
POT = ROOT / "bot/words/first_call.pot"
SPEAK = {"bot.words": {"t", "later", "plural"}, "bot.slack.sentences": {"sentence", "says"}}
"""Where they come from, and the functions whose first words are said."""
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = """\
# What First Call says. To add a language, translate this file as LANGUAGE.po beside it: de.po, pt_BR.po.
# What stands in braces is filled in, wherever in the sentence it stands; *what stands so* is bold. Both must stay."""


@dataclass(frozen=True)
class Speaks:
    """A call that says something of ours: with one sentence, or with two, for one and for many."""

    file: str
    line: int
    texts: tuple[ast.expr, ...]

    @property
    def words(self) -> tuple[str, ...]:
        constants = [text.value for text in self.texts if isinstance(text, ast.Constant)]
        return tuple(value for value in constants if isinstance(value, str))


def calls() -> Iterator[Speaks]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if "sandbox" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (Speaks(str(path.relative_to(ROOT)), *found) for found in _calls_in(tree))


def _calls_in(tree: ast.Module) -> Iterator[tuple[int, tuple[ast.expr, ...]]]:
    known = {
        name.asname or name.name
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        for name in node.names if name.name in SPEAK.get(node.module or "", ())
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            yield node.lineno, tuple(node.args[: 2 if node.func.id == "plural" else 1])


def playbook_texts() -> Iterator[tuple[str, str, str]]:
    """File, place in it, words."""
    for article in PLAYBOOK.articles.values():
        yield "advice.toml", "the title of an article", article.title
    for phase in PLAYBOOK.phases:
        yield "phases.toml", f"phase {phase.key}", phase.name
    for step in PLAYBOOK.steps:
        for kind in ("do", "how", "say", "avoid"):
            yield "phases.toml", f"step {step.key}, {kind}", getattr(step, kind)
    for line in (*PLAYBOOK.preparation, PLAYBOOK.voicemail, PLAYBOOK.could_not_reach_text):
        yield "lines.toml", "a line", line.text


def extracted() -> Catalog:
    catalog = Catalog(
        project="First Call", version="1", creation_date=WRITTEN, revision_date=WRITTEN, header_comment=HEADER,
        copyright_holder="", msgid_bugs_address="", fuzzy=False,
    )  # fmt: skip
    for call in calls():
        words = call.words
        catalog.add(words if len(words) > 1 else words[0], locations=[(call.file, 1)])
    for file, place, words in playbook_texts():
        catalog.add(words, locations=[(f"bot/playbook/{file}", 1)], auto_comments=[place])
    return catalog


def written() -> str:
    """Without line numbers, which would change with every other line; and without who wrote it."""
    stream = BytesIO()
    write_po(stream, extracted(), include_lineno=False, width=110, sort_by_file=True)
    return re.sub(r'"(Generated-By|POT-Creation-Date|PO-Revision-Date).*\n', "", stream.getvalue().decode())


if __name__ == "__main__":
    POT.write_text(written(), encoding="utf-8")
