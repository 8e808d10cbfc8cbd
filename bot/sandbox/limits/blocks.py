"""https://docs.slack.dev/reference/block-kit/blocks: which blocks go where, and how much each holds."""

from typing import Any

from bot.sandbox.limits.checks import (
    Check,
    Report,
    at_least_one,
    boolean,
    both,
    exactly_one,
    listed,
    shape,
    string,
    typed,
    unique,
    whole,
)
from bot.sandbox.limits.composition import NAME, SLACK_FILE, plain, words
from bot.sandbox.limits.elements import ACTING, DATE_AND_TIME, HOLDING, IMAGE, TYPING, TYPING_IN_MODALS
from bot.sandbox.limits.rich_text import RICH_TEXT


def _context_texts(value: Any, where: str, report: Report) -> None:
    both(typed({"image": IMAGE, "plain_text": words(3000), "mrkdwn": words(3000)}))(value, where, report)


def _one_block_list(kinds: dict[str, Check], most: int) -> Check:
    return both(listed(typed(kinds), 0, most), unique("block_id"))


def _blocks(surface: str) -> dict[str, Check]:
    acting = ACTING | HOLDING | ({} if surface == "home" else DATE_AND_TIME)
    entering = (
        HOLDING
        | TYPING
        | ({} if surface == "home" else DATE_AND_TIME)
        | (TYPING_IN_MODALS if surface == "modal" else {})
    )
    return {
        "section": shape(
            {
                "block_id": NAME,
                "text": words(3000),
                "fields": listed(words(2000), 1, 10),
                "accessory": typed(acting | {"image": IMAGE}),
                "expand": boolean,
            },
            at_least_one("text", "fields"),
        ),
        "actions": shape({"block_id": NAME, "elements!": both(listed(typed(acting), 1, 25), unique("action_id"))}),
        "context": shape({"block_id": NAME, "elements!": listed(_context_texts, 1, 10)}),
        "header": shape({"block_id": NAME, "text!": plain(150), "level": whole(1, 4)}),
        "divider": shape({"block_id": NAME}),
        "image": shape(
            {
                "block_id": NAME,
                "alt_text!": string(2000, 1),
                "title": plain(2000),
                "image_url": string(3000, 1),
                "slack_file": SLACK_FILE,
            },
            exactly_one("image_url", "slack_file"),
        ),
        "input": shape(
            {
                "block_id": NAME,
                "label!": plain(2000),
                "element!": typed(entering),
                "hint": plain(2000),
                "optional": boolean,
                "dispatch_action": boolean,
            }
        ),
        "rich_text": RICH_TEXT,
    }


MESSAGE_BLOCKS = _one_block_list(_blocks("message"), 50)
MODAL_BLOCKS = _one_block_list(_blocks("modal"), 100)
HOME_BLOCKS = _one_block_list(_blocks("home"), 100)
