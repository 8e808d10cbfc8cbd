"""The verbs of a story, against a little bot that listens."""

import re
import threading
from datetime import UTC, datetime

import pytest

FIELDS = {
    "who": ("Owner", {"type": "users_select"}),
    "heat": ("How angry?", {"type": "static_select", "options": ["Cool", "Furious"]}),
    "what": ("What happened", {"type": "plain_text_input", "max_length": 20}),
    "due": ("By when", {"type": "datetimepicker"}),
    "reached": ("Reached?", {"type": "radio_buttons", "options": ["Yes", "No"]}),
    "causes": ("Causes", {"type": "checkboxes", "options": ["Late", "Wrong"]}),
    "day": ("Day", {"type": "datepicker"}),
    "others": ("Others", {"type": "multi_users_select"}),
    "room": ("Room", {"type": "channels_select"}),
}


def plain(text):
    return {"type": "plain_text", "text": text}


def button(label, value="1", **more):
    return {"type": "button", "action_id": f"press.{label}", "text": plain(label), "value": value, **more}


def element(kind):
    options = [{"text": plain(each), "value": each.lower()} for each in kind.get("options", [])]
    return kind | {"action_id": "entered"} | ({"options": options} if options else {})


def form(**more):
    blocks = [
        {"type": "input", "block_id": name, "label": plain(label), "element": element(kind), "optional": name != "who"}
        for name, (label, kind) in FIELDS.items()
    ]
    return {
        "type": "modal",
        "callback_id": "flag",
        "title": plain("Flag"),
        "submit": plain("Open"),
        "blocks": blocks,
        **more,
    }


@pytest.fixture
def heard(app, served):
    """Every payload the bot gets, each answered with the next of `answers`, by default with an empty one."""
    payloads = []
    app.answers = []

    @app.middleware
    def hear(body, next):  # noqa: A002 - Bolt's name
        payloads.append(body)
        next()

    def answer(ack):
        ack(**(app.answers.pop(0) if app.answers else {}))

    app.command("/angry-client")(answer)
    app.shortcut("flagging.flag_message")(answer)
    app.action(re.compile("."))(answer)
    app.view({"type": "view_submission", "callback_id": "flag"})(answer)
    app.view({"type": "view_closed", "callback_id": "flag"})(answer)
    for event in ("message", "app_mention", "reaction_added", "reaction_removed", "app_home_opened", "user_change"):
        app.event(event)(lambda: None)
    app.event("member_joined_channel")(lambda: None)
    app.event("dnd_updated_user")(lambda: None)
    return payloads


def test_a_command_arrives_with_people_and_channels_as_ids_and_the_rest_escaped(fred, heard):
    assert fred.runs("/angry-client Acme & Sons | <wrong> @Olivia in #clients") is None
    assert heard[0]["text"] == "Acme &amp; Sons | &lt;wrong&gt; <@U0OLIVIA1|olivia> in <#C0CLIENTS|clients>"
    names = ("command", "user_id", "user_name", "channel_id", "channel_name", "team_domain")
    assert {name: heard[0][name] for name in names} == {
        "command": "/angry-client", "user_id": "U0FRED001", "user_name": "fred", "channel_id": "C0GENERAL",
        "channel_name": "general", "team_domain": "northwind",
    }  # fmt: skip


def test_a_link_is_marked_and_what_is_inside_it_left_alone(fred, heard):
    fred.runs("/angry-client Acme https://e.com/#clients/@Olivia?a=1&b=2 @Olivia")
    assert heard[0]["text"] == "Acme <https://e.com/#clients/@Olivia?a=1&amp;b=2> <@U0OLIVIA1|olivia>"


def test_the_answer_to_a_command_is_for_its_caller_alone(slack, app, fred, olivia, heard):
    app.answers = [{"text": "Which client?"}]
    assert fred.runs("/angry-client") == "Which client?"
    olivia.does_not_see("Which client?")
    assert [each.text for each in slack.unexpected()] == ["Which client?"]
    fred.sees("Which client?", where="to me in #general")
    assert slack.unexpected() == []


def test_a_command_can_answer_in_the_channel(app, fred, olivia, heard):
    app.answers = [{"text": "Flagged", "response_type": "in_channel"}]
    fred.runs("/angry-client Acme")
    olivia.sees("Flagged", where="#general")


