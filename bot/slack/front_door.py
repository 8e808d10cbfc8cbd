"""The front door: what is not signed by Slack is turned away before anything of it is read."""

import hashlib
import hmac
import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from slack_bolt import App, BoltRequest

from bot.slack.patience import Patience

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
TOO_OLD_SECONDS = 300
TIMESTAMP, SIGNATURE = re.compile(r"\d{9,11}"), re.compile(r"v0=[0-9a-f]{64}")
LENGTH = re.compile(r"\d{1,7}")
NONSENSE = (ValueError, RecursionError, TypeError, AttributeError, LookupError)
"""What Bolt raises on a body whose JSON is broken, or of another shape than any of Slack's."""
CONTENT_TYPES = ("application/json", "application/x-www-form-urlencoded")
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Health = Callable[[], list[str]]
"""What is wrong, in words; nothing when all is well."""


class FrontDoor:
    """The WSGI application: Slack's requests at /slack/events, `/healthz`, and nothing else."""

    def __init__(self, app: App, signing_secret: str, health: Health) -> None:
        self._app, self._secret, self._health = app, signing_secret.encode(), health
        self._patience = Patience()

    def close(self) -> None:
        """Before the database is let go: what Slack no longer waits for may still be at it."""
        self._patience.close()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")
        if (method, path) == ("GET", "/healthz"):
            wrong = self._patience.wait_for(self._health)
            if wrong is None:
                wrong = ["The database does not answer: not a word in time."]
            return _answer(start, 503 if wrong else 200, "\n".join(wrong or ["ok"]))
        if path != "/slack/events":
            return _answer(start, 404)
        body = self._signed_body(environ) if method == "POST" else None
        if body is None:
            return _answer(start, 401)
        return self._hand_in(environ, body, start)

    def _signed_body(self, environ: dict[str, Any]) -> str | None:
        """The body, if it is signed with our secret and fresh by the wall's clock: Slack signs with its own."""
        stamp, signature = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""), environ.get("HTTP_X_SLACK_SIGNATURE", "")
        length = str(environ.get("CONTENT_LENGTH") or "")
        well_formed = TIMESTAMP.fullmatch(stamp) and SIGNATURE.fullmatch(signature) and LENGTH.fullmatch(length)
        if not self._secret or not well_formed or int(length) > MOST_BYTES:
            return None
        if abs(time.time() - int(stamp)) > TOO_OLD_SECONDS or not environ.get("CONTENT_TYPE", "").startswith(
            CONTENT_TYPES
        ):
            return None
        raw = environ["wsgi.input"].read(int(length))
        expected = "v0=" + hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            return None
        try:
            return str(raw, "utf-8")
        except UnicodeDecodeError:
            return None

    def _hand_in(self, environ: dict[str, Any], body: str, start: StartResponse) -> Iterable[bytes]:
        try:
            retry = environ.get("HTTP_X_SLACK_RETRY_NUM", "0")
            headers = {"content-type": environ["CONTENT_TYPE"], "x-slack-retry-num": retry}
            request = BoltRequest(body=body, headers=headers)
        except NONSENSE:
            return _answer(start, 400)
        if not isinstance(request.body, dict):
            return _answer(start, 400)
        answer = self._patience.wait_for(lambda: self._app.dispatch(request))
        if answer is None:  # Slack brings it again, and whatever was done late is then already done
            log.warning("a request was not answered in time: the database or Slack hangs")
            return _answer(start, 503)
        kept = [(name, value) for name, values in answer.headers.items() for value in values]
        return _answer(start, answer.status, answer.body, kept)


def _answer(
    start: StartResponse, status: int, body: str = "", headers: list[tuple[str, str]] | None = None
) -> list[bytes]:
    raw = body.encode()
    kept = [(name, value) for name, value in headers or [] if name.lower() != "content-length"]
    start(f"{status} {'OK' if status == 200 else 'No'}", [*kept, ("Content-Length", str(len(raw)))])
    return [raw]
