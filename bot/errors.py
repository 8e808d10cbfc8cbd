"""What can go wrong, sorted by who must act."""


class Refusal(Exception):
    """Somebody asked for what cannot be done: `says` is the sentence they read, `fields` those at a form's."""

    def __init__(self, says: str, **fields: str) -> None:
        super().__init__(says)
        self.says = says
        self.fields = fields


class NotFound(Refusal):
    """The row is not there, or belongs to another workspace: both sound the same."""

    def __init__(self) -> None:
        super().__init__("I can't find that any more. It may have been deleted. Flag the client again to start afresh.")


class TryLater(Exception):
    """Slack is busy: nothing was posted, come back after so many seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"again in {after:g} s")
        self.after = after


class Ambiguous(Exception):
    """The call may or may not have had its effect: look before you repeat it."""


class Undeliverable(Exception):
    """Slack says no for good. `reason` is Slack's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SettingError(Exception):
    """A setting is missing or contradicts another: one sentence that says which and where to find its value."""
