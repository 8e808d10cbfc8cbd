"""Whatever a listener does, Slack gets an answer it understands, and the person a sentence."""

import logging
import re
from typing import Any

import pytest
from desk import TEAM, Desk
from spoken import says
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.db.models import Client, HeardOnce
from bot.errors import NotFound, Refusal
from bot.sandbox import Sandbox
from bot.slack.blocks import Choice as Option
from bot.slack.blocks import Form, View, actions, button, menu, text_field
from bot.slack.listening import Heard, Listening, merged

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COMMAND = "/angry-client"
NO = "You can't do that now. Ask Lena."
BROKE = re.compile(r"That broke on our side \(ref [0-9a-f]{4}\)\. Nothing was saved\.")
NOT_NOW = "I can't reach my memory or Slack right now. Nothing was saved. Try again in a minute."


def refuse(heard: Heard) -> View | None:
    raise Refusal(NO)


def save_and_break(heard: Heard) -> View | None:
    with heard.open_work() as work:
        work.add(Client(workspace_id=TEAM, name="Acme", key="acme"))
        work.say("C0ESCALAT", says("never said"))
        raise ZeroDivisionError


def down(heard: Heard) -> View | None:
    raise OperationalError("SELECT 1", {}, ConnectionError("the database is gone"))


def ask_slack(heard: Heard) -> View | None:
    heard.client.conversations_info(channel="C0GENERAL")
    return None


def form_of(heard: Heard) -> View | None:
    heard.open_form(Form("test.form", "A form", [text_field("name", "Name"), text_field("why", "Why")], "Save"))
    return None


def clients(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Client.name)))


def post_button(desk: Desk) -> None:
    """A message of the bot's with something to press."""
    row = actions(button("Press", "test.press", 7), menu("test.menu", [Option("One", "test.one:7")]))
    said = says("Press.", more=[row])
    desk.client.chat_postMessage(channel="C0GENERAL", text=said.text, blocks=said.blocks)


# A refusal


@sqlite_only
def test_a_refused_command_says_why_to_the_person_alone(desk: Desk, slack: Sandbox) -> None:
    desk.on.command(COMMAND)(refuse)
    desk.open()
    assert slack.person("Fred").runs(f"{COMMAND} Acme") == NO
    assert slack.posts() == slack.failures == []


@sqlite_only
def test_a_refused_click_says_why_to_the_person_alone(desk: Desk, slack: Sandbox) -> None:
    desk.on.action("test.press")(refuse)
    desk.on.action("test.one")(refuse)
    desk.open()
    post_button(desk)
    for label in ("Press", "One"):
        slack.person("Fred").clicks(label)
        slack.person("Fred").sees(NO, "to me")
    slack.person("Olivia").does_not_see(NO)


@sqlite_only
@pytest.mark.parametrize(
    ("fields", "shown"),
    [({}, {"Name": NO}), ({"why": "Say why."}, {"Why": "Say why."}), ({"gone": "?"}, {"Name": NO}),
     ({"name": "Which?", "why": "Why?"}, {"Name": "Which?", "Why": "Why?"})],
)  # fmt: skip
def test_a_refused_form_stays_open_with_the_reason_at_its_fields(
    desk: Desk, slack: Sandbox, fields: dict[str, str], shown: dict[str, str]
) -> None:
    def refuse_fields(heard: Heard) -> View | None:
        raise Refusal(NO, **fields)

    desk.on.command(COMMAND)(form_of)
    desk.on.form("test.form")(refuse_fields)
    desk.open()
    fred = slack.person("Fred")
    fred.runs(COMMAND)
    fred.fills({"Name": "Acme", "Why": "because"})
    fred.submits()
    assert fred.form.errors == shown
    assert fred.form.fields == {"Name": "Acme", "Why": "because"}
    assert slack.failures == []


@sqlite_only
def test_a_refused_click_on_the_home_tab_is_answered_on_a_sheet_over_it(desk: Desk, slack: Sandbox) -> None:
    def publish(heard: Heard) -> View | None:
        view = {"type": "home", "blocks": [actions(button("Press", "test.press", 7))]}
        heard.client.views_publish(user_id=heard.actor, view=view)
        return None

    desk.on.event("app_home_opened")(publish)
    desk.on.action("test.press")(refuse)
    desk.open()
    fred = slack.person("Fred")
    fred.opens_home()
    fred.clicks("Press", "home")
    fred.sees(NO, "form")


