"""A message, a form or the Home tab as lines of text: `[Label]` is a button, `[Label ▾]` a menu."""

from typing import Any

from bot.sandbox.reading import Reader
from bot.sandbox.things import Json, Message, Values, View
from bot.sandbox.values import HOLDS, value_of


def outline(place: Message | View, reader: Reader) -> str:
    return form_outline(place, reader) if isinstance(place, View) else message_outline(place, reader)


def message_outline(message: Message, reader: Reader) -> str:
    if not message.blocks:
        return reader.mrkdwn(message.text)
    return blocks_outline(message.blocks, message.values.get(reader.member.id, {}), {}, reader)


def form_outline(view: View, reader: Reader) -> str:
    content = view.content
    lines = [f"# {reader.text(content.get('title'))}"] if view.type == "modal" else []
    lines.append(blocks_outline(view.blocks, view.values, view.errors, reader))
    if view.type == "modal":
        lines.append(" ".join(f"[{reader.text(content[name])}]" for name in ("submit", "close") if content.get(name)))
    return "\n".join(line for line in lines if line)


def blocks_outline(blocks: list[Json], entered: Values, errors: dict[str, str], reader: Reader) -> str:
    lines: list[str] = []
    for block in blocks:
        lines += [line for line in _block(block, entered, reader) if line]
        if block["block_id"] in errors:
            lines.append(f"  ! {errors[block['block_id']]}")
    return "\n".join(lines)


def _block(block: Json, entered: Values, reader: Reader) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {reader.text(block['text'])}"]
        case "section":
            fields = [reader.text(field) for field in block.get("fields", [])]
            return [
                reader.text(block.get("text")),
                *fields,
                *_elements(block, [block.get("accessory")], entered, reader),
            ]
        case "context":
            return [
                " ".join(_alt(each) if each["type"] == "image" else reader.text(each) for each in block["elements"])
            ]
        case "actions":
            return _elements(block, block["elements"], entered, reader)
        case "input":
            shown = _elements(block, [block["element"]], entered, reader)
            return [
                f"{reader.text(block['label'])}: {shown[0]}",
                f"  ({reader.text(block['hint'])})" if "hint" in block else "",
            ]
        case "image":
            return [_alt(block)]
        case "rich_text":
            return [line for each in block["elements"] for line in _rich(each, reader)]
    return ["---"]


def _elements(block: Json, elements: list[Any], entered: Values, reader: Reader) -> list[str]:
    return [" ".join(_element(block, each, entered, reader) for each in elements if each)]


def _alt(image: Json) -> str:
    return f"(image: {image['alt_text']})"


def _element(block: Json, element: Json, entered: Values, reader: Reader) -> str:
    if reader.member.id not in element.get("visible_to_user_ids", [reader.member.id]):
        return ""
    match element["type"]:
        case "image":
            return _alt(element)
        case "button":
            return f"[{reader.text(element['text'])}]"
        case "overflow":
            return f"[⋮ {' | '.join(reader.text(each['text']) for each in element['options'])}]"
    value = value_of(block, element, entered) or {}
    shown = said(value, reader) or reader.text(element.get("placeholder"))
    if element["type"] in {"radio_buttons", "checkboxes"}:
        return _choices(element, value, reader)
    return shown if HOLDS[element["type"]][0] == "value" else f"[{shown} ▾]"


def _choices(element: Json, value: Json, reader: Reader) -> str:
    chosen = [each["value"] for each in [value.get("selected_option"), *value.get("selected_options", [])] if each]
    on, off = ("(•)", "( )") if element["type"] == "radio_buttons" else ("[x]", "[ ]")
    return " ".join(
        f"{on if each['value'] in chosen else off} {reader.text(each['text'])}" for each in element["options"]
    )


def said(value: Json, reader: Reader) -> str:
    """What an element holds, in words."""
    held = value.get(HOLDS[value["type"]][0])
    if held is None:
        return ""
    match value["type"]:
        case "static_select" | "radio_buttons":
            return reader.text(held["text"])
        case "checkboxes" | "multi_static_select":
            return ", ".join(reader.text(each["text"]) for each in held)
        case "users_select" | "conversations_select" | "channels_select":
            return reader.channel(held) if held in reader.state.channels else reader.person(held)
        case "multi_users_select" | "multi_channels_select":
            return ", ".join(
                reader.channel(each) if each in reader.state.channels else reader.person(each) for each in held
            )
        case "datetimepicker":
            return reader.date(held, "{date_num} {time}")
        case "rich_text_input":
            return "\n".join(line for each in held["elements"] for line in _rich(each, reader))
    return str(held)


def _rich(element: Json, reader: Reader) -> list[str]:
    match element["type"]:
        case "rich_text_list":
            first = element.get("offset", 0) + 1
            signs = (
                f"{number}." if element["style"] == "ordered" else "•"
                for number in range(first, first + len(element["elements"]))
            )
            indent = "  " * element.get("indent", 0)
            return [
                f"{indent}{sign} {reader.inline(each['elements'])}"
                for sign, each in zip(signs, element["elements"], strict=True)
            ]
        case "rich_text_quote":
            return [f"> {line}" for line in reader.inline(element["elements"]).splitlines()]
    return reader.inline(element["elements"]).splitlines()
