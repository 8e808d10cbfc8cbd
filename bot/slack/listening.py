"""Listening: a feature says what it listens to, and one table finds it.

Bolt tries its listeners one after the other; with one of ours per kind and a dictionary behind them, finding the right
one costs the same whatever their number, and nothing is ever left without an answer.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import Refusal
from bot.slack.blocks import Form, View
from bot.slack.forms import filled
from bot.words import t
from bot.work import Doors, Work

log = logging.getLogger(__name__)
Listener = Callable[["Heard"], View | None]
Key = tuple[str, str]
WHATEVER = "…"
"""After a command's word: it is listened to whatever follows, which is in `rest`."""


class Meet(Protocol):
    """Makes sure that people are known before a transaction needs them. May call Slack."""

    def __call__(self, *user_ids: str) -> None: ...


class Listening:
    """What one feature listens to. Each id has one listener."""

    def __init__(self) -> None:
        self.table: dict[Key, Listener] = {}

    def command(self, name: str) -> Callable[[Listener], Listener]:
        return self._on("command", name)

    def action(self, act: str) -> Callable[[Listener], Listener]:
        return self._on("action", act)

    def form(self, form: str) -> Callable[[Listener], Listener]:
        return self._on("form", form)

    def shortcut(self, shortcut: str) -> Callable[[Listener], Listener]:
        return self._on("shortcut", shortcut)

    def event(self, event: str) -> Callable[[Listener], Listener]:
        return self._on("event", event)

    def _on(self, kind: str, name: str) -> Callable[[Listener], Listener]:
        def keep(listener: Listener) -> Listener:
            if (kind, name) in self.table:
                raise ValueError(f"two listeners for the {kind} {name}")
            self.table[kind, name] = listener
            return listener

        return keep


def merged(features: Sequence[Listening]) -> dict[Key, list[Listener]]:
    """All features' listeners. Only an event may be of interest to several."""
    table: dict[Key, list[Listener]] = {}
    for feature in features:
        for key, listener in feature.table.items():
            heard_by = table.setdefault(key, [])
            if heard_by and key[0] != "event":
                raise ValueError(f"two features listen to the {key[0]} {key[1]}")
            heard_by.append(listener)
    return table


@dataclass(frozen=True)
class Heard:
    """What Slack told us: by whom, where, about what; and the doors through which it is acted on and answered."""

    kind: str
    name: str
    body: dict[str, Any]
    workspace_id: str
    actor: str
    client: WebClient
    """For what is answered at once: opening a form, asking who somebody is. All else is a row."""
    doors: Doors
    meet: Meet
    health: Callable[[], list[str]]
    """What is wrong with us, in words; nothing when all is well."""

    def open_work(self) -> AbstractContextManager[Work]:
        return self.doors.open(self.workspace_id)

    def look(self) -> AbstractContextManager[Work]:
        return self.doors.look(self.workspace_id)

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body["event"]
        return found

    @property
    def value(self) -> str:
        """The row's id that a button, a menu's choice or a form carries."""
        if self.kind == "form":
            return str(self.body["view"].get("private_metadata", ""))
        action = self.body["actions"][0]
        chosen = action.get("selected_option") or {}
        return str(chosen.get("value", "")).partition(":")[2] if chosen else str(action.get("value", ""))

    @property
    def rest(self) -> str:
        """What was typed after a command's first word."""
        return str(self.body.get("text", "")).strip().partition(" ")[2].strip()

    @property
    def is_in_form(self) -> bool:
        """Pressed within an open form, which does not change by itself."""
        return (self.body.get("view") or {}).get("type") == "modal"

    @property
    def is_on_home(self) -> bool:
        return (self.body.get("view") or {}).get("type") == "home"

    @cached_property
    def fields(self) -> dict[str, str]:
        """What was filled into the form, by field name; empty where nothing was."""
        return filled(self.body["view"])

    @property
    def place(self) -> tuple[str, str | None]:
        """Where an answer to this person alone belongs: the channel, and the thread if it was pressed in one."""
        container, channel = self.body.get("container") or {}, self.body.get("channel") or {}
        message = self.body.get("message") or {}
        found = channel.get("id") or container.get("channel_id") or self.body.get("channel_id") or ""
        thread = message.get("thread_ts") or container.get("thread_ts")
        thread = None if thread == message.get("ts") else thread  # a card's own ts, once it has replies: it is no reply
        return str(found), str(thread) if thread else None

    def open_form(self, form: Form) -> None:
        """Open a modal, or change the one that is open. Raises Refusal when Slack no longer lets us."""
        try:
            view = self.body.get("view") or {}
            if view.get("type") == "modal":  # the Home tab is a view too, and a form opens over it
                self.client.views_update(view_id=view["id"], view=form.view())
            else:
                self.client.views_open(trigger_id=self.body["trigger_id"], view=form.view())
        except SlackApiError as error:
            if error.response.get("error") not in ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id"):
                raise
            raise Refusal(t("That took too long for Slack. Press it once more.")) from error

    def tell(self, view: View, channel: str = "", thread: str | None = None) -> None:
        """An answer that only this person sees. It may get lost, so it is never the only copy of anything.

        Where what they pressed stands in no channel, it is a sheet over it.
        """
        if not channel:
            channel, thread = self.place
        try:
            if channel:
                self.client.chat_postEphemeral(
                    channel=channel, user=self.actor, text=view.text, blocks=view.blocks, parse="none", thread_ts=thread
                )
            else:
                self.open_form(sheet(view))
        except (SlackApiError, OSError, HTTPException, Refusal) as error:
            log.warning("an answer to one person could not be shown (%s)", type(error).__name__)


def sheet(said: View) -> Form:
    """A modal that only says something."""
    return Form(id="said", title="First Call", blocks=said.blocks, close=t("Done"))
