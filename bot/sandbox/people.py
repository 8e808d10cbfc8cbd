"""The people of a story, and everything they do in Slack."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox import interactions
from bot.sandbox.controls import enter, use
from bot.sandbox.events import home_opened
from bot.sandbox.forms import entered, field_named, tells_at_once
from bot.sandbox.modals import shown
from bot.sandbox.onlooker import Onlooker, Place
from bot.sandbox.outline import outline
from bot.sandbox.state import TEAM
from bot.sandbox.things import Channel, Message
from bot.sandbox.typing_in import as_blocks, as_command, as_message


class Person(Onlooker):
    """Every verb returns only when the bot has answered whatever it made Slack send."""

    # Writing

    def runs(self, line: str, channel: str = "#general") -> str | None:
        """Run a slash command; what the bot answers to this person alone, if it does."""
        command, _, words = line.partition(" ")
        if command not in self._world.manifest.commands:
            raise AssertionError(f"the manifest has no command {command}")
        self._must_be_ours("are not offered commands")
        place, before = self._may_write_in(channel), [*self.member.screen.ephemerals]
        escape = self._world.manifest.commands[command]
        interactions.run_command(
            self._platform, self.member, place, command, as_command(words.strip(), self._world, escape=escape)
        )
        self._platform.deliveries.settle()
        answers = [message for message in self.member.screen.ephemerals if message not in before]
        return outline(answers[-1], self.reader) if answers else None

    def writes(
        self, text: str, channel: str = "#escalations", thread: Message | None = None, *, broadcast: bool = False
    ) -> Message:
        """Write a message as typed, in a thread when one is given."""
        place, world = self._may_write_in(thread.channel if thread else channel), self._world
        marked = as_message(text, world)
        with world.lock:
            message = world.compose(self.member, place, marked, as_blocks(marked, world.mint("b")), broadcast=broadcast)
            message.thread_ts = thread.parent if thread else None
            message.client_msg_id = None if self.member.bot_id else world.mint("client-")
            message.expected = True
            world.say(message)
        self._settle()
        return message

    def writes_directly(self, text: str) -> Message:
        """Write to the bot alone."""
        return self.writes(text, f"@{self.member.name}")

    def edits(self, message: Message, text: str) -> Message:
        """Change one of their own messages."""
        self._must_be_author(message)
        marked = as_message(text, self._world)
        self._world.change(message, marked, as_blocks(marked, self._world.mint("b")))
        self._settle()
        return message

    def deletes(self, message: Message) -> None:
        """Delete one of their own messages."""
        self._must_be_author(message)
        self._world.delete(message)
        self._settle()

    def reacts(self, emoji: str, message: Message) -> None:
        """Put an emoji under a message."""
        self._must_see(message)
        self._world.react(self.member, emoji.strip(":"), message)
        self._settle()

    def takes_back(self, emoji: str, message: Message) -> None:
        """Take that emoji away again."""
        self._world.take_back(self.member, emoji.strip(":"), message)
        self._settle()

    # Pressing

    def clicks(self, label: str, on: Place | str | None = None) -> None:
        """Press the newest button, or choose the newest option, with that label.

        `on` narrows it to one message or form, to a fragment of it, or to a place as `sees` names them.
        """
        control = self._control(label, on)
        control.seen.place.expected = True
        use(self._platform, self.member, control)
        self._settle()

    def uses(self, shortcut: str, message: Message) -> None:
        """Use a message shortcut from the message's menu."""
        if shortcut not in self._world.manifest.shortcuts:
            raise AssertionError(f"the manifest has no message shortcut {shortcut!r}")
        self._must_be_ours("are not offered shortcuts")
        self._must_see(message)
        interactions.use_shortcut(self._platform, self.member, self._world.manifest.shortcuts[shortcut], message)
        self._settle()

    # Forms

    def fills(self, values: Mapping[str, Any], on: Place | None = None) -> None:
        """Enter values by label, block_id or placeholder; None empties a field."""
        place = on or self.form.view
        for name, given in values.items():
            block, element = field_named(name, place, self.reader)
            value = entered(element, given, self._world)
            enter(place, self.member, block, element, value)
            if tells_at_once(block, element):
                interactions.act(self._platform, self.member, place, block, element, value)
        self._settle()

    def submits(self) -> None:
        """Send the open form. A failure that Slack would show as its own is an AssertionError."""
        before = len(self._platform.deliveries.failures)
        interactions.submit(self._platform, self.member, self.form.view)
        refused = [
            each.reason for each in self._platform.deliveries.failures[before:] if each.kind == "view_submission"
        ]
        if refused:
            raise AssertionError(f"Slack could not use the answer to the form: {'; '.join(refused)}")
        self._settle()

    def cancels(self, *, all_forms: bool = False) -> None:
        """Close the open form with its cross, or every form of the stack."""
        interactions.cancel(self._platform, self.member, self.form.view, cleared=all_forms)
        self._settle()

    def opens_home(self, tab: str = "home") -> str:
        """Open the bot's Home tab (or its "messages" tab) and read it."""
        channel, home = self._world.direct_channel(self.member), self.member.screen.home
        view = shown(home, self._world) if home else None
        self._world.emit(home_opened(self.member, channel, tab, view, self._world.mint_ts()))
        self._settle()
        return outline(self.member.screen.home, self.reader) if self.member.screen.home else ""

    def _settle(self) -> None:
        self._platform.deliveries.settle()

    def _may_write_in(self, name: str) -> Channel:
        channel = self._world.channel(name)
        if self.member.deleted or not self._world.is_in(self.member, channel) or channel.archived:
            raise AssertionError(f"{self.member.first_name} cannot write in {name}")
        return channel

    def _must_see(self, message: Message) -> None:
        if not self._world.is_in(self.member, self._world.channels[message.channel]):
            raise AssertionError(f"{self.member.first_name} does not see that message")

    def _must_be_author(self, message: Message) -> None:
        if message.user != self.id:
            raise AssertionError(f"{self.member.first_name} did not write that message")

    def _must_be_ours(self, what: str) -> None:
        if self.member.team != TEAM or self.member.bot_id or self.member.deleted:
            raise AssertionError(f"people like {self.member.first_name} {what}")
