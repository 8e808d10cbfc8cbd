"""What comes back from a form."""

from typing import Any


def filled(view: dict[str, Any]) -> dict[str, str]:
    """The form's values by field name (our inputs' block and action ids are the same word); of many, with spaces."""
    values: dict[str, dict[str, Any]] = view.get("state", {}).get("values", {})
    return {name: _text(element) for block in values.values() for name, element in block.items()}


def _text(element: dict[str, Any]) -> str:
    match element.get("type"):
        case "plain_text_input":
            found = element.get("value")
        case "static_select" | "radio_buttons":
            found = (element.get("selected_option") or {}).get("value")
        case "users_select":
            found = element.get("selected_user")
        case "datetimepicker":
            found = element.get("selected_date_time")
        case "timepicker":
            found = element.get("selected_time")
        case "conversations_select":
            found = element.get("selected_conversation")
        case "multi_users_select":
            found = " ".join(element.get("selected_users") or [])
        case "checkboxes":
            found = " ".join(option["value"] for option in element.get("selected_options") or [])
        case _:
            found = None
    return "" if found is None else str(found)
