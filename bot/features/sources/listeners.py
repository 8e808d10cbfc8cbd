from bot.features.sources.usecases import follow_source, forget_source, is_quoted
from bot.slack.blocks import View
from bot.slack.catch_up import TOMBSTONE
from bot.slack.listening import Heard, Listening

on = Listening()


@on.event("message")
def follow_source_by_message(heard: Heard) -> View | None:
    """Slack tells of every message that is deleted or changed in the channels that the bot is in."""
    event = heard.event
    before, after = event.get("previous_message") or {}, event.get("message") or {}
    if event.get("subtype") not in ("message_deleted", "message_changed") or before.get("bot_id"):
        return None
    channel, ts = event["channel"], event.get("deleted_ts") or after.get("ts") or ""
    with heard.look() as work:
        if not is_quoted(work, channel, ts):
            return None
    with heard.open_work() as work:
        if event["subtype"] == "message_deleted" or after.get("subtype") == TOMBSTONE:
            forget_source(work, channel, ts)
        else:
            follow_source(work, channel, ts, before.get("text", ""), after.get("text", ""))
    return None