def test_strangers_are_not_offered_commands_and_unknown_ones_do_not_exist(slack, fred, served):
    with pytest.raises(AssertionError, match="not offered commands"):
        slack.person("Stan").runs("/angry-client", channel="#acme-shared")
    with pytest.raises(AssertionError, match="no command /happy"):
        fred.runs("/happy")


def test_a_message_arrives_as_slack_sends_it(slack, fred, heard):
    root = fred.writes("see https://acme.example & @here")
    fred.writes("in the thread", thread=root, broadcast=True)
    first, second = (body["event"] for body in heard)
    assert first["text"] == "see <https://acme.example> &amp; <!here>"
    assert (first["channel"], first["channel_type"], first["ts"]) == ("C0ESCALAT", "channel", root.ts)
    assert (second["subtype"], second["thread_ts"], second["root"]["ts"]) == ("thread_broadcast", root.ts, root.ts)
    assert heard[0]["authorizations"][0]["user_id"] == slack.world.bot.id
    assert heard[0]["is_ext_shared_channel"] is False


def test_the_bot_hears_only_where_it_is_a_member(fred, heard):
    fred.writes("psst", channel="#random")
    assert heard == []


def test_the_bot_hears_only_what_its_manifest_subscribes_to(slack, served):
    slack.world.rename_channel("#clients", "customers")
    assert slack.deliveries.sent == []


def test_a_mention_is_an_event_of_its_own_beside_the_message(fred, heard):
    fred.writes("@First Call who owns Acme?")
    assert [body["event"]["type"] for body in heard] == ["message", "app_mention"]
    assert heard[1]["event"]["text"] == "<@U0FIRSTCL> who owns Acme?"


def test_a_stranger_is_told_by_the_team_of_the_event(slack, heard):
    slack.person("Stan").writes("we are furious", channel="#acme-shared")
    assert (heard[0]["team_id"], heard[0]["context_team_id"]) == ("TSTRANGE", "T0FIRST")
    assert heard[0]["is_ext_shared_channel"] is True


def test_edits_deletions_and_reactions_arrive(fred, heard):
    message = fred.writes_directly("draft: dear Acme")
    fred.edits(message, "draft: dear Ann")
    fred.reacts("rotating_light", message)
    fred.takes_back(":rotating_light:", message)
    fred.deletes(message)
    events = [body["event"] for body in heard]
    assert [(event["type"], event.get("subtype")) for event in events] == [
        ("message", None), ("message", "message_changed"), ("reaction_added", None), ("reaction_removed", None),
        ("message", "message_deleted"),
    ]  # fmt: skip
    assert events[0]["channel_type"] == "im"
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == (
        "draft: dear Ann",
        "draft: dear Acme",
    )
    assert events[2]["item"] == {"type": "message", "channel": message.channel, "ts": message.ts}
    assert events[4]["deleted_ts"] == message.ts


def test_a_deleted_parent_leaves_a_tombstone(fred, heard):
    root = fred.writes("oh no")
    fred.writes("what is it?", thread=root)
    fred.deletes(root)
    assert heard[-1]["event"]["message"]["subtype"] == "tombstone"
    fred.does_not_see("oh no")
    fred.sees("This message was deleted")


def test_the_bots_own_posts_come_back_to_it(app, client, slack, served):
    heard = []
    slack.deliveries.settle()
    client.chat_postMessage(channel="C0ESCALAT", text="hello")
    slack.deliveries.settle()
    heard = [envelope["event"] for envelope in slack.deliveries.sent]
    assert [(event["bot_id"], event["app_id"]) for event in heard] == [("B0FIRSTCL", "A0FIRSTCALL")]


def test_changes_of_the_world_arrive(slack, heard):
    slack.world.invite("firstcall", "#random", by="Fred")
    slack.world.rename_zone("Olivia", "Asia/Tokyo")
    slack.world.deactivate("Sam")
    slack.world.do_not_disturb("Lena", datetime(2026, 1, 12, 22, tzinfo=UTC), datetime(2026, 1, 13, 7, tzinfo=UTC))
    events = [envelope["event"] for envelope in slack.deliveries.sent]
    joined, zone, gone, quiet = events
    assert (joined["type"], joined["user"], joined["inviter"]) == ("member_joined_channel", "U0FIRSTCL", "U0FRED001")
    assert (zone["user"]["tz"], zone["user"]["tz_offset"]) == ("Asia/Tokyo", 9 * 3600)
    assert gone["user"]["deleted"] is True
    assert (quiet["type"], quiet["dnd_status"]["dnd_enabled"]) == ("dnd_updated_user", True)


