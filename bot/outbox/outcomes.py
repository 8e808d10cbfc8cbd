"""What Slack's answers mean for a message. Source: the error tables of Slack's method pages."""

import http.client
import re
import ssl
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.errors import Ambiguous, LockedOut, TryLater, Undeliverable

Meaning = TryLater | Ambiguous | LockedOut | Undeliverable

MAYBE_DONE = frozenset(
    {
        "internal_error",
        "fatal_error",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "update_failed",
        "external_channel_migrating",
    }
)
TOO_MANY_IN_THE_WORKSPACE = "message_limit_exceeded"
BUSY = frozenset({"ratelimited", "rate_limited", TOO_MANY_IN_THE_WORKSPACE})
NO_WAY_IN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "access_denied",
        "org_login_required",
        "ekm_access_denied",
        "two_factor_setup_required",
        "accesslimited",
        "team_access_not_granted",
    }
)
"""The workspace does not let us in: its messages wait until it does."""

WORD = re.compile(r"[a-z0-9_]+")
"""An error of Slack's. Where the answer was no JSON, the SDK puts a sentence of its own in its place."""


def meaning(error: Exception) -> Meaning:
    """What an exception of the SDK says of a call that writes. Unknown words of Slack are a no: nothing loops."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | gaierror | ssl.SSLCertVerificationError):
        return TryLater(0)  # no byte of ours was sent
    if isinstance(reason, OSError | http.client.HTTPException | UnicodeDecodeError):
        return Ambiguous(type(reason).__name__)
    raise error


def _answered(error: SlackApiError) -> Meaning:
    response = error.response
    status = response.get("status") if isinstance(response, dict) else response.status_code
    headers = response.get("headers", {}) if isinstance(response, dict) else response.headers
    said = "" if isinstance(response, dict) else str(response.get("error", ""))
    word = said if WORD.fullmatch(said) else ""
    if status == http.client.TOO_MANY_REQUESTS or word in BUSY:
        return TryLater(_retry_after(headers, "60" if word == TOO_MANY_IN_THE_WORKSPACE else "1"))
    if word in NO_WAY_IN:
        return LockedOut(word)
    if not word or word in MAYBE_DONE or (status or 0) >= http.client.INTERNAL_SERVER_ERROR:
        return Ambiguous(word or str(status))
    return Undeliverable(word)


def _retry_after(headers: object, unless: str) -> float:
    found = {str(key).lower(): value for key, value in headers.items()} if hasattr(headers, "items") else {}
    value = found.get("retry-after", unless)
    text = str(value[0] if isinstance(value, list) else value)
    return float(text) if text.replace(".", "", 1).isdecimal() else 1.0
