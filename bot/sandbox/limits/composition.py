"""https://docs.slack.dev/reference/block-kit/composition-objects"""

from typing import Any

from bot.sandbox.limits.checks import Check, Report, boolean, listed, one_of, shape, string, typed

NAME = string(255, 1)  # block_id, action_id, callback_id, external_id


def plain(most: int) -> Check:
    return typed({"plain_text": shape({"text!": string(most, 1), "emoji": boolean})})


def words(most: int) -> Check:
    """A text object of either kind."""
    return typed(
        {
            "plain_text": shape({"text!": string(most, 1), "emoji": boolean}),
            "mrkdwn": shape({"text!": string(most, 1), "verbatim": boolean}),
        }
    )


CONFIRM = shape(
    {
        "title!": plain(100),
        "text!": words(300),
        "confirm!": plain(30),
        "deny!": plain(30),
        "style": one_of("primary", "danger"),
    }
)
OPTION = shape({"text!": plain(75), "value!": string(150, 1), "description": plain(75)})
CHOICE = shape({"text!": words(75), "value!": string(150, 1), "description": words(75)})  # radio buttons and checkboxes
MENU_ITEM = shape({"text!": plain(75), "value!": string(150, 1), "description": plain(75), "url": string(3000)})
OPTION_GROUP = shape({"label!": plain(75), "options!": listed(OPTION, 1, 100)})
SLACK_FILE = shape({"id": string(255, 1), "url": string(3000, 1)})


def initial_is_an_option(initial: str) -> Check:
    """What is chosen at first must be one of the options, word for word."""

    def check(value: Any, where: str, report: Report) -> None:
        groups = [group.get("options") for group in _list(value.get("option_groups")) if isinstance(group, dict)]
        offered = [option for options in (value.get("options"), *groups) for option in _list(options)]
        chosen = value.get(initial)
        for option in chosen if isinstance(chosen, list) else [chosen] if chosen else []:
            if option not in offered:
                report(f"{initial} must match one of the options", f"{where}/{initial}")

    return check


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
