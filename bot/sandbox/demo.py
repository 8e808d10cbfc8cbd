"""The sandbox as a person meets it: a pretend Slack in the browser, with the real bot beside it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from bot.sandbox.sandbox import Sandbox

HELLO = """
First Call is open in the sandbox, a pretend Slack that runs here and forgets everything when it stops.

    {url}

Type /angry-client Acme | third wrong invoice @Olivia, then be Olivia. Ctrl+C ends it.
"""
RING_EVERY = 0.5
LOOK_EVERY, LOOKS_MOST = 0.1, 200
TAKEN = "Port {port} is taken. Start it on another one: PORT={other} make run"


def open_sandbox(port: int, app_file: Path) -> None:
    """Serve the pretend Slack on `port` and run the app beside it on a free one, until Ctrl+C or SIGTERM."""
    if _is_taken(port):
        raise SystemExit(TAKEN.format(port=port, other=port + 1))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with tempfile.TemporaryDirectory(prefix="first-call-") as folder, Sandbox.start(port, frozen=False) as slack:
        slack.clock.offset_file(Path(folder) / "clock")
        beside = _free_port()
        slack.listen_at(f"http://127.0.0.1:{beside}/slack/events")
        settings = os.environ | _settings(slack, folder, beside)
        bot = subprocess.Popen([sys.executable, str(app_file), "run"], env=settings)  # noqa: S603
        try:
            _wait_until_ready(bot, beside)
            sys.stdout.write(HELLO.format(url=slack.url))
            sys.stdout.flush()
            while not stopping.wait(RING_EVERY):
                slack.clock.ring()
                if bot.poll() is not None:
                    raise SystemExit(f"The bot beside it has stopped ({bot.returncode}). Its last words are above.")
        finally:
            bot.terminate()
            bot.wait()


def _wait_until_ready(bot: subprocess.Popen[bytes], port: int) -> None:
    """So that the first command is not met by silence."""
    for _ in range(LOOKS_MOST):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):  # our own
            return
        if bot.poll() is not None:
            return
        time.sleep(LOOK_EVERY)


def _settings(slack: Sandbox, folder: str, port: int) -> dict[str, str]:
    """What the bot is told, as an operator would write it into .env."""
    return {
        "DATABASE_URL": f"sqlite:///{folder}/first_call.db", "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": slack.signing_secret, "SLACK_API_URL": slack.api_url, "PORT": str(port),
        "ESCALATIONS_CHANNEL": "#escalations", "DIGEST_CHANNEL": "#lessons", "LEADS": slack.person("Lena").id,
        "WORKSPACE_TIMEZONE": "Europe/London", "CLOCK_OFFSET_FILE": f"{folder}/clock",
    }  # fmt: skip


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