def test_a_click_arrives_with_all_that_surrounds_the_button(slack, client, olivia, heard):
    root = client.chat_postMessage(channel="C0ESCALAT", text="root")["ts"]
    blocks = [{"type": "actions", "block_id": "do", "elements": [button("I'm calling", "case-7"), button("Hand over")]}]
    ts = client.chat_postMessage(channel="C0ESCALAT", thread_ts=root, text="Call Ann", blocks=blocks)["ts"]
    olivia.clicks("I'm calling")
    payload = heard[-1]
    assert payload["container"] == {
        "type": "message", "message_ts": ts, "channel_id": "C0ESCALAT", "is_ephemeral": False, "thread_ts": root,
    }  # fmt: skip
    assert (payload["actions"][0]["action_id"], payload["actions"][0]["value"]) == ("press.I'm calling", "case-7")
    assert payload["user"] == {"id": olivia.id, "username": "olivia", "name": "olivia", "team_id": "T0FIRST"}
    assert payload["message"]["blocks"][0]["elements"][1]["text"]["text"] == "Hand over"
    assert payload["channel"] == {"id": "C0ESCALAT", "name": "escalations"}
    assert [message.text for message in slack.unexpected()] == ["root"]


def test_clicks_go_to_the_newest_thing_unless_told_otherwise(client, olivia, heard):
    for number in (1, 2):
        blocks = [
            {"type": "section", "text": plain(f"client {number}")},
            {"type": "actions", "elements": [button("Claim", f"case-{number}")]},
        ]
        client.chat_postMessage(channel="C0ESCALAT", text=f"client {number}", blocks=blocks)
    olivia.clicks("Claim")
    olivia.clicks("Claim", on="client 1")
    assert [payload["actions"][0]["value"] for payload in heard if payload["type"] == "block_actions"] == [
        "case-2",
        "case-1",
    ]


def test_a_button_that_is_not_there_fails_and_tells_those_that_are(client, olivia, heard):
    client.chat_postMessage(channel="C0ESCALAT", text="x", blocks=[{"type": "actions", "elements": [button("Claim")]}])
    with pytest.raises(AssertionError, match=r"no button 'Close'; there are \['Claim'\]"):
        olivia.clicks("Close")


def test_nobody_clicks_what_they_cannot_see(slack, client, heard):
    client.chat_postMessage(channel="C0SECRET0", text="x", blocks=[{"type": "actions", "elements": [button("Claim")]}])
    slack.person("Lena").clicks("Claim")
    with pytest.raises(AssertionError, match="no button"):
        slack.person("Fred").clicks("Claim")
    assert heard[-1]["channel"] == {"id": "C0SECRET0", "name": "privategroup"}


def test_options_of_menus_are_clicked_like_buttons(client, fred, heard):
    options = [{"text": plain(each), "value": each.lower()} for each in ("Mute", "Reassign")]
    elements = [
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "static_select", "action_id": "heat", "options": [{"text": plain("Furious"), "value": "5"}]},
    ]
    client.chat_postMessage(
        channel="C0ESCALAT", text="x", blocks=[{"type": "actions", "block_id": "b", "elements": elements}]
    )
    fred.clicks("Reassign")
    assert heard[-1]["actions"][0]["selected_option"]["value"] == "reassign"
    fred.clicks("Furious")
    assert heard[-1]["state"]["values"]["b"]["heat"]["selected_option"]["value"] == "5"


def test_a_shortcut_brings_the_message_along(slack, fred, heard):
    message = slack.person("Sam").writes("we will leave", channel="#clients")
    fred.uses("Flag angry client", message)
    assert (heard[-1]["type"], heard[-1]["callback_id"]) == ("message_action", "flagging.flag_message")
    assert (heard[-1]["message"]["text"], heard[-1]["channel"]["id"]) == ("we will leave", "C0CLIENTS")


