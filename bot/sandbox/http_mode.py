"""HTTP transport: signed POSTs. https://docs.slack.dev/authentication/verifying-requests-from-slack"""

import hashlib
import hmac
import http.client
import json
from urllib.parse import urlencode, urlsplit

from bot.sandbox.clock import wall
from bot.sandbox.deliveries import PATIENCE, Answer, DeliveryError
from bot.sandbox.things import Json

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class HttpMode:
    def __init__(self, url: str, signing_secret: str) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._path = parts.hostname or "127.0.0.1", parts.port or 80, parts.path or "/"
        self._secret = signing_secret

    def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Answer:
        if kind == "events_api":
            body, content_type = json.dumps(payload).encode(), JSON
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields).encode(), FORM
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (sandbox)", **self.signature(body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        return self._post(body, headers)

    def signature(self, body: bytes) -> dict[str, str]:
        # The wall clock, not the sandbox's: who checks the age of a signature looks at the wall.
        at = str(int(wall().timestamp()))
        digest = hmac.new(self._secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}

    def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE)
        try:
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            said = response.read().decode()
        except TimeoutError:
            raise DeliveryError("http_timeout") from None
        except (OSError, http.client.HTTPException):
            raise DeliveryError("connection_failed") from None
        finally:
            connection.close()
        is_object = response.headers.get_content_type() == JSON and said.lstrip().startswith("{")
        return Answer(
            response.status, json.loads(said) if is_object else said, response.headers.get("X-Slack-No-Retry") != "1"
        )
