"""What can go wrong, sorted by who must act."""

import traceback

from bot.words import t


class Refusal(Exception):
    """Somebody asked for what cannot be done: `says` is the sentence they read, `fields` those at a form's."""

    def __init__(self, says: str, **fields: str) -> None:
        super().__init__(says)
        self.says = says
        self.fields = fields


class NotFound(Refusal):
    """The row is not there, or belongs to another workspace: both sound the same."""

    def __init__(self) -> None:
        super().__init__(
            t("I can't find that any more. It may have been deleted. Flag the client again to start afresh.")
        )


class MustAsk(Exception):
    """Who sees these channels is not known well enough: ask Slack, outside of any transaction, and begin anew."""

    def __init__(self, *channels: str) -> None:
        super().__init__(f"{len(channels)} channels")
        self.channels = channels


class TryLater(Exception):
    """Slack is busy: nothing was posted, come back after so many seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"again in {after:g} s")
        self.after = after


class Ambiguous(Exception):
    """The call may or may not have had its effect: look before you repeat it."""


class LockedOut(Exception):
    """Slack does not let the app in at all. `reason` is Slack's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undeliverable(Exception):
    """Slack says no for good. `reason` is Slack's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SettingError(Exception):
    """A setting is missing or contradicts another: one sentence that says which and where to find its value."""


def cause_of(error: BaseException) -> str:
    """The cause for the log: kinds and places, without the messages, which may quote what a client said."""
    lines: list[str] = []
    here: BaseException | None = error
    while here is not None:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(here.__traceback__)]
        code = getattr(getattr(here, "orig", None), "sqlstate", None)
        lines.append(" < ".join([f"{type(here).__name__}{f' {code}' if code else ''}", *reversed(frames)]))
        here = here.__cause__ or here.__context__
    return "; because of ".join(lines)
