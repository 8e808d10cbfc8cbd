"""A table of a TOML file that knows where it stands, so that what is wrong with it can be said in one sentence."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class PlaybookError(Exception):
    """The playbook cannot be used: one sentence that names the file, the place in it and the way out."""


@dataclass(frozen=True)
class Table:
    """`where` is the file, then the entry: "phases.toml, step phone_now"."""

    where: str
    fields: Mapping[str, object]

    def refusal(self, problem: str) -> PlaybookError:
        return PlaybookError(f"{self.where}: {problem}")

    def only(self, *known: str) -> None:
        for field in self.fields:
            if field not in known:
                raise self.refusal(f"'{field}' is not a field here; take it out, or use one of {', '.join(known)}.")

    def line(self, field: str, longest: int) -> str:
        """A text of one line, never empty and never over `longest` characters."""
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"'{field}' is missing or empty; write one line of text.")
        if "\n" in value or value != value.strip():
            raise self.refusal(f"'{field}' must be one line; take out the breaks, and the spaces around it.")
        if len(value) > longest:
            raise self.refusal(f"'{field}' has {len(value)} characters; shorten it to {longest}.")
        return value

    def names(self, field: str) -> tuple[str, ...]:
        """A list of names, at least one, none twice."""
        value = self.fields.get(field)
        if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
            raise self.refusal(f"'{field}' is missing or empty; give a list such as [\"P2\"].")
        if len(set(value)) < len(value):
            raise self.refusal(f"'{field}' names one thing twice; keep it once.")
        return tuple(value)

    def table(self, field: str, where: str) -> "Table":
        value = self.fields.get(field)
        if not isinstance(value, dict) or not value:
            raise self.refusal(f"'{field}' is missing or empty; write it as a table.")
        return Table(f"{self.where}, {where}", value)

    def tables(self, field: str, where: str) -> tuple["Table", ...]:
        """A list of tables, at least one, each told by its key or else by its number."""
        value = self.fields.get(field)
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            raise self.refusal(f"'{field}' is missing or empty; write at least one [[…{field}]].")
        file = self.where.partition(",")[0]
        return tuple(Table(f"{file}, {where} {entry.get('key', n)}", entry) for n, entry in enumerate(value, start=1))


def read(file: Path) -> Table:
    try:
        return Table(file.name, tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise PlaybookError(f"{file.name}: there is no such file in {file.parent}; put it back.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{file.name}: this is not valid TOML ({error}); mend that place.") from None
