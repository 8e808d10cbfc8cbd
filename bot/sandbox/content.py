"""What a message may contain, and what Slack makes of it when it takes it in."""

from copy import deepcopy
from typing import Any

from bot.sandbox.limits import message_problems
from bot.sandbox.refused import complaint
from bot.sandbox.state import State
from bot.sandbox.things import Json

INTERACTIVE = {
    "button",
    "overflow",
    "static_select",
    "multi_static_select",
    "radio_buttons",
    "checkboxes",
    "users_select",
    "multi_users_select",
    "channels_select",
    "multi_channels_select",
    "conversations_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "plain_text_input",
    "rich_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
}


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person can use."""
    held = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [each for each in held if isinstance(each, dict) and each.get("type") in INTERACTIVE]


def accepted_blocks(blocks: Any, state: State) -> list[Json]:
    """Blocks as Slack keeps them. Raises SlackError for those that it refuses."""
    if found := message_problems(blocks):
        raise complaint("invalid_blocks", found)
    return named(blocks, state)


def named(blocks: list[Json], state: State) -> list[Json]:
    """A copy in which every block and element has its id, and every text object its defaults."""
    copy: list[Json] = deepcopy(blocks)
    for block in copy:
        block.setdefault("block_id", state.mint("b"))
        for element in elements_of(block):
            element.setdefault("action_id", state.mint("a"))
    _fill_in(copy)
    return copy


def _fill_in(thing: Any) -> None:
    if isinstance(thing, list):
        for each in thing:
            _fill_in(each)
    elif isinstance(thing, dict):
        if thing.get("type") == "plain_text":
            thing.setdefault("emoji", True)
        elif thing.get("type") == "mrkdwn":
            thing.setdefault("verbatim", False)
        for each in thing.values():
            _fill_in(each)
