"""The door and what stands behind it, without any feature."""

import hashlib
import hmac
import io
import json
import threading
import time
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.db.engine import Database, open_database
from bot.db.models import Client, Escalation, Workspace
from bot.sandbox import Sandbox
from bot.slack.answering import Answering
from bot.slack.app import bolt_app
from bot.slack.clients import web_client
from bot.slack.front_door import FrontDoor, Health
from bot.slack.listening import Heard, Listening, merged
from bot.slack.people import Acquaintance
from bot.work import Doors

TEAM = "T0FIRST"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


class Desk:
    """The door and the answering as the bot has them, with listeners of the test's own. No feature is here."""

    def __init__(self, slack: Sandbox, database_url: str) -> None:
        self.slack, self.on, self.heard = slack, Listening(), []
        self.calls: list[Heard] = self.heard
        self.database = open_database(database_url)
        self.doors = Doors(self.database, slack.clock.now, lambda: None)
        self.client = web_client(slack.bot_token, slack.api_url, 2)
        with self.database.writing.begin() as session:
            session.add(Workspace(
                id=TEAM, name="Northwind", url="https://northwind.slack.com/", bot_user_id=slack.world.bot.id,
                watched_channel="C0ESCALAT", digest_channel="C0ESCALAT", leads=[], zone="UTC",
            ))  # fmt: skip
        self._server: Any = None

    def open(self, health: Health = list) -> "Desk":
        """With the listeners registered until now."""
        meet = Acquaintance(self.client, self.doors, TEAM).meet
        answering = Answering(merged([self.on]), TEAM, self.client, self.doors, meet, list)
        self.door = FrontDoor(bolt_app(answering, self.client), self.slack.signing_secret, health)
        self._server = make_server("127.0.0.1", 0, self.door, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.slack.listen_at(f"http://127.0.0.1:{self._server.server_port}/slack/events")
        return self

    def keep(self, heard: Heard) -> None:
        self.heard.append(heard)

    def ask(self, raw: bytes | dict[str, Any], **how: Any) -> tuple[int, bytes]:
        """One request through the door itself, without a network: status and body of the answer."""
        status, _, body = self.ask_all(raw, **how)
        return status, body

    def ask_all(self, raw: bytes | dict[str, Any], **how: Any) -> tuple[int, list[tuple[str, str]], bytes]:
        return knock(self.door, self.slack.signing_secret, raw, **how)

    def interact(self, payload: dict[str, Any]) -> tuple[int, bytes]:
        return self.ask(urlencode({"payload": json.dumps(payload)}).encode(), content_type=FORM)

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self.door.close()
        self.database.close()


def knock(
    door: FrontDoor, right_secret: str, raw: bytes | dict[str, Any], *, content_type: str = JSON, method: str = "POST",
    path: str = "/slack/events", stamp: str | None = None, signature: str | None = None,
    length: str | None = None, secret: str | None = None, **more: str,
) -> tuple[int, list[tuple[str, str]], bytes]:  # fmt: skip
    """One request through a door, without a network: status, headers and body. Signed, unless told otherwise."""
    raw = json.dumps(raw).encode() if isinstance(raw, dict) else raw
    stamp = stamp if stamp is not None else str(int(time.time()))
    signature = signature if signature is not None else signed(secret or right_secret, stamp, raw)
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": content_type, "wsgi.input": io.BytesIO(raw),
        "CONTENT_LENGTH": str(len(raw)) if length is None else length,
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": signature, **more,
    }  # fmt: skip
    said: list[Any] = []
    body = b"".join(door(environ, lambda status, headers: said.append((status, headers))))
    return int(said[0][0].split()[0]), said[0][1], body


def signed(secret: str, stamp: str, raw: bytes) -> str:
    base = b"v0:" + stamp.encode("utf-8", "surrogatepass") + b":" + raw
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def flag_event(client: str) -> dict[str, Any]:
    """As Slack brings a flag written into the watched channel: for one client, always the same event."""
    number = int.from_bytes(hashlib.blake2b(client.encode(), digest_size=7).digest(), "big")
    return {
        "type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "authorizations": [{"team_id": TEAM}],
        "event": {
            "type": "message", "channel": "C0ESCALAT", "channel_type": "channel", "user": "U0FRED001",
            "text": f":rotating_light: {client} | they are furious",
            "ts": f"{10**9 + number % 10**9}.{number // 10**9 % 10**6:06}",
        },
    }  # fmt: skip


def flagged(database: Database) -> Counter[str]:
    """How often each client stands in the database."""
    with database.reading() as session:
        return Counter(session.scalars(select(Client.name).join(Escalation, Escalation.client_id == Client.id)))