@pytest.fixture
def open_form(slack, client, fred, heard):
    def open_form(**more):
        client.views_open(trigger_id=slack.triggers.hand_out(fred.member), view=form(**more))

    return open_form


def test_every_kind_of_field_is_filled_by_its_label(fred, heard, open_form):
    open_form(private_metadata="case-7")
    fred.fills({
        "Owner": "@Olivia", "How angry?": "Furious", "What happened": "wrong invoice", "Reached?": "No",
        "By when": datetime(2026, 1, 12, 17, tzinfo=UTC), "Causes": ["Late", "Wrong"], "day": "2026-01-13",
        "Others": ["@Sam", "@Mia"], "Room": "#clients",
    })  # fmt: skip
    assert fred.form.fields == {
        "Owner": "@Olivia", "How angry?": "Furious", "What happened": "wrong invoice", "By when": "2026-01-12 17:00",
        "Reached?": "No", "Causes": "Late, Wrong", "Day": "2026-01-13", "Others": "@Sam, @Mia", "Room": "#clients",
    }  # fmt: skip
    fred.submits()
    view = heard[-1]["view"]
    values = {name: value["entered"] for name, value in view["state"]["values"].items()}
    assert (heard[-1]["type"], view["private_metadata"], view["callback_id"]) == ("view_submission", "case-7", "flag")
    assert values["who"] == {"type": "users_select", "selected_user": "U0OLIVIA1"}
    assert values["heat"]["selected_option"]["value"] == "furious"
    assert values["due"] == {"type": "datetimepicker", "selected_date_time": 1768237200}
    assert [each["value"] for each in values["causes"]["selected_options"]] == ["late", "wrong"]
    assert fred.member.screen.modals == []


def test_a_form_that_lacks_something_is_not_sent(fred, heard, open_form):
    open_form()
    fred.submits()
    assert fred.form.errors == {"Owner": "Please complete this required field."}
    assert heard == []


def test_nobody_enters_what_a_field_does_not_take(fred, open_form):
    open_form()
    for name, value in {"How angry?": "Livid", "What happened": "x" * 21, "Nonsense": "x"}.items():
        with pytest.raises(AssertionError, match=r"there is no|takes"):
            fred.fills({name: value})


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(app, fred, heard, open_form):
    open_form()
    fred.fills({"Owner": "@Stan"})
    app.answers = [{"response_action": "errors", "errors": {"who": "Not one of us"}}]
    fred.submits()
    assert fred.form.errors == {"Owner": "Not one of us"}
    assert fred.form.fields["Owner"] == "@Stan"
    fred.sees("! Not one of us", where="form")


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "push"},
    ],
)
def test_an_answer_that_slack_cannot_use_fails_the_story(slack, app, fred, heard, open_form, answer):
    open_form()
    fred.fills({"Owner": "@Olivia"})
    app.answers = [answer]
    with pytest.raises(AssertionError, match="could not use the answer"):
        fred.submits()
    assert fred.warnings
    assert slack.failures[-1].kind == "view_submission"


def test_a_form_is_updated_pushed_and_cleared_by_its_answer(app, fred, heard, open_form):
    open_form()
    fred.fills({"Owner": "@Olivia"})
    app.answers = [
        {"response_action": "update", "view": form(title=plain("Again"))},
        {"response_action": "push", "view": form(title=plain("On top"))},
    ]
    fred.submits()
    assert fred.form.title == "Again"
    fred.submits()
    assert fred.form.title == "On top"
    app.answers = [{"response_action": "clear"}]
    fred.fills({"Owner": "@Olivia"})
    fred.submits()
    assert fred.member.screen.modals == []


def test_a_closed_form_is_told_only_when_asked_for(fred, heard, open_form):
    open_form()
    fred.cancels()
    assert heard == []
    open_form(notify_on_close=True)
    fred.cancels()
    assert (heard[-1]["type"], heard[-1]["is_cleared"]) == ("view_closed", False)


def test_a_field_that_dispatches_tells_the_bot_at_once(fred, heard, open_form):
    open_form(blocks=[form()["blocks"][2] | {"dispatch_action": True}])
    fred.fills({"What happened": "late again"})
    assert (heard[-1]["type"], heard[-1]["actions"][0]["value"]) == ("block_actions", "late again")
    assert heard[-1]["container"]["type"] == "view"


