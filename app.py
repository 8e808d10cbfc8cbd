"""The process: python app.py [run|web|worker|sandbox|doctor]. Without a word: run, or the sandbox without Slack.

`application` is the WSGI name for a server of your own: gunicorn --worker-class gthread --threads 16 app:application
"""

import argparse
import atexit
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.assembly import assemble, clock_of, migrate
from bot.doctor import examine
from bot.errors import SettingError
from bot.logs import write_lines
from bot.sandbox.demo import open_sandbox
from bot.serving import Server, work_alone
from bot.settings import Settings, read_settings

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


COMMANDS: dict[str, Callable[[Settings], None]] = {
    "run": run,
    "web": web,
    "worker": worker,
    "sandbox": sandbox,
    "doctor": doctor,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="First Call: coaches your team through an angry client.")
    parser.add_argument("command", nargs="?", choices=COMMANDS, help="default: run, or sandbox without Slack tokens")
    chosen = parser.parse_args(arguments).command
    write_lines()
    try:
        settings = read_settings()
        COMMANDS[chosen or ("sandbox" if settings.wants_sandbox else "run")](settings)
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
