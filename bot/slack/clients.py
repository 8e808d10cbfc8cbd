"""Clients of Slack's Web API, made the one way that is safe here."""

import logging
import ssl

from slack_sdk import WebClient

TLS = ssl.create_default_context()
"""Shared: without it every call builds a context of its own, 25 ms of CPU."""


def web_client(token: str, base_url: str, timeout: float) -> WebClient:
    """Never retries by itself: the SDK's default posts twice when a reply is lost."""
    return WebClient(
        token=token, base_url=base_url, timeout=int(timeout), ssl=TLS, retry_handlers=[], logger=_quiet_logger()
    )


def _quiet_logger() -> logging.Logger:
    """The SDK calls every lost connection an error; whoever made the call knows better, and says so."""
    logger = logging.getLogger("bot.slack.web_api")
    logger.setLevel(logging.CRITICAL)
    return logger
