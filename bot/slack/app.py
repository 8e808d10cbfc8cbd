"""Bolt, as we use it: it parses and authorises; finding and answering is `answering`'s."""

import json
import logging

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.answering import Answering


def bolt_app(answering: Answering, client: WebClient) -> App:
    """Answers in a middleware, before Bolt looks for listeners: nothing is unmatched."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=answering.workspace_id, bot_token=client.token)

    app = App(
        client=client,
        process_before_response=True,
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        raise_error_for_unhandled_request=False,
        logger=_quiet_logger(),
    )

    def answer_before_bolt(req: BoltRequest) -> BoltResponse:
        if req.body.get("type") == "url_verification":
            return BoltResponse(status=200, body=json.dumps({"challenge": req.body.get("challenge")}))
        return answering.answer(req)

    app.middleware(answer_before_bolt)
    return app


def _quiet_logger() -> logging.Logger:
    """Bolt may print whole bodies, and with them what clients wrote."""
    logger = logging.getLogger("bolt")
    logger.setLevel(logging.ERROR)
    return logger
