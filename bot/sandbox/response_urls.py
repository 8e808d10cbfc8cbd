"""Answers after the fact, five within thirty minutes: https://docs.slack.dev/interactivity/handling-user-interaction"""

from bot.sandbox.content import accepted_blocks
from bot.sandbox.interactions import answer_message
from bot.sandbox.platform import Platform
from bot.sandbox.refused import SlackError
from bot.sandbox.things import Json, Message


def respond(platform: Platform, name: str, body: Json) -> None:
    """Raises SlackError when the address is spent, unknown, or the message is refused."""
    known = platform.response_urls.get(name)
    if not known:
        raise SlackError("no_url")
    if known.uses < 1 or platform.clock.now() > known.until:
        raise SlackError("expired_url")
    with platform.world.lock:
        known.uses -= 1
        if body.get("delete_original"):
            _replace(platform, known.message, None)
        elif body.get("replace_original") and known.message and not known.message.ephemeral_for:
            _replace(platform, known.message, body)
        else:
            _replace(platform, known.message if body.get("replace_original") else None, None)
            answer_message(platform, known.member, known.channel, body)


def _replace(platform: Platform, message: Message | None, body: Json | None) -> None:
    """Put another content in the message's place, or nothing."""
    world = platform.world
    if message is None:
        return
    if message.ephemeral_for:
        screen = world.members[message.ephemeral_for].screen
        screen.ephemerals = [each for each in screen.ephemerals if each is not message]
        world.touch()
    elif body is None:
        world.delete(message)
    else:
        blocks = accepted_blocks(body["blocks"], world) if body.get("blocks") else []
        world.change(message, body.get("text", ""), blocks, marked=not blocks)
