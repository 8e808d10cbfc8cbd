"""Every limit of Block Kit: one step beyond it is refused with the place named, and what is within it is taken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.limits import message_problems, view_is_too_large, view_problems


def plain(text, **more):
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text, **more):
    return {"type": "mrkdwn", "text": text, **more}


def section(**more):
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def button(**more):
    return {"type": "button", "text": plain("Claim"), "action_id": "a", **more}


def option(text="Yes", value="1", **more):
    return {"text": plain(text), "value": value, **more}


def entry(element, **more):
    return {"type": "input", "label": plain("Client"), "element": element, **more}


def rich(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements):
    return {"type": "rich_text_section", "elements": list(elements)}


def select(**more):
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


CONFIRM = {"title": plain("Sure?"), "text": plain("Closed for good."), "confirm": plain("Close"), "deny": plain("Keep")}
SAID = {"type": "text", "text": "hello", "style": {"bold": True}}
PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart"}
WORDS = {"type": "plain_text_input", "action_id": "w"}

FINE = [
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "d"},
    section(text=mrkdwn("x" * 3000, verbatim=True)),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section(accessory=button(value="v" * 2000, style="primary", confirm=CONFIRM)),
    section(accessory=PICTURE),
    {"type": "context", "elements": [mrkdwn("x")] * 9 + [PICTURE]},
    actions(*(button(action_id=f"a{number}") for number in range(25))),
    actions({"type": "overflow", "action_id": "o", "options": [option(url="https://example.com")] * 5}),
    actions(select(options=[option(value=str(number)) for number in range(100)], initial_option=option(value="7"))),
    actions(select(options=[option()], placeholder=plain("x" * 150)), {"type": "users_select", "action_id": "u"}),
    actions({"type": "datetimepicker", "action_id": "t", "initial_date_time": 1767225600}),
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart", "title": plain("Chart")},
    entry({**WORDS, "multiline": True, "max_length": 3000, "initial_value": "x" * 3000}, hint=plain("x")),
    entry({"type": "radio_buttons", "options": [{"text": mrkdwn("*Yes*"), "value": "1"}] * 10}),
    entry({"type": "checkboxes", "options": [option()], "initial_options": [option()]}),
    rich(
        line(
            SAID, {"type": "user", "user_id": "U1"}, {"type": "link", "url": "https://e.com", "text": "here"},
            {"type": "emoji", "name": "wave"}, {"type": "channel", "channel_id": "C1"},
            {"type": "date", "timestamp": 1767225600, "format": "{time}", "fallback": "09:00"},
        ),
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [line(SAID), line(SAID)]},
        {"type": "rich_text_quote", "elements": [SAID]},
        {"type": "rich_text_preformatted", "elements": [SAID]},
    ),
]  # fmt: skip


@pytest.mark.parametrize("block", FINE, ids=lambda block: block["type"])
def test_what_is_within_the_limits_is_taken(block):
    assert message_problems([block]) == []


WRONG = [
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters", "/text/text"),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn", "/text/type"),
    ({"type": "header"}, "missing required field: text", ""),
    ({"type": "header", "text": plain("")}, "must be more than 0 characters", "/text/text"),
    ({"type": "sekshun"}, "unsupported type: sekshun", "/type"),
    ({"text": plain("x")}, "missing required field: type", ""),
    ("hello", "must be an object", ""),
    (section(colour="red"), "invalid additional property: colour", ""),
    (section(block_id="b" * 256), "must be less than 256 characters", "/block_id"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters", "/text/text"),
    (section(text=mrkdwn("x", emoji=True)), "invalid additional property: emoji", "/text"),
    (section(text="x"), "must be an object", "/text"),
    ({"type": "section"}, "missing required field: text or fields", ""),
    (section(fields=[plain("x")] * 11), "no more than 10 items allowed", "/fields"),
    (section(fields=[plain("x" * 2001)]), "must be less than 2001 characters", "/fields/0/text"),
    (section(accessory=WORDS), "unsupported type: plain_text_input", "/accessory/type"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items allowed", "/elements"),
    ({"type": "context", "elements": []}, "must have at least 1 items", "/elements"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button", "/elements/0/type"),
    (actions(*(button(action_id=str(number)) for number in range(26))), "no more than 25 items allowed", "/elements"),
    (actions(), "must have at least 1 items", "/elements"),
    (actions(button(), button()), "action_id `a` already exists", "/elements/1/action_id"),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters", "/elements/0/text/text"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters", "/elements/0/value"),
    (actions(button(url="x" * 3001)), "must be less than 3001 characters", "/elements/0/url"),
    (actions(button(style="loud")), "must be one of: primary, danger", "/elements/0/style"),
    (actions(button(action_id="x" * 256)), "must be less than 256 characters", "/elements/0/action_id"),
    (actions(button(accessibility_label="x" * 76)), "less than 76", "/elements/0/accessibility_label"),
    (actions(button(confirm=CONFIRM | {"title": plain("x" * 101)})), "less than 101", "/elements/0/confirm/title/text"),
    (actions(button(confirm=CONFIRM | {"text": plain("x" * 301)})), "less than 301", "/elements/0/confirm/text/text"),
    (actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)})), "less than 31", "/elements/0/confirm/deny/text"),
    (actions(button(confirm={"title": plain("x")})), "missing required field: text", "/elements/0/confirm"),
    (actions({"type": "overflow", "options": [option()] * 6}), "no more than 5 items allowed", "/elements/0/options"),
    (actions({"type": "overflow", "options": []}), "must have at least 1 items", "/elements/0/options"),
    (actions(select(options=[option()] * 101)), "no more than 100 items allowed", "/elements/0/options"),
    (actions(select(options=[option("x" * 76)])), "less than 76 characters", "/elements/0/options/0/text/text"),
    (actions(select(options=[option(value="x" * 151)])), "less than 151 characters", "/elements/0/options/0/value"),
    (actions(select(options=[option(description=plain("x" * 76))])), "less than 76", "/options/0/description/text"),
    (actions(select(options=[option(url="https://e.com")])), "additional property: url", "/elements/0/options/0"),
    (actions(select(placeholder=plain("x" * 151))), "must be less than 151 characters", "/elements/0/placeholder/text"),
    (actions(select(initial_option=option("No"))), "must match one of the options", "/elements/0/initial_option"),
    (actions({"type": "static_select"}), "must have exactly one of: options, option_groups", "/elements/0"),
    (actions({"type": "external_select"}), "unsupported type: external_select", "/elements/0/type"),
    (actions({"type": "datetimepicker", "initial_date_time": "soon"}), "must be an integer", "/initial_date_time"),
    (entry({"type": "radio_buttons", "options": [option()] * 11}), "no more than 10 items allowed", "/element/options"),
    (entry({"type": "checkboxes", "options": [option()] * 11}), "no more than 10 items allowed", "/element/options"),
    (entry({**WORDS, "max_length": 3001}), "must be between 1 and 3000", "/element/max_length"),
    (entry({**WORDS, "initial_value": "x" * 3001}), "must be less than 3001 characters", "/element/initial_value"),
    (entry(button()), "unsupported type: button", "/element/type"),
    (entry({"type": "number_input", "is_decimal_allowed": False}), "unsupported type: number_input", "/element/type"),
    (entry(WORDS, label=plain("x" * 2001)), "must be less than 2001 characters", "/label/text"),
    (entry(WORDS, optional="yes"), "must be a boolean", "/optional"),
    ({"type": "input", "label": plain("x")}, "missing required field: element", ""),
    ({"type": "image", "image_url": "https://e.com"}, "missing required field: alt_text", ""),
    ({"type": "image", "alt_text": "x"}, "must have exactly one of: image_url, slack_file", ""),
    ({"type": "image", "image_url": "x" * 3001, "alt_text": "x"}, "must be less than 3001 characters", "/image_url"),
    ({"type": "image", "image_url": "x", "alt_text": "x" * 2001}, "must be less than 2001 characters", "/alt_text"),
    (rich(SAID), "unsupported type: text", "/elements/0/type"),
    (rich(line({"type": "text", "text": "x", "style": "bold"})), "must be an object", "/elements/0/elements/0/style"),
    (rich(line({"type": "text"})), "missing required field: text", "/elements/0/elements/0"),
    (rich(line({"type": "user", "user": "U1"})), "missing required field: user_id", "/elements/0/elements/0"),
    (rich(line({"type": "date", "timestamp": 1, "fallback": "x"})), "missing required field: format", "/elements/0"),
    (rich({"type": "rich_text_list", "style": "dotted", "elements": [line(SAID)]}), "must be one of", "/0/style"),
    (rich({"type": "rich_text_list", "style": "bullet", "elements": [SAID]}), "unsupported type: text", "/elements/0"),
    (
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
        "unsupported type: user", "/elements/0/elements/0/type",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("block", "complaint", "place"), WRONG, ids=range(len(WRONG)))
def test_what_is_beyond_a_limit_is_refused_with_its_place(block, complaint, place):
    first, *_ = found = message_problems([block])
    assert complaint in first, found
    assert place in first
    assert "[json-pointer:/blocks/0" in first


def test_a_message_has_fifty_blocks_and_a_home_a_hundred():
    assert message_problems([{"type": "divider"}] * 50) == []
    assert "no more than 50 items" in message_problems([{"type": "divider"}] * 51)[0]
    assert view_problems({"type": "home", "blocks": [{"type": "divider"}] * 100}) == []
    assert "no more than 100 items" in view_problems({"type": "home", "blocks": [{"type": "divider"}] * 101})[0]


def test_a_block_id_is_used_once():
    assert "block_id `b` already exists" in message_problems([section(block_id="b"), section(block_id="b")])[0]


def test_the_api_answers_with_every_complaint(client, refusal):
    blocks = [{"type": "header", "text": plain("x" * 151)}, {"type": "divider"}, actions()]
    assert refusal(client.chat_postMessage, channel="C0ESCALAT", text="x", blocks=blocks) == (
        "invalid_blocks; [ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]; "
        "[ERROR] must have at least 1 items [json-pointer:/blocks/2/elements]"
    )
    assert refusal(client.chat_postMessage, channel="C0ESCALAT", text="x", blocks="[{") == "invalid_blocks_format"


def modal(**more):
    return {"type": "modal", "title": plain("Flag"), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
        (modal(blocks=[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(blocks=[entry(WORDS)]), "missing required field: submit"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home", "blocks": [], "title": plain("x")}, "invalid additional property: title"),
        ({"type": "home", "blocks": [actions({"type": "datetimepicker"})]}, "unsupported type: datetimepicker"),
        ({"type": "tab", "blocks": []}, "unsupported type: tab"),
    ],
)
def test_a_view_beyond_a_limit_is_refused(view, complaint):
    assert any(complaint in each for each in view_problems(view)), view_problems(view)


def test_a_view_within_the_limits_is_taken():
    assert view_problems(modal(blocks=[entry(WORDS)], submit=plain("x" * 24), private_metadata="x" * 3000)) == []
    assert not view_is_too_large(modal())
    assert view_is_too_large(modal(blocks=[section(text=plain("x" * 3000))] * 84))


NAMES = st.sampled_from([
    "type", "text", "elements", "element", "accessory", "options", "option_groups", "initial_option", "initial_options",
    "block_id", "action_id", "value", "fields", "style", "label", "confirm",
])  # fmt: skip
KINDS = st.sampled_from([
    "section", "actions", "input", "rich_text", "rich_text_list", "static_select", "checkboxes", "plain_text", "button",
    "context", "text", "overflow", "radio_buttons",
])  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | KINDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
TYPED = st.builds(lambda kind, rest: {**rest, "type": kind}, KINDS, st.dictionaries(NAMES, ANYTHING, max_size=5))


@given(st.lists(TYPED | ANYTHING, max_size=3))
@settings(max_examples=200, deadline=None)
def test_nonsense_is_refused_and_never_breaks_the_sandbox(blocks):
    assert all(complaint.startswith("[ERROR] ") for complaint in message_problems(blocks))
    view_problems({"type": "modal", "blocks": blocks})
