"""Serving: one gunicorn worker of many threads, with the bot's own threads beside them."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from bot.assembly import Bot, assemble, check
from bot.logs import write_like_the_rest
from bot.settings import Settings

THREADS = 16
GRACE_SECONDS = 9
"""For requests and posts in flight; then gunicorn kills what is left, and the leases run out."""


class PlainLogger(Logger):  # type: ignore[misc]
    """Gunicorn's, without a way of writing of its own."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        write_like_the_rest(self.error_log)


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told everything here. The bot is put together after the fork: threads do not survive one."""

    def __init__(self, settings: Settings, *, clocks: bool) -> None:
        self._settings, self._clocks = settings, clocks
        self._bot: Bot | None = None
        super().__init__()

    def run(self) -> None:
        """What a person must put right is found before the fork: gunicorn would bury it under a traceback."""
        check(self._settings)
        super().run()

    def load_config(self) -> None:
        options = {
            "bind": f"0.0.0.0:{self._settings.port}", "worker_class": "gthread", "threads": THREADS, "workers": 1,
            "graceful_timeout": GRACE_SECONDS, "timeout": 60, "keepalive": 5, "control_socket_disable": True,
            "accesslog": None, "loglevel": "warning", "logger_class": PlainLogger,
            "worker_exit": lambda _server, _worker: self._stop(),
        }  # fmt: skip
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
        self._bot = assemble(self._settings)
        self._bot.start(clocks=self._clocks, listening=True)
        return self._bot.front_door

    def _stop(self) -> None:
        if self._bot:
            self._bot.stop()


def work_alone(settings: Settings) -> None:
    """The worker: clocks and outbox, until SIGTERM or SIGINT."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    bot = assemble(settings)
    bot.start(clocks=True, listening=False)
    logging.getLogger(__name__).info("the worker runs")
    stopping.wait()
    bot.stop()
