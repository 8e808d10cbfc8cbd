"""What Slack refuses. Each function answers with Slack's complaints; no complaint, no refusal."""

import json
import re
from typing import Any

from bot.sandbox.limits.blocks import HOME_BLOCKS, MESSAGE_BLOCKS, MODAL_BLOCKS
from bot.sandbox.limits.checks import Report, boolean, problems, shape, string, typed
from bot.sandbox.limits.composition import NAME, plain

VIEW_BYTES = 250 * 1024
METADATA_BYTES = 1024  # Slack publishes no number; who stays under this is safe

_COMMON = {"private_metadata": string(3000), "callback_id": NAME, "external_id": NAME}


def _submit_with_inputs(value: Any, where: str, report: Report) -> None:
    blocks = value.get("blocks")
    if (
        isinstance(blocks, list)
        and any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        and "submit" not in value
    ):
        report("missing required field: submit, for there are input blocks", where)


_VIEW = typed(
    {
        "modal": shape(
            {
                **_COMMON,
                "title!": plain(24),
                "blocks!": MODAL_BLOCKS,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
            _submit_with_inputs,
        ),
        "home": shape({**_COMMON, "blocks!": HOME_BLOCKS}),
    }
)


def message_problems(blocks: object) -> list[str]:
    return problems(MESSAGE_BLOCKS, blocks, "/blocks")


def view_problems(view: object) -> list[str]:
    return problems(_VIEW, view, "/view")


def view_is_too_large(view: object) -> bool:
    return len(json.dumps(view).encode()) > VIEW_BYTES


def metadata_error(metadata: object) -> str:
    """Empty when all is well. https://docs.slack.dev/messaging/message-metadata"""
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        return "invalid_metadata_format"
    kind, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        return "invalid_metadata_format"
    if not all(
        re.fullmatch("[a-z0-9_]+", key) and isinstance(value, str | int | float | bool)
        for key, value in payload.items()
    ):
        return "invalid_metadata_schema"
    return "metadata_too_large" if len(json.dumps(metadata).encode()) > METADATA_BYTES else ""
