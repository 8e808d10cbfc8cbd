"""Slack's way to say no."""

from bot.sandbox.things import Json


class SlackError(Exception):
    """The answer is ok:false with this error, and whatever else Slack adds to it."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.more}


def complaint(error: str, messages: list[str]) -> SlackError:
    return SlackError(error, response_metadata={"messages": messages}, errors=messages)
