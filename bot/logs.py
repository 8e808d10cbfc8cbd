"""Logs: one line for each record, as logfmt. Nobody's words can forge a line, and no token stands in one."""

import logging
import re
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.errors import cause_of

REF: ContextVar[str] = ContextVar("REF", default="")
"""The request that is being answered: in every line meanwhile, and what a person is shown when it broke."""
MOST = 8_000
"""Characters of one value; a line of the log is no place for more."""
SECRETS = (
    (re.compile(r"(xox[a-z]|xapp|xwfp)-[\w.%+/=-]+", re.IGNORECASE), r"\1-[redacted]"),
    (re.compile(r"(hooks\.slack\.com/\w+)/[^\s\"'<>]+", re.IGNORECASE), r"\1/[redacted]"),
    (re.compile(r"(://[^\s/:@]*):[^\s/@]+@"), r"\1:[redacted]@"),
)
"""Slack's tokens, its addresses that anybody may post to, and the password in a database's."""
BARE = re.compile(r"[\w.:/+-]+", re.ASCII)
BY_THEMSELVES = ("gunicorn.error",)
"""Loggers that bring a way of writing of their own."""
log = logging.getLogger(__name__)


@contextmanager
def request() -> Iterator[str]:
    """From here to the end, every line says which request it belongs to. Gives the reference."""
    token = REF.set(secrets.token_hex(2))
    try:
        yield REF.get()
    finally:
        REF.reset(token)


class Line(logging.Formatter):
    """at=… level=… from=… ref=… says=… because=…, each value on one line and without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        values = {
            "at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z", "level": record.levelname,
            "from": record.name, "ref": REF.get(), "says": _said(record), "because": _cause(record),
        }  # fmt: skip
        return " ".join(f"{name}={_value(value)}" for name, value in values.items() if value)


class Lines(logging.StreamHandler[TextIO]):
    """Writes them. Python's own would answer a failure with a traceback and the words that could not be written."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream or sys.stderr)
        self.setFormatter(Line())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # Python's name
        """A log that cannot be written must not stop the work."""


def write_lines() -> None:
    """From here on, all that anybody logs, warns of or dies of in this process is written as lines."""
    logging.basicConfig(level=logging.INFO, handlers=[Lines()], force=True)
    logging.captureWarnings(capture=True)
    for name in BY_THEMSELVES:
        write_like_the_rest(logging.getLogger(name))
    sys.excepthook = _died
    threading.excepthook = lambda died: _died(died.exc_type, died.exc_value, died.exc_traceback)


def write_like_the_rest(logger: logging.Logger) -> None:
    """Take away a library's own way of writing."""
    logger.handlers.clear()
    logger.propagate = True


def _died(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and issubclass(kind, Exception):
        log.critical("died of %s", cause_of(error))
    elif error is not None:  # a person pressed Ctrl-C
        sys.__excepthook__(kind, error, trace)


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001  # whatever a stranger's __str__ does, there is a line
        return f"{record.msg!s:.200} (it could not be put together: {type(error).__name__})"


def _cause(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return cause_of(error) if error is not None else ""


def _value(text: str) -> str:
    """As it is when it is one plain word; else in quotes, with everything that is not seen written out."""
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    if BARE.fullmatch(text) and len(text) <= MOST:
        return text
    short = text if len(text) <= MOST else f"{text[:MOST]}…"
    return '"' + "".join(_shown(character) for character in short) + '"'


def _shown(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\u{ord(character):04x}")
