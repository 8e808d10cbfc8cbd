"""A person acts on something of the app's: ask the app, and do with its answer as Slack does."""

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.content import accepted_blocks, elements_of
from bot.sandbox.deliveries import Answer, DeliveryError, Failure
from bot.sandbox.modals import accepted_view, new_view, push, show_again
from bot.sandbox.platform import Platform
from bot.sandbox.refused import SlackError
from bot.sandbox.things import Channel, Json, Member, Message, View
from bot.sandbox.values import is_empty, value_of

REQUIRED = "Please complete this required field."


def run_command(platform: Platform, member: Member, channel: Channel, name: str, text: str) -> Message | None:
    """The answer that came with the acknowledgement, if there was one."""
    payload = payloads.command(platform, member, channel, name, text)
    try:
        answer = platform.deliveries.ask("slash_commands", payload)
    except DeliveryError as missing:
        error = "dispatch_failed" if missing.reason.startswith("http_error") else "operation_timeout"
        warn(platform, member, f'{name} failed with the error "{error}"')
        return None
    body = answer.body if isinstance(answer.body, dict) else {"text": answer.body}
    if not (body.get("text") or body.get("blocks")):
        return None
    try:
        return answer_message(platform, member, channel, body)
    except SlackError as refused:
        fail(platform, member, "slash_commands", f"the answer is refused: {refused.answer()}", payload)
        return None


def answer_message(platform: Platform, member: Member, channel: Channel, body: Json) -> Message:
    """What an acknowledgement or a response_url says: for its reader alone unless it is in_channel."""
    world, alone = platform.world, body.get("response_type", "ephemeral") == "ephemeral"
    blocks = accepted_blocks(body["blocks"], world) if body.get("blocks") else []
    with world.lock:
        message = world.compose(world.bot, channel, body.get("text", ""), blocks, thread_ts=body.get("thread_ts"))
        if alone:
            message.ephemeral_for = member.id
            member.screen.ephemerals.append(message)
            world.touch()
        else:
            world.say(message)
    return message


def act(
    platform: Platform, member: Member, place: Message | View, block: Json, element: Json, chosen: Json | None = None
) -> None:
    """Press a button, or choose: `chosen` is what the element holds then."""
    value = chosen if chosen is not None else value_of(block, element, {}) or {}
    names = ("type", "action_id", "text", "value", "style", "placeholder", "url")
    action = {name: element[name] for name in names if name in element} | {"block_id": block["block_id"]} | value
    _interact(platform, member, payloads.block_actions(platform, member, place, action))


def use_shortcut(platform: Platform, member: Member, callback_id: str, message: Message) -> None:
    _interact(platform, member, payloads.message_action(platform, member, callback_id, message))


def submit(platform: Platform, member: Member, view: View) -> None:
    """What is missing is told at its field, as Slack does without asking the app."""
    view.errors = {
        block["block_id"]: REQUIRED
        for block in view.blocks
        if block["type"] == "input" and not block.get("optional")
        for element in elements_of(block)
        if is_empty(value_of(block, element, view.values) or {})
    }
    payload = payloads.view_submission(platform, member, view)
    answer = None if view.errors else _interact(platform, member, payload)
    if answer:
        _follow(platform, member, view, answer, payload)
    platform.world.touch()


def cancel(platform: Platform, member: Member, view: View, *, cleared: bool = False) -> None:
    """The cross closes one view, or with `cleared` the whole stack."""
    closed = list(member.screen.modals) if cleared else [view]
    for each in closed:
        member.screen.modals.remove(each)
    platform.world.touch()
    for each in closed:
        if each.content.get("notify_on_close"):
            _interact(platform, member, payloads.view_closed(platform, member, each, cleared=cleared))


def warn(platform: Platform, member: Member, words: str) -> None:
    member.screen.warnings.append(words)
    platform.world.touch()


def fail(platform: Platform, member: Member, kind: str, reason: str, payload: Json) -> None:
    platform.deliveries.failures.append(Failure(platform.clock.now(), kind, reason, payload))
    warn(platform, member, "We had some trouble connecting. Try again?")


def _interact(platform: Platform, member: Member, payload: Json) -> Answer | None:
    try:
        return platform.deliveries.ask("interactive", payload)
    except DeliveryError:
        warn(platform, member, "This app did not respond. Try again?")
        return None


def _follow(platform: Platform, member: Member, view: View, answer: Answer, payload: Json) -> None:
    """https://docs.slack.dev/surfaces/modals#updating_views"""
    try:
        _apply(platform, member, view, answer.body if isinstance(answer.body, dict) else {})
    except SlackError as refused:
        fail(platform, member, "view_submission", f"the answer is refused: {refused.answer()}", payload)


def _apply(platform: Platform, member: Member, view: View, body: Json) -> None:
    modals, world = member.screen.modals, platform.world
    match body.get("response_action"):
        case None:
            modals[:] = [each for each in modals if each is not view]
        case "clear":
            modals.clear()
        case "errors":
            view.errors = _errors(view, body.get("errors"))
        case "update":
            show_again(view, accepted_view(body.get("view"), "modal", world), world)
        case "push":
            push(new_view(accepted_view(body.get("view"), "modal", world), member, world), member)
        case other:
            raise SlackError(f"there is no response_action {other!r}")


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise SlackError(f"errors {errors!r} do not belong to the input blocks {sorted(inputs)}")
    return errors
