"""Answering: every listener is called from here, once, and whatever it does, Slack gets an answer it understands."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from bot.db.engine import DOES_NOT_ANSWER
from bot.errors import MustAsk, Refusal, Undeliverable, cause_of
from bot.logs import REF, request
from bot.outbox.outcomes import meaning
from bot.slack.blocks import View
from bot.slack.ids import without_mentions
from bot.slack.listening import WHATEVER, Heard, Key, Listener, Meet, sheet
from bot.slack.sentences import says, shows, verbatim
from bot.words import speaking
from bot.work import Doors

log = logging.getLogger(__name__)
DEADLOCK = "40P01"
Kind = Callable[[dict[str, Any]], tuple[str, str] | None]


@dataclass
class Answering:
    """Finds the listener for a request, calls it and turns its outcome into an answer. One workspace."""

    table: dict[Key, list[Listener]]
    workspace_id: str
    client: WebClient
    doors: Doors
    meet: Meet
    health: Callable[[], list[str]]
    look_at: Callable[..., None] = field(default=lambda *_channels: None)
    """Has who sees these channels kept as it is now. May call Slack."""
    missed_some: Callable[[], None] = field(default=lambda: None)
    """Called when events are known to have been lost."""
    answered: Callable[[str, float], None] = field(default=lambda _kind, _seconds: None)
    """Hears of each request's kind, and how many seconds it took."""
    retried: Callable[[], None] = field(default=lambda: None)
    """Hears of each request that Slack brought again."""

    def answer(self, asked: BoltRequest) -> BoltResponse:
        """Whichever way it came, from here to the answer it has one reference."""
        if asked.headers.get("x-slack-retry-num", ["0"])[0] not in ("", "0"):  # Socket Mode counts from 0
            self.retried()
        began = time.monotonic()
        with request(), speaking(self.doors.language_of(self.workspace_id)):
            try:
                return self._answer(asked.body)
            finally:
                self.answered(_measured(asked.body), time.monotonic() - began)

    def _answer(self, body: dict[str, Any]) -> BoltResponse:
        try:
            ours, (kind, name), actor = self._is_ours(body), _kind_of(body), _actor(body)
        except (AttributeError, LookupError, TypeError) as error:
            log.warning("a request of a shape that Slack does not document (%s)", type(error).__name__)
            return BoltResponse(status=200)
        if not ours:
            return BoltResponse(status=200)
        if name == "app_rate_limited":  # Slack brings less than there is
            self.missed_some()
        listeners = self._subcommand(body) or self.table.get((kind, name), [])
        if not listeners:
            return BoltResponse(status=200)
        heard = Heard(kind, name, body, self.workspace_id, actor, self.client, self.doors, self.meet, self.health)
        return self._guarded(heard, listeners)

    def hear(self, envelope: dict[str, Any]) -> int:
        """An envelope that did not come through the door, read back. Returns the status of its answer."""
        with request(), speaking(self.doors.language_of(self.workspace_id)):
            return self._answer(envelope).status

    def _is_ours(self, body: dict[str, Any]) -> bool:
        """A shared channel brings other workspaces' envelopes; ours name us among those who may hear it."""
        authorizations = body.get("authorizations") or [{}]
        teams = {authorizations[0].get("team_id"), body.get("team_id"), (body.get("team") or {}).get("id")}
        return self.workspace_id in teams

    def _subcommand(self, body: dict[str, Any]) -> list[Listener]:
        """A command whose whole text is a word somebody listens to: "help", but not "Help Scout".

        Or whose first word takes what follows it: "forget Acme". With a bar it is a flag, whatever the word.
        """
        command, text = body.get("command"), str(body.get("text", "")).strip()
        names = [f"{command} {text.casefold()}"]
        if "|" not in without_mentions(text):
            names.append(f"{command} {text.casefold().partition(' ')[0]} {WHATEVER}")
        return next((self.table["command", name] for name in names if ("command", name) in self.table), [])

    def _guarded(self, heard: Heard, listeners: Sequence[Listener]) -> BoltResponse:
        try:
            if heard.actor and heard.kind != "event":  # not everybody who writes a message concerns us
                self.meet(heard.actor)
            said = self._listen(heard, listeners)
        except Refusal as refusal:
            return _refused(heard, refusal)
        except MustAsk:  # it changes faster than it can be looked at
            return self._not_now(heard)
        except DOES_NOT_ANSWER as error:
            log.warning("the database does not answer (%s)", type(error).__name__)
            return self._not_now(heard)
        except (SlackApiError, OSError) as error:
            if isinstance(meaning(error), Undeliverable):  # it said no, and would say it again
                log.warning("Slack refused what %s %s needed: %s", heard.kind, heard.name, meaning(error))
                return _broke(heard, REF.get())
            log.warning("Slack did not answer while %s %s was heard (%s)", heard.kind, heard.name, type(error).__name__)
            return self._not_now(heard)
        except Exception as error:  # noqa: BLE001  # whatever it was, Slack gets an answer
            reference = REF.get()
            log.error("ref %s: %s %s broke: %s", reference, heard.kind, heard.name, cause_of(error))  # noqa: TRY400
            return _broke(heard, reference)
        return _answered(heard, said)

    def _listen(self, heard: Heard, listeners: Sequence[Listener]) -> View | None:
        """Each begins anew when it must know first who sees a channel; each channel is looked at once."""
        said, looked_at = None, set[str]()
        for listener in listeners:
            while True:
                try:
                    said = _once_more(listener, heard)
                    break
                except MustAsk as must:
                    if looked_at.issuperset(must.channels):
                        raise
                    self.look_at(*(channel for channel in must.channels if channel not in looked_at))
                    looked_at.update(must.channels)
        return said

    def _not_now(self, heard: Heard) -> BoltResponse:
        """Slack brings an event again; a person has to be told, since a click is never repeated."""
        if heard.kind == "event":
            return BoltResponse(status=503)
        return _answered(
            heard, says("I can't reach my memory or Slack right now. Nothing was saved. Try again in a minute.")
        )


