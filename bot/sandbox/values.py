"""What a person entered, element by element, as Slack reports it in state.values."""

from bot.sandbox.content import elements_of
from bot.sandbox.things import Json, Values

# type → (where the value stands in the state, where the app may set a first one)
HOLDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def value_of(block: Json, element: Json, entered: Values) -> Json | None:
    """None for an element that holds nothing, such as a button."""
    kind = element["type"]
    if kind not in HOLDS:
        return None
    stands, first = HOLDS[kind]
    there = entered.get((block["block_id"], element["action_id"]))
    if there and there["type"] == kind:
        return there
    return {"type": kind, stands: element.get(first, [] if stands.endswith("s") else None)}


def state_values(blocks: list[Json], entered: Values) -> Json:
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if (value := value_of(block, element, entered)) is not None:
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def is_empty(value: Json) -> bool:
    stands, _ = HOLDS[value["type"]]
    return value.get(stands) in (None, "", [])
