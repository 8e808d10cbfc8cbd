"""Modals and the Home tab: how they open, change and stack. https://docs.slack.dev/surfaces/modals"""

from typing import Any

from bot.sandbox.content import named
from bot.sandbox.limits import view_is_too_large, view_problems
from bot.sandbox.refused import SlackError, complaint
from bot.sandbox.shapes import view_object
from bot.sandbox.state import State
from bot.sandbox.things import Json, Member, View
from bot.sandbox.values import state_values

DEEPEST = 3


def accepted_view(view: Any, kind: str, state: State) -> Json:
    """The view as Slack keeps it. Raises SlackError for one that it refuses."""
    found = view_problems(view)
    if not found and view["type"] != kind:
        found = [f"[ERROR] must be a {kind} [json-pointer:/view/type]"]
    if view_is_too_large(view):
        raise SlackError("view_too_large")
    if found:
        raise complaint("invalid_arguments", found)
    kept: Json = view | {"blocks": named(view["blocks"], state)}
    return kept


def new_view(content: Json, member: Member, state: State) -> View:
    external = content.get("external_id")
    open_now = [view for each in state.members.values() for view in each.screen.modals]
    if external and any(view.content.get("external_id") == external for view in open_now):
        raise SlackError("duplicate_external_id")
    name = state.mint("V")
    return View(name, content["type"], content, state.mint("hash"), member.id, name)


def push(view: View, member: Member) -> View:
    modals = member.screen.modals
    if len(modals) >= DEEPEST:
        raise SlackError("push_limit_reached")
    if modals:
        view.root, view.previous = modals[0].root, modals[-1].id
    modals.append(view)
    return view


def show_again(view: View, content: Json, state: State) -> None:
    """What was entered stays wherever block_id and action_id stay."""
    view.content, view.hash, view.errors = content, state.mint("hash"), {}


def shown(view: View, state: State) -> Json:
    return view_object(view, state, state_values(view.blocks, view.values))
