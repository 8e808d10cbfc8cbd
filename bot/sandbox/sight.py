"""What one person can see now, newest first."""

from dataclasses import dataclass

from bot.sandbox.outline import outline
from bot.sandbox.reading import Reader
from bot.sandbox.things import Channel, Member, Message, View
from bot.sandbox.world import World


@dataclass(frozen=True, eq=False)
class Seen:
    where: str  # "form", "home", "to me in #general", "direct message", "#general", "#general, thread"
    place: Message | View
    text: str  # its outline
    spoken: str = ""  # what the notification says

    def holds(self, fragment: str) -> bool:
        return _plain(fragment) in _plain(self.text) or _plain(fragment) in _plain(self.spoken)


def everything_seen(world: World, member: Member) -> list[Seen]:
    """The open form, then messages of all kinds from the newest on, then the Home tab."""
    reader, screen = Reader(world, member), member.screen
    with world.lock:
        messages = [
            *screen.ephemerals,
            *(each for channel in channels_seen(world, member) for each in channel.messages),
        ]
        messages.sort(key=lambda message: message.ts, reverse=True)
        forms = [Seen("form", screen.modals[-1], outline(screen.modals[-1], reader))] if screen.modals else []
        home = [Seen("home", screen.home, outline(screen.home, reader))] if screen.home else []
        return [*forms, *(_seen(world, message, reader) for message in messages), *home]


def channels_seen(world: World, member: Member) -> list[Channel]:
    return [channel for channel in world.channels.values() if world.is_in(member, channel)]


def told(seen: list[Seen], world: World, member: Member) -> str:
    """All of it, to read when a test fails."""
    lines = [f"{member.first_name} sees, newest first:"]
    for each in seen:
        author = world.members.get(each.place.user) if isinstance(each.place, Message) else None
        lines.append(f"── {each.where}" + (f" · {author.first_name}" if author else ""))
        lines += [f"   {line}" for line in each.text.splitlines()]
    lines += [f"── warning: {warning}" for warning in member.screen.warnings]
    return "\n".join(lines if len(lines) > 1 else [f"{member.first_name} sees nothing"])


def _seen(world: World, message: Message, reader: Reader) -> Seen:
    channel = world.channels[message.channel]
    where = "direct message" if channel.kind == "im" else f"#{channel.name}"
    if message.ephemeral_for:
        where = f"to me in {where}"
    elif message.is_reply:
        where += ", thread"
    return Seen(where, message, outline(message, reader), reader.mrkdwn(message.text))


def _plain(text: str) -> str:
    """Without the marks of emphasis and with single spaces: how it was set does not matter to who reads it."""
    return " ".join(text.split())