def test_the_home_tab_is_read_once_the_bot_has_drawn_it(app, client, fred, heard):
    @app.middleware
    def draw(body, next):  # noqa: A002 - Bolt's name
        if body.get("event", {}).get("type") == "app_home_opened":
            blocks = [{"type": "header", "text": plain("Yours")}, {"type": "actions", "elements": [button("Call")]}]
            client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})
        next()

    assert fred.opens_home() == "# Yours\n[Call]"
    fred.clicks("Call")
    assert heard[-1]["view"]["type"] == "home"
    fred.opens_home()
    assert heard[-1]["event"]["view"]["id"] == heard[-2]["view"]["id"]


def test_what_is_not_there_fails_with_everything_that_is(client, slack, fred, served):
    client.chat_postMessage(channel="C0ESCALAT", text="Acme is furious")
    with pytest.raises(
        AssertionError, match=r"(?s)Fred does not see 'calm'.*#escalations · First Call.*Acme is furious"
    ):
        fred.sees("calm")
    with pytest.raises(AssertionError, match="Fred does see 'furious'"):
        fred.does_not_see("furious")
    assert fred.finds("calm") is None
    assert len(slack.unexpected()) == 1
    assert fred.finds("furious") is slack.posts()[0]
    assert slack.unexpected() == []


def test_signs_around_a_label_do_not_count_but_its_words_do(client, fred, heard):
    blocks = [{"type": "actions", "elements": [button("🚨 Call now…"), button("Call over")]}]
    client.chat_postMessage(channel="C0ESCALAT", text="x", blocks=blocks)
    fred.clicks("call now")
    assert heard[-1]["actions"][0]["action_id"] == "press.🚨 Call now…"
    with pytest.raises(AssertionError, match="no button 'Call'"):
        fred.clicks("Call")


def test_a_link_is_clicked_without_the_bot_hearing_of_it(slack, client, fred, heard):
    text = {"type": "mrkdwn", "text": "see <https://e.com/1|the message>"}
    client.chat_postMessage(channel="C0ESCALAT", text="x", blocks=[{"type": "section", "text": text}])
    slack.deliveries.settle()
    before = len(heard)
    fred.clicks("the message")
    assert len(heard) == before
    assert slack.unexpected() == []


def test_a_button_may_be_for_some_eyes_only(slack, client, olivia, fred, heard):
    blocks = [{"type": "actions", "elements": [button("Close", visible_to_user_ids=[olivia.id])]}]
    client.chat_postMessage(channel="C0ESCALAT", text="x", blocks=blocks)
    assert (olivia.buttons(), fred.buttons()) == (["Close"], [])
    assert fred.reads(slack.posts()[0]) == ""


def test_a_patient_sandbox_waits_for_what_is_on_its_way(slack, client, fred):
    slack.patience = 5
    later = threading.Timer(0.1, client.chat_postMessage, kwargs={"channel": "C0ESCALAT", "text": "here I am"})
    later.start()
    fred.sees("here I am")
    later.join()


def test_an_open_form_lies_over_everything_else(client, fred, open_form):
    blocks = [{"type": "actions", "elements": [button("Claim")]}]
    client.chat_postMessage(channel="C0ESCALAT", text="x", blocks=blocks)
    open_form()
    with pytest.raises(AssertionError, match="no button"):
        fred.clicks("Claim")
    fred.cancels()
    fred.clicks("Claim")


def test_an_original_is_replaced_through_its_response_url(app, client, fred, served):
    @app.action(re.compile("."))
    def replace(ack, respond):
        ack()
        respond("claimed by Fred", replace_original=True)

    blocks = [{"type": "actions", "elements": [button("Claim")]}]
    client.chat_postEphemeral(channel="C0ESCALAT", user=fred.id, text="x", blocks=blocks)
    fred.clicks("Claim")
    assert [message.text for message in fred.member.screen.ephemerals] == ["claimed by Fred"]


def test_a_form_that_gets_no_answer_stays_open(slack, app, fred, open_form):
    open_form(callback_id="nobody listens")
    fred.fills({"Owner": "@Olivia"})
    fred.submits()
    assert fred.form.title == "Flag"
    assert fred.warnings == ["This app did not respond. Try again?"]
    assert [failure.reason for failure in slack.failures] == ["http_error 404"]
