"""https://docs.slack.dev/reference/block-kit/block-elements"""

import re
from typing import Any

from bot.sandbox.limits.checks import Check, Report, boolean, exactly_one, listed, one_of, shape, string, whole
from bot.sandbox.limits.composition import (
    CHOICE,
    CONFIRM,
    MENU_ITEM,
    NAME,
    OPTION,
    OPTION_GROUP,
    SLACK_FILE,
    initial_is_an_option,
    plain,
)

IDENTIFIER = string(255, 1)
ACTION = {"action_id": NAME, "focus_on_load": boolean}
SELECT = {**ACTION, "placeholder": plain(150), "confirm": CONFIRM}
MANY = {**SELECT, "max_selected_items": whole(1, 1000)}
DISPATCH = shape({"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
TYPED = {**ACTION, "placeholder": plain(150), "dispatch_action_config": DISPATCH}


def _pattern(pattern: str) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            report(f"must match {pattern}", where)

    return check


IMAGE = shape(
    {"alt_text!": string(2000, 1), "image_url": string(3000, 1), "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)

# Those that act: in actions blocks and as the accessory of a section.
ACTING: dict[str, Check] = {
    "button": shape(
        {
            "action_id": NAME,
            "text!": plain(75),
            "value": string(2000),
            "url": string(3000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": listed(IDENTIFIER, 1, 10),
        }
    ),
    "overflow": shape({"action_id": NAME, "options!": listed(MENU_ITEM, 1, 5), "confirm": CONFIRM}),
}

# Those that hold a value: the same places, and input blocks.
HOLDING: dict[str, Check] = {
    "static_select": shape(
        {
            **SELECT,
            "options": listed(OPTION, 1, 100),
            "option_groups": listed(OPTION_GROUP, 1, 100),
            "initial_option": OPTION,
        },
        exactly_one("options", "option_groups"),
        initial_is_an_option("initial_option"),
    ),
    "multi_static_select": shape(
        {
            **MANY,
            "options": listed(OPTION, 1, 100),
            "option_groups": listed(OPTION_GROUP, 1, 100),
            "initial_options": listed(OPTION, 1, 100),
        },
        exactly_one("options", "option_groups"),
        initial_is_an_option("initial_options"),
    ),
    "radio_buttons": shape(
        {**ACTION, "options!": listed(CHOICE, 1, 10), "initial_option": CHOICE, "confirm": CONFIRM},
        initial_is_an_option("initial_option"),
    ),
    "checkboxes": shape(
        {**ACTION, "options!": listed(CHOICE, 1, 10), "initial_options": listed(CHOICE, 1, 10), "confirm": CONFIRM},
        initial_is_an_option("initial_options"),
    ),
    "users_select": shape({**SELECT, "initial_user": IDENTIFIER}),
    "multi_users_select": shape({**MANY, "initial_users": listed(IDENTIFIER, 1, 100)}),
    "channels_select": shape({**SELECT, "initial_channel": IDENTIFIER, "response_url_enabled": boolean}),
    "multi_channels_select": shape({**MANY, "initial_channels": listed(IDENTIFIER, 1, 100)}),
    "conversations_select": shape(
        {
            **SELECT,
            "initial_conversation": IDENTIFIER,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": shape(
                {
                    "include": listed(one_of("im", "mpim", "private", "public"), 1, 4),
                    "exclude_bot_users": boolean,
                    "exclude_external_shared_channels": boolean,
                }
            ),
        }
    ),
    "datepicker": shape({**SELECT, "initial_date": _pattern(r"\d{4}-\d\d-\d\d")}),
    "timepicker": shape({**SELECT, "initial_time": _pattern(r"\d\d:\d\d"), "timezone": string(100, 1)}),
}
DATE_AND_TIME: dict[str, Check] = {
    "datetimepicker": shape({**ACTION, "confirm": CONFIRM, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})
}

# Those that are typed into: input blocks only.
TYPING: dict[str, Check] = {
    "plain_text_input": shape(
        {
            **TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        }
    ),
    "rich_text_input": shape({**TYPED, "initial_value": shape({"elements!": listed(lambda *_: None, 1, 1000)})}),
}
TYPING_IN_MODALS: dict[str, Check] = {
    "email_text_input": shape({**TYPED, "initial_value": string(3000)}),
    "url_text_input": shape({**TYPED, "initial_value": string(3000)}),
    "number_input": shape(
        {
            **TYPED,
            "is_decimal_allowed!": boolean,
            "initial_value": string(100),
            "min_value": string(100),
            "max_value": string(100),
        }
    ),
}
