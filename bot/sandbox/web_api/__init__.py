"""The Web API, from the token to the answer. Not every method is here: an unknown one answers unknown_method."""

from bot.sandbox.platform import Entry, Platform, RefusedCall
from bot.sandbox.refused import SlackError, complaint
from bot.sandbox.things import Json
from bot.sandbox.web_api import chat, conversations, people, views
from bot.sandbox.web_api.calling import METHODS, Call, Method

__all__ = ["apply", "chat", "conversations", "people", "views"]


def apply(platform: Platform, name: str, token: str, arguments: Json) -> Json:
    """Do what is asked, and enter it in the books. Raises SlackError, also entered."""
    arguments = {key: value for key, value in arguments.items() if key != "token"}
    try:
        found = _admitted(platform, name, token)
        call = Call(platform, name, arguments)
        with platform.world.lock:
            platform.rates.count_call(name)
            _check_arguments(call, found)
            answer = {"ok": True, **found.answer(call)}
            platform.ledger.append(_entry(call, answer))
            platform.world.touch()
    except SlackError as refused:
        platform.refused.append(RefusedCall(name, refused.error, arguments))
        raise
    return answer


def _admitted(platform: Platform, name: str, token: str) -> Method:
    if not token:
        raise SlackError("not_authed")
    if token not in {platform.bot_token, platform.app_token}:
        raise SlackError("invalid_auth")
    found = METHODS.get(name)
    if not found:
        raise SlackError("unknown_method", req_method=name)
    if found.by_app_token != (token == platform.app_token):
        raise SlackError("not_allowed_token_type")
    return found


def _check_arguments(call: Call, found: Method) -> None:
    call.needs_scope(found.scope)
    if unknown := sorted(set(call.arguments) - found.takes):
        raise complaint("invalid_arguments", [f"[ERROR] unknown argument: {each}" for each in unknown])


def _entry(call: Call, answer: Json) -> Entry:
    channel = answer.get("channel", call.arguments.get("channel"))
    where = channel["id"] if isinstance(channel, dict) else channel
    return Entry(
        call.platform.clock.now(), call.method, where, answer.get("ts") or answer.get("message_ts"), call.arguments
    )
