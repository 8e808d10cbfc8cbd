"""The sandbox's one door: HTTP on the loopback interface, in threads that end with it."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from flask_sock import Sock
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.sandbox.browser import build_browser
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault
from bot.sandbox.platform import Platform
from bot.sandbox.refused import SlackError
from bot.sandbox.response_urls import respond
from bot.sandbox.socket_mode import WebSocket
from bot.sandbox.things import Json
from bot.sandbox.web_api import apply


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"  # a connection per request: none is left over when the server stops

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Nothing: the ledger is our log."""


def _dated_by(clock: Clock) -> type[_Quiet]:
    class Dated(_Quiet):
        def date_time_string(self, timestamp: float | None = None) -> str:
            """The `Date` of every answer: Slack's own time."""
            return super().date_time_string(clock.now().timestamp() if timestamp is None else timestamp)

    return Dated


class Server:
    def __init__(self, app: Flask, port: int, clock: Clock) -> None:
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, app, threaded=True, request_handler=_dated_by(clock)
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox", daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def build_app(platform: Platform) -> Flask:
    app = Flask("sandbox", static_folder=None)

    @app.route("/api/<name>", methods=["GET", "POST"])
    def web_api(name: str) -> Response:
        return _answer(platform, name)

    @app.post("/response/<name>")
    def response_url(name: str) -> Response:
        try:
            respond(platform, name, json.loads(request.get_data() or b"{}"))
        except SlackError as refused:
            return Response(refused.error, 404)
        return Response("ok")

    def link(ws: WebSocket) -> None:
        ticket = request.args.get("ticket", "")
        if ticket in platform.tickets:
            platform.tickets.remove(ticket)
            platform.sockets.serve(ws)

    Sock(app).route("/link/")(link)
    app.register_blueprint(build_browser(platform))
    return app


def _answer(platform: Platform, name: str) -> Response:
    arguments = _arguments()
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or str(arguments.get("token", ""))

    def call() -> Json:
        try:
            return apply(platform, name, token, arguments)
        except SlackError as refused:
            return refused.answer()

    fault = platform.faults.take(name, arguments)
    response = _misbehave(platform, fault, call) if fault else _written(call())
    response.headers["X-OAuth-Scopes"] = ",".join(platform.world.manifest.scopes)
    response.headers["X-Slack-Req-Id"] = platform.world.mint("req")
    return response


def _arguments() -> Json:
    if request.is_json:
        body = request.get_json(silent=True)
        return body if isinstance(body, dict) else {}
    return {**request.args.to_dict(), **request.form.to_dict()}


def _written(answer: Json) -> Response:
    after = answer.pop("retry_after", None)
    response = jsonify(answer)
    if after is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(after)
    return response


def _misbehave(platform: Platform, fault: Fault, call: Callable[[], Json]) -> Response:
    match fault.fault:
        case "accept_then_drop":
            call()
            return _hang_up()
        case "drop_before":
            return _hang_up()
        case "late":
            return _later(platform, fault.after, call)
        case "http_500":
            return Response("Internal Server Error", 500)
        case "ratelimited":
            return _written({"ok": False, "error": "ratelimited", "retry_after": max(1, round(fault.after))})
        case "internal_error":
            call()
            return _written({"ok": False, "error": "internal_error"})
        case "garbled":
            call()
            return Response("<!DOCTYPE html>", 200, content_type="text/html")
        case error:
            return _written({"ok": False, "error": error})


def _later(platform: Platform, seconds: float, call: Callable[[], Json]) -> Response:
    def arrive() -> None:
        call()
        platform.deliveries.settle()

    platform.clock.at(platform.clock.now() + timedelta(seconds=seconds), arrive)
    return _hang_up()


def _hang_up() -> Response:
    """Close the connection under the answer: the app hears nothing."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    return Response()
