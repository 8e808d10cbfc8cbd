"""A list of clients as CSV: RFC 4180, UTF-8, and nothing in it that a spreadsheet would take for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.features.address_book.rules import FLAGS, LABELS, MOST, Value, read_aliases, read_values
from bot.words import later, said, t

FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
"""Before what a spreadsheet would calculate; and before itself, so that what goes out comes in as it was."""
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})
PERSON_ID = re.compile(r"\b[UW][A-Z0-9]{6,}\b")
SAID_MOST, ROWS_MOST = 20, 20_000
NO_HEADER = later("The first line must name the columns, such as: name,contact,phone. I know {known}.")


@dataclass(frozen=True)
class Line:
    """One client of the list: only what is given."""

    number: int
    typed: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        return [self.typed["name"], *read_aliases(self.typed.get("aliases", ""))]


def written(clients: Iterable[Mapping[str, Value]]) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(LABELS)
    for client in clients:
        sheet.writerow([_guarded(_cell(client[field])) for field in LABELS])
    return out.getvalue()


def read_list(text: str) -> list[Line]:
    """Raises Refusal when the columns are not named, or cannot be read at all."""
    text = text.removeprefix("\ufeff").strip("\r\n")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        columns = [_column(cell) for cell in next(rows, [])]
        found = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Refusal(t("I can't read that as CSV: a quotation mark is open, or a cell is too long.")) from error
    if "name" not in columns or None in columns or len({*columns}) != len(columns):
        raise Refusal(said(NO_HEADER, known=", ".join(LABELS)))
    return [Line(number, _typed([column or "" for column in columns], row)) for number, row in found[:ROWS_MOST]]


def values_of_line(line: Line) -> dict[str, Value]:
    """Raises Refusal. What is left empty stays as it is; a "no" takes a flag away."""
    typed = {**line.typed}
    for flag in FLAGS:
        answer = typed.get(flag, "").casefold()
        if answer and answer not in YES | NO:
            raise Refusal(t("{column} is yes or no, not “{typed}”.", column=flag, typed=typed[flag]))
        if flag in typed:
            typed[flag] = "yes" if answer in YES else ""
    if "" in typed:
        raise Refusal(t("More cells than columns."))
    long = next((field for field, most in MOST.items() if len(typed.get(field, "")) > most), None)
    if long:
        raise Refusal(t("{column} is longer than {most} characters.", column=long, most=MOST[long]))
    return read_values(typed)


def all_wrong(wrong: Sequence[tuple[int, str]]) -> str:
    """Each line that cannot be, with its number and why."""
    told = [t("Line {number}: {why}", number=number, why=why) for number, why in wrong[:SAID_MOST]]
    more = [t("And {count} more.", count=len(wrong) - SAID_MOST)] if len(wrong) > SAID_MOST else []
    return " ".join([t("Nothing was imported."), *told, *more])


def people_in(text: str) -> list[str]:
    return sorted({*PERSON_ID.findall(text)})


def _column(cell: str) -> str | None:
    wanted = cell.strip().casefold().replace(" ", "_")
    names = {
        label.casefold().replace(" ", "_"): field
        for field, words in LABELS.items() for label in (words, said(words))
    }  # fmt: skip
    return wanted if wanted in LABELS else names.get(wanted)


def _typed(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    found = {column: _bare(cell) for column, cell in zip(columns, row, strict=False)}
    given = {column: cell for column, cell in found.items() if cell}
    return {"name": ""} | given | ({"": "more"} if any(row[len(columns) :]) else {})


def _cell(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(value)
        case None:
            return ""
    return value


def _guarded(cell: str) -> str:
    return GUARD + cell if cell.startswith((*FORMULA, GUARD)) else cell


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith((*FORMULA, GUARD)) else cell


def _delimiter(text: str) -> str:
    """The one that stands most often in the first line: spreadsheets of some countries write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
