"""A person who looks: what they see, and that what they looked for was expected."""

from collections.abc import Callable

from bot.sandbox.controls import Control, controls, named
from bot.sandbox.forms import Form
from bot.sandbox.outline import outline
from bot.sandbox.platform import Platform
from bot.sandbox.reading import Reader
from bot.sandbox.sight import Seen, everything_seen, told
from bot.sandbox.things import Message, View

Place = Message | View


class Onlooker:
    def __init__(self, platform: Platform, name: str) -> None:
        self._platform = platform
        self._world = platform.world
        self.member = platform.world.member(name)
        self.reader = Reader(platform.world, self.member)

    @property
    def id(self) -> str:
        return self.member.id

    @property
    def warnings(self) -> list[str]:
        """What Slack itself told this person, such as that an app did not respond."""
        return self.member.screen.warnings

    def sees(self, fragment: str, where: Place | str | None = None) -> Place:
        """The newest thing holding these words, which from now on is expected.

        `where` is "form", "home", "direct message", "to me" (ephemeral), "#channel", or a message for its thread.
        """
        self._look(lambda: self._find(fragment, where) is not None)
        found = self.finds(fragment, where)
        if not found:
            raise AssertionError(
                f"{self.member.first_name} does not see {fragment!r}"
                + (f" in {where}" if where else "")
                + f".\n{self.outline()}"
            )
        return found

    def finds(self, fragment: str, where: Place | str | None = None) -> Place | None:
        """As `sees`, or None."""
        found = self._find(fragment, where)
        if found:
            found.place.expected = True
        return found.place if found else None

    def does_not_see(self, fragment: str, where: Place | str | None = None) -> None:
        """Nothing this person sees holds these words."""
        if found := self._find(fragment, where):
            raise AssertionError(f"{self.member.first_name} does see {fragment!r}, {found.where}:\n{found.text}")

    def reads(self, place: Place) -> str:
        """A message or a view as lines of text, dates in this person's zone."""
        return outline(place, self.reader)

    def outline(self) -> str:
        """Everything this person sees."""
        return told(everything_seen(self._world, self.member), self._world, self.member)

    def buttons(self, on: Place | str | None = None) -> list[str]:
        """The labels of all that can be pressed or chosen, newest first."""
        return [control.label for control in self._controls(on)]

    @property
    def form(self) -> Form:
        """The open form; looking at it is expecting it."""
        self._look(lambda: bool(self.member.screen.modals))
        if not self.member.screen.modals:
            raise AssertionError(f"no form is open.\n{self.outline()}")
        view = self.member.screen.modals[-1]
        view.expected = True
        return Form(view, self.reader)

    def _find(self, fragment: str, where: Place | str | None) -> Seen | None:
        seen = everything_seen(self._world, self.member)
        return next((each for each in seen if _is_at(each, where) and each.holds(fragment)), None)

    def _controls(self, on: Place | str | None) -> list[Control]:
        seen = everything_seen(self._world, self.member)
        if self.member.screen.modals:
            seen = [each for each in seen if each.where == "form"]  # it lies over everything else
        elif isinstance(on, str):
            seen = [each for each in seen if each.holds(on) or _is_at(each, on)]
        elif on:
            seen = [each for each in seen if each.place is on]
        return list(controls(seen, self.reader))

    def _control(self, label: str, on: Place | str | None) -> Control:
        self._look(lambda: named(label, self._controls(on)) is not None)
        if not (found := named(label, self._controls(on))):
            raise AssertionError(
                f"{self.member.first_name} has no button {label!r}; there are {self.buttons(on)}.\n{self.outline()}"
            )
        return found

    def _look(self, until: Callable[[], bool]) -> None:
        """Wait for it as long as the sandbox's patience lasts, which usually is not at all."""
        with self._world.changed:
            self._world.changed.wait_for(until, self._platform.patience)


def _is_at(seen: Seen, where: Place | str | None) -> bool:
    if where is None:
        return True
    if isinstance(where, str):
        return where in seen.where
    if isinstance(where, Message) and isinstance(seen.place, Message):
        return seen.place.channel == where.channel and seen.place.parent == where.parent
    return seen.place is where