def _once_more(listener: Listener, heard: Heard) -> View | None:
    """After a deadlock: the database broke it by undoing ours, and the other's is done now."""
    try:
        return listener(heard)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != DEADLOCK:
            raise
        return listener(heard)


def _kind_of(body: dict[str, Any]) -> tuple[str, str]:
    match body.get("type"):
        case "event_callback":
            return "event", str(body["event"]["type"])
        case "block_actions":
            return "action", _act(body["actions"][0])
        case "view_submission":
            return "form", str(body["view"]["callback_id"])
        case "message_action" | "shortcut":
            return "shortcut", str(body["callback_id"])
        case other:
            return ("command", str(body["command"])) if "command" in body else ("unknown", str(other))


def _measured(body: dict[str, Any]) -> str:
    """The kind alone: names may be as many as somebody likes to send."""
    try:
        return _kind_of(body)[0]
    except (AttributeError, LookupError, TypeError):
        return "unknown"


def _act(action: dict[str, Any]) -> str:
    """A menu's choices are acts of their own: "act:row"."""
    chosen = action.get("selected_option") if action.get("type") == "overflow" else None
    return str(chosen["value"]).partition(":")[0] if chosen else str(action["action_id"])


def _actor(body: dict[str, Any]) -> str:
    if "event" in body:
        user = body["event"].get("user") or ""
        return str(user.get("id", "") if isinstance(user, dict) else user)
    user = body.get("user") or {}
    return str(user.get("id") or body.get("user_id") or "")


def _answered(heard: Heard, said: View | None) -> BoltResponse:
    if said is None or heard.kind == "event":
        return BoltResponse(status=200)
    if heard.kind == "command":
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": said.text, "blocks": said.blocks})
    if heard.kind == "form":
        return BoltResponse(status=200, body={"response_action": "update", "view": sheet(said).view()})
    heard.tell(said)
    return BoltResponse(status=200)


def _refused(heard: Heard, refusal: Refusal) -> BoltResponse:
    if heard.kind != "form":
        return _answered(heard, shows(verbatim(refusal.says)))
    inputs = [block["block_id"] for block in heard.body["view"]["blocks"] if block["type"] == "input"]
    errors = {name: said for name, said in refusal.fields.items() if name in inputs}
    if not errors and not inputs:
        return _answered(heard, shows(verbatim(refusal.says)))
    return BoltResponse(status=200, body={"response_action": "errors", "errors": errors or {inputs[0]: refusal.says}})


def _broke(heard: Heard, reference: str) -> BoltResponse:
    """Our bug. Bringing an event again would only break again, and too many failures make Slack stop bringing any."""
    return _answered(
        heard,
        says("That broke on our side (ref {ref}). Nothing was saved. Try again, or tell your lead.", ref=reference),
    )
