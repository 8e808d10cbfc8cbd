"""The process: python app.py [run|web|worker|sandbox|doctor|audit|settings|clients]. Without a word: run, or sandbox.

`application` is the WSGI name for a server of your own: gunicorn --worker-class gthread --threads 16 app:application
"""

import argparse
import atexit
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.assembly import assemble, clock_of, migrate
from bot.db.audit_report import audit_of
from bot.doctor import examine
from bot.errors import SettingError
from bot.logs import write_lines
from bot.sandbox.demo import open_sandbox
from bot.serving import Server, work_alone
from bot.settings import Settings, read_settings
from bot.shell import clients_from_shell, settings_from_shell

HERE = Path(__file__).parent


def run(settings: Settings) -> None:
    """Everything in one process."""
    migrate(settings)
    Server(settings, clocks=True).run()


def web(settings: Settings) -> None:
    Server(settings, clocks=False).run()


def worker(settings: Settings) -> None:
    work_alone(settings)


def sandbox(settings: Settings) -> None:
    """A pretend Slack in the browser, with the real bot beside it."""
    open_sandbox(settings.port, HERE / "app.py")


def doctor(settings: Settings) -> None:
    """Look at everything that an installation can get wrong, and say what to do. Exits with 1 when something is."""
    findings = examine(settings, clock_of(settings))
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    if not all(finding.is_well for finding in findings):
        raise SystemExit(1)


def audit(settings: Settings, words: Sequence[str]) -> None:
    """Read the whole history and say where it is not what was written. Exits with 1 when it is not."""
    if words[:1] != ["verify"] or len(words) > len(AUDIT_WORDS):
        raise SettingError(f"The audit is called as python app.py audit {' '.join(AUDIT_WORDS)}.")
    is_whole = True
    for finding in audit_of(settings.database_url, clock_of(settings)(), *words[1:]):
        sys.stdout.write(f"{finding}\n")
        is_whole = is_whole and finding.is_well
    if not is_whole:
        raise SystemExit(1)


def settings_of(settings: Settings, words: Sequence[str]) -> None:
    """Show the house rules; before that, set those that are given as name=value."""
    sys.stdout.writelines(f"{line}\n" for line in settings_from_shell(settings, clock_of(settings), words))


def clients_of(settings: Settings, words: Sequence[str]) -> None:
    """Export the clients as CSV, or import them from a file: all of it or nothing."""
    sys.stdout.write(clients_from_shell(settings, clock_of(settings), words))


AUDIT_WORDS = ("verify", "[moment]", "[sha256]")
COMMANDS: dict[str, Callable[[Settings], None]] = {
    "run": run,
    "web": web,
    "worker": worker,
    "sandbox": sandbox,
    "doctor": doctor,
}
WITH_WORDS: dict[str, Callable[[Settings, Sequence[str]], None]] = {
    "audit": audit, "settings": settings_of, "clients": clients_of,
}  # fmt: skip
"""Commands that are told more, in words of their own."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="First Call: coaches your team through an angry client.")
    parser.add_argument(
        "command", nargs="?", choices=[*COMMANDS, *WITH_WORDS], help="default: run, or sandbox without Slack tokens"
    )
    parser.add_argument("words", nargs="*", help="what the command is told: audit verify, settings zone=Europe/London")
    told = parser.parse_args(arguments)
    if told.words and told.command not in WITH_WORDS:
        parser.error(f"{told.command} stands alone: leave out {' '.join(told.words)}")
    write_lines()
    try:
        settings = read_settings()
        if told.command in WITH_WORDS:
            WITH_WORDS[told.command](settings, told.words)
        else:
            COMMANDS[told.command or ("sandbox" if settings.wants_sandbox else "run")](settings)
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def __getattr__(name: str) -> Any:
    """`application` is made when a WSGI server asks for it, after its fork: the bot's threads do not survive one."""
    if name != "application":
        raise AttributeError(name)
    write_lines()
    bot = assemble(read_settings())
    bot.start(clocks=False, listening=True)
    atexit.register(bot.stop)
    return bot.front_door


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
