import json
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import Refusal
from bot.features.flagging.rules import carries, filled_in, heat_of, understand, without
from bot.features.flagging.usecases import (
    Details,
    Source,
    flag,
    flag_again,
    flag_text,
    undo_flag,
    undo_flag_by_reaction,
)
from bot.features.flagging.views import (
    COMMAND,
    FLAG_AGAIN,
    SENTENCE_MOST,
    SHORTCUT,
    UNDO,
    FormId,
    flag_form,
    kept_view,
)
from bot.slack.blocks import View
from bot.slack.ids import as_typed, mentioned, without_mentions
from bot.slack.listening import Heard, Listening
from bot.slack.text import cut

on = Listening()
BY_PEOPLE = (None, "file_share")


@on.command(COMMAND)
def flag_by_command(heard: Heard) -> View | None:
    text = heard.body.get("text", "").strip()
    if not text:
        heard.open_form(flag_form())
        return None
    heard.meet(*mentioned(text))
    try:
        with heard.open_work() as work:
            if work.first_time(f"command:{heard.body['trigger_id']}"):
                return flag_text(work, heard.actor, text)
    except Refusal as refusal:
        raise Refusal(kept_view(refusal.says, as_typed(text))) from refusal
    return None


@on.event("message")
def flag_by_message(heard: Heard) -> View | None:
    event = heard.event
    if (
        event.get("bot_id")
        or event.get("subtype") not in BY_PEOPLE
        or event.get("thread_ts", event["ts"]) != event["ts"]
    ):
        return None
    with heard.look() as work:
        watched, emoji = work.workspace.watched_channel, work.workspace.emoji
    text = event.get("text", "")
    if event["channel"] != watched or heard.body.get("is_ext_shared_channel") or not carries(text, emoji):
        return None
    heard.meet(event["user"], *mentioned(text))
    with heard.open_work() as work:
        if work.first_time(heard.body["event_id"]):
            flag_text(work, event["user"], without(text, emoji), Source(event["channel"], event["ts"]))
    return None


@on.event("reaction_added")
def flag_by_reaction(heard: Heard) -> View | None:
    event = heard.event
    with heard.look() as work:
        wanted = event["reaction"] == work.workspace.emoji and event.get("item_user") != work.workspace.bot_user_id
        emoji = work.workspace.emoji
    if not wanted or event["item"].get("type") != "message":
        return None
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    message = _message(heard, channel, ts)
    text = without(message.get("text", ""), emoji)
    heard.meet(event["user"], *mentioned(text))
    with heard.open_work() as work:
        if not work.first_time(heard.body["event_id"]):
            return None
        said = flag_text(work, event["user"], text, Source(channel, ts, message.get("thread_ts")))
    heard.tell(said, channel, message.get("thread_ts"))
    return None


@on.event("reaction_removed")
def undo_flag_by_taking_back(heard: Heard) -> View | None:
    event = heard.event
    if event["item"].get("type") != "message":
        return None
    with heard.open_work() as work:
        if event["reaction"] == work.workspace.emoji:
            undo_flag_by_reaction(work, event["user"], Source(event["item"]["channel"], event["item"]["ts"]))
    return None


@on.shortcut(SHORTCUT)
def open_form_by_shortcut(heard: Heard) -> View | None:
    message, channel = heard.body["message"], heard.body["channel"]["id"]
    text = as_typed(without_mentions(message.get("text", "")))
    about = json.dumps([channel, message["ts"], message.get("thread_ts")])
    client = understand(text, is_message=True).client or ""
    heard.open_form(flag_form(words=cut(text, SENTENCE_MOST), heat=heat_of(text), about=about, client=client))
    return None


@on.form(FormId.FLAG)
def flag_by_form(heard: Heard) -> View | None:
    fields = heard.fields
    heard.meet(fields["owner"])
    understood = filled_in(fields["client"], fields["sentence"], fields["heat"])
    details = Details(contact=fields["contact"], phone=fields["phone"], owner=fields["owner"])
    source = Source(*json.loads(heard.value)) if heard.value else None
    with heard.open_work() as work:
        if work.first_time(heard.body["view"]["id"]):
            said = flag(work, heard.actor, understood, details, source)
            return View(said.text, said.blocks[:1])  # a form's last page has nothing to press
    return None


@on.action(UNDO)
def undo_flag_by_menu(heard: Heard) -> View | None:
    with heard.open_work() as work:
        undo_flag(work, heard.actor, heard.value)
    return None


@on.action(FLAG_AGAIN)
def flag_again_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        flag_again(work, heard.actor, heard.value)
    return None


def _message(heard: Heard, channel: str, ts: str) -> dict[str, Any]:
    """The message that carries the reaction: the event does not bring its words. Empty when we may not read it."""
    try:
        answer = heard.client.conversations_replies(
            channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2
        )
    except SlackApiError as error:
        if error.response.get("error") in ("thread_not_found", "channel_not_found", "not_in_channel", "missing_scope"):
            return {}
        raise
    messages: list[dict[str, Any]] = answer["messages"]
    return next((message for message in messages if message["ts"] == ts), {})
