"""Bolt, as we use it: it parses and authorises; finding and answering is `answering`'s."""

import json
import logging
from collections.abc import Callable

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.errors import cause_of
from bot.slack.answering import Answering

log = logging.getLogger(__name__)


class AnswerBeforeBolt(Middleware):
    """Bolt's own middleware and its injection of arguments raise on bodies of shapes that Slack never sends.

    Standing first and never handing on, this one lets none of it run.
    """

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002, ARG002  # Bolt's names
        if req.body.get("type") == "url_verification":
            return BoltResponse(status=200, body=json.dumps({"challenge": req.body.get("challenge")}))
        try:
            return self._answering.answer(req)
        except Exception as error:  # noqa: BLE001  # Bolt would print its message, and Slack bring it again
            log.error("an answer broke: %s", cause_of(error))  # noqa: TRY400  # the message may quote a client
            return BoltResponse(status=200)


def bolt_app(answering: Answering, client: WebClient) -> App:
    """Answers before Bolt looks for listeners: nothing is unmatched."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=answering.workspace_id, bot_token=client.token)

    return App(
        client=client,
        before_authorize=AnswerBeforeBolt(answering),
        process_before_response=True,
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        raise_error_for_unhandled_request=False,
        logger=_quiet_logger(),
    )


def _quiet_logger() -> logging.Logger:
    """Bolt may print whole bodies, and with them what clients wrote."""
    logger = logging.getLogger("bolt")
    logger.setLevel(logging.ERROR)
    return logger