@sqlite_only
def test_a_refused_event_is_answered_in_silence(desk: Desk, slack: Sandbox) -> None:
    desk.on.event("message")(refuse)
    desk.open()
    slack.person("Fred").writes("hello", "#general")
    assert slack.failures == slack.posts() == []


@sqlite_only
def test_what_is_not_found_is_a_refusal_like_any_other(desk: Desk, slack: Sandbox) -> None:
    def look_for_it(heard: Heard) -> View | None:
        with heard.open_work() as work:
            work.find(Client, 4711)
        return None

    desk.on.command(COMMAND)(look_for_it)
    desk.open()
    assert slack.person("Fred").runs(f"{COMMAND} Acme") == NotFound().says


# A bug of ours


def test_a_bug_is_told_with_a_reference_and_leaves_nothing_behind(
    desk: Desk, slack: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    desk.on.command(COMMAND)(save_and_break)
    desk.on.action("test.press")(save_and_break)
    desk.open()
    post_button(desk)
    fred = slack.person("Fred")
    said = [fred.runs(f"{COMMAND} Acme")]
    fred.clicks("Press")
    said.append(fred.reads(fred.sees("That broke on our side", "to me")))
    assert all(BROKE.match(each or "") for each in said)
    references = [re.findall("ref ([0-9a-f]{4})", each or "")[0] for each in said]
    assert [record.message[:9] for record in caplog.records if record.levelno >= logging.ERROR] == [
        f"ref {reference}:" for reference in references
    ]
    assert clients(desk) == []
    assert slack.failures == []


@sqlite_only
def test_a_bug_in_a_form_is_told_in_the_form(desk: Desk, slack: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    desk.on.command(COMMAND)(form_of)
    desk.on.form("test.form")(save_and_break)
    desk.open()
    fred = slack.person("Fred")
    fred.runs(COMMAND)
    fred.fills({"Name": "Acme", "Why": "because"})
    fred.submits()
    fred.sees("That broke on our side", "form")
    assert "ZeroDivisionError" in caplog.text


@sqlite_only
def test_an_event_that_breaks_us_is_not_brought_again(
    desk: Desk, slack: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    desk.on.event("message")(save_and_break)
    desk.open()
    slack.person("Fred").writes("hello", "#general")
    assert slack.failures == []
    assert "ZeroDivisionError" in caplog.text


# A database that is down


@sqlite_only
def test_an_event_comes_again_when_the_database_was_down(desk: Desk, slack: Sandbox) -> None:
    first = [True]

    def down_once(heard: Heard) -> View | None:
        if first.pop() if first else False:
            down(heard)
        desk.keep(heard)
        return None

    desk.on.event("message")(down_once)
    desk.open()
    slack.person("Fred").writes("hello", "#general")
    assert [failure.reason for failure in slack.failures] == ["http_error"]
    assert [heard.event["text"] for heard in desk.heard] == ["hello"]


@sqlite_only
def test_a_person_is_told_when_the_database_is_down(desk: Desk, slack: Sandbox) -> None:
    desk.on.command(COMMAND)(down)
    desk.on.action("test.press")(down)
    desk.on.form("test.form")(down)
    desk.open()
    post_button(desk)
    assert slack.person("Fred").runs(f"{COMMAND} Acme") == NOT_NOW
    slack.person("Fred").clicks("Press")
    slack.person("Fred").sees(NOT_NOW, "to me")
    assert slack.failures == []


def test_a_locked_database_is_a_database_that_is_down(desk: Desk, database_url: str, slack: Sandbox) -> None:
    desk.on.command(COMMAND)(save_and_break)
    desk.open()
    with desk.database.engines[0].connect() as holder:
        if database_url.startswith("postgresql"):
            holder.exec_driver_sql("LOCK TABLE clients IN ACCESS EXCLUSIVE MODE")
        assert slack.person("Fred").runs(f"{COMMAND} Acme") == NOT_NOW


@sqlite_only
def test_slack_that_does_not_answer_us_is_like_a_database_that_does_not(desk: Desk, slack: Sandbox) -> None:
    def ask_slack(heard: Heard) -> View | None:
        heard.client.conversations_info(channel="C0GENERAL")
        return says("fine")

    desk.on.command(COMMAND)(ask_slack)
    desk.open()
    fred = slack.person("Fred")
    for fault in ("drop_before", "http_500", "ratelimited", "garbled"):
        slack.misbehave("conversations.info", fault)
        assert fred.runs(f"{COMMAND} Acme") == NOT_NOW, fault
    assert fred.runs(f"{COMMAND} Acme") == "fine"


@sqlite_only
def test_an_answer_that_cannot_be_shown_is_no_failure(desk: Desk, slack: Sandbox) -> None:
    desk.on.action("test.press")(refuse)
    desk.open()
    post_button(desk)
    for fault in ("drop_before", "http_500", "ratelimited", "user_not_in_channel"):
        slack.misbehave("chat.postEphemeral", fault)
        slack.person("Fred").clicks("Press")
    assert slack.failures == []
    assert slack.person("Fred").warnings == []


@sqlite_only
def test_a_trigger_that_has_run_out_says_press_once_more(desk: Desk, slack: Sandbox) -> None:
    desk.on.action("test.press")(form_of)
    desk.open()
    post_button(desk)
    for error in ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id"):
        slack.misbehave("views.open", error)
        slack.person("Fred").clicks("Press")
        slack.person("Fred").sees("That took too long for Slack. Press it once more.", "to me")


# What nobody listens to


@sqlite_only
def test_what_nobody_listens_to_is_answered_with_200(desk: Desk) -> None:
    desk.on.event("message")(desk.keep)
    desk.open()
    ours: dict[str, Any] = {"team": {"id": TEAM}, "user": {"id": "U0FRED001"}, "team_id": TEAM}
    view = {"id": "V1", "type": "modal", "callback_id": "gone.form", "blocks": [], "state": {"values": {}}}
    for body in (
        {"type": "view_closed", "view": view}, {"type": "block_suggestion", "action_id": "x", "value": ""},
        {"type": "view_submission", "view": view}, {"type": "shortcut", "callback_id": "gone"},
        {"type": "block_actions", "actions": [{"type": "button", "action_id": "gone.act", "value": "1"}]},
        {"type": "block_actions", "actions": [{"type": "overflow", "selected_option": {"value": "gone:1"}}]},
        {"type": "something_new"}, {"type": "interactive_message", "actions": [{"name": "x"}]},
    ):  # fmt: skip
        assert desk.interact({**ours, **body}) == (200, b""), body["type"]
    for body in ({"type": "app_rate_limited", "minute_rate_limited": 1518467820}, {"type": "event_callback", "event": {
        "type": "team_rename"}}, {"type": "whatever"}):  # fmt: skip
        assert desk.ask({**ours, **body}) == (200, b""), body["type"]
    assert desk.heard == []


@sqlite_only
def test_what_happened_in_another_workspace_is_not_ours(desk: Desk) -> None:
    desk.on.event("message")(desk.keep)
    desk.on.command(COMMAND)(desk.keep)
    desk.on.action("test.press")(desk.keep)
    desk.open()
    event = {"type": "message", "channel": "C1", "user": "U9", "text": "x", "ts": "1.1"}
    theirs = {"type": "event_callback", "team_id": "T9", "event": event, "authorizations": [{"team_id": "T9"}]}
    assert desk.ask(theirs) == (200, b"")
    press = {"type": "block_actions", "team": {"id": "T9"}, "user": {"id": "U9"},
             "actions": [{"type": "button", "action_id": "test.press"}]}  # fmt: skip
    assert desk.interact(press) == (200, b"")
    assert desk.heard == []
    # A shared channel: their envelope, but we are among those who may hear it.
    assert desk.ask({**theirs, "authorizations": [{"team_id": TEAM}]}) == (200, b"")
    assert [heard.workspace_id for heard in desk.heard] == [TEAM]


# The table


def test_an_event_delivered_three_times_has_its_effect_once(desk: Desk, slack: Sandbox) -> None:
    def note(heard: Heard) -> View | None:
        with heard.open_work() as work:
            if work.first_time(heard.body["event_id"]):
                work.add(Client(workspace_id=TEAM, name=heard.event["text"], key=heard.event["ts"]))
        return None

    desk.on.event("message")(note)
    desk.open()
    slack.person("Fred").writes("hello", "#general")
    slack.redeliver_last(3)
    slack.person("Fred").writes("hello", "#general")
    assert clients(desk) == ["hello", "hello"]


def test_an_event_whose_first_delivery_failed_has_its_effect_by_the_second(desk: Desk, slack: Sandbox) -> None:
    broken = [True]

    def note(heard: Heard) -> View | None:
        with heard.open_work() as work:
            assert work.first_time(heard.body["event_id"])
            work.add(Client(workspace_id=TEAM, name="Acme", key="acme"))
            if broken:
                broken.pop()
                down(heard)
        return None

    desk.on.event("message")(note)
    desk.open()
    slack.person("Fred").writes("hello", "#general")
    assert clients(desk) == ["Acme"]
    with desk.database.reading() as session:
        assert len(session.scalars(select(HeardOnce)).all()) == 1


@sqlite_only
def test_a_listener_finds_its_words_its_row_and_its_place(desk: Desk, slack: Sandbox) -> None:
    for name in ("test.press", "test.one"):
        desk.on.action(name)(desk.keep)
    desk.on.command(COMMAND)(form_of)
    desk.on.command(f"{COMMAND} help")(lambda _heard: says("Here is help."))
    desk.on.form("test.form")(lambda heard: desk.keep(heard) or says("Saved."))
    desk.open()
    fred = slack.person("Fred")
    assert fred.runs(f"{COMMAND}  HELP ") == "Here is help."
    fred.runs(f"{COMMAND} help scout")
    fred.fills({"Name": "Acme", "Why": "because"})
    fred.submits()
    fred.sees("Saved.", "form")
    fred.cancels()
    post_button(desk)
    fred.clicks("Press")
    fred.clicks("One")
    form, press, one = desk.heard
    assert form.fields == {"name": "Acme", "why": "because"}
    assert (press.value, one.value) == ("7", "7")
    assert press.place == one.place == ("C0GENERAL", None)
    assert {heard.actor for heard in desk.heard} == {fred.id}


def test_two_listeners_for_one_id_are_refused_at_the_start() -> None:
    one, other = Listening(), Listening()
    one.action("a")(refuse)
    with pytest.raises(ValueError, match="two listeners for the action a"):
        one.action("a")(refuse)
    other.action("a")(refuse)
    with pytest.raises(ValueError, match="two features listen to the action a"):
        merged([one, other])


def test_several_features_may_listen_to_one_event() -> None:
    one, other = Listening(), Listening()
    one.event("message")(refuse)
    other.event("message")(down)
    assert merged([one, other]) == {("event", "message"): [refuse, down]}


# What Slack says while we listen


@sqlite_only
@pytest.mark.parametrize("word", ["channel_not_found", "invalid_arguments", "missing_scope", "moon_in_wrong_phase"])
def test_what_slack_refuses_for_good_is_not_asked_for_to_be_brought_again(
    desk: Desk, slack: Sandbox, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.on.event("message")(ask_slack)
    desk.on.command(COMMAND)(ask_slack)
    desk.open()
    slack.misbehave("conversations.info", word, times=2)
    slack.person("Fred").writes("hello", "#general")
    assert slack.failures == []
    said = slack.person("Fred").runs(COMMAND)
    assert BROKE.search(said), said
    assert f"Slack refused what command {COMMAND} needed: {word}" in caplog.text


@sqlite_only
@pytest.mark.parametrize("fault", ["internal_error", "http_500", "ratelimited", "drop_before", "token_revoked"])
def test_what_slack_may_do_in_a_minute_is_tried_again(desk: Desk, slack: Sandbox, fault: str) -> None:
    desk.on.event("message")(ask_slack)
    desk.on.command(COMMAND)(ask_slack)
    desk.open()
    slack.misbehave("conversations.info", fault)
    assert slack.person("Fred").runs(COMMAND) == NOT_NOW
    slack.misbehave("conversations.info", fault)
    slack.person("Fred").writes("hello", "#general")
    assert {failure.reason for failure in slack.failures} == {"http_error"}
