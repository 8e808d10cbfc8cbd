"""Our builders against Slack's limits and against the SDK's own classes."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.blocks import InputBlock
from slack_sdk.models.views import View as SdkView
from spoken import says

from bot.sandbox import Sandbox
from bot.slack import blocks
from bot.slack.blocks import Block, Form
from bot.slack.blocks import Choice as Option
from bot.slack.clients import web_client
from bot.slack.forms import filled

LONG = "long words " * 500
TYPED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4000).filter(str.strip)


def for_messages(words: str) -> list[Block]:
    return [
        *says(words).blocks, blocks.lines([words], [words]), blocks.quote(words), blocks.header(words),
        blocks.context(words, words), blocks.DIVIDER,
        blocks.actions(
            blocks.button(words, "act.one", 7, style="primary", sure=words), blocks.button(words, "act.two", 8),
            blocks.menu("act.menu", [Option(words, "act.three:7", hint=words), Option(words, "act.four:7")]),
        ),
    ]  # fmt: skip


def for_forms(words: str) -> list[Block]:
    options = [Option(words, "one", hint=words), Option(words, "two")]
    return [
        blocks.text_field("text", words, value=words, hint=words, many=True, most=500),
        blocks.text_field("optional", words, optional=True),
        blocks.select_field("select", words, options, value="two", hint=words),
        blocks.select_field("nothing", words, options, value="gone", optional=True),
        blocks.radio_field("radio", words, options, value="one"),
        blocks.person_field("person", words, value="U0OLIVIA1", hint=words),
        blocks.moment_field("moment", words, value=1772445600, hint=words),
    ]


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return web_client(slack.bot_token, slack.api_url, 5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.just(LONG), TYPED))
def test_slack_accepts_whatever_length_the_words_have(slack: Sandbox, client: WebClient, words: str) -> None:
    view = says(words)
    ts = client.chat_postMessage(channel="C0GENERAL", text=view.text, blocks=for_messages(words))["ts"]
    client.chat_update(channel="C0GENERAL", ts=ts, text=view.text, blocks=for_messages(words), parse="none")
    home = {"type": "home", "blocks": for_messages(words)}
    client.views_publish(user_id="U0FRED001", view=home)
    form = Form("test.form", words, for_forms(words), words, about="x" * 3000, close=words)
    client.views_open(trigger_id=slack.triggers.hand_out(slack.world.member("fred")), view=form.view())
    slack.world.member("fred").screen.modals.clear()
    slack.clock.wind(timedelta(seconds=2))


def sdk_accepts(made: Sequence[Block]) -> None:
    for block in made:
        if block["type"] == "rich_text":
            continue  # its elements are the same dictionaries there
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
        assert parsed.to_dict() == block


def test_the_sdks_classes_read_our_blocks_and_write_the_same() -> None:
    sdk_accepts(for_messages("Acme"))
    sdk_accepts(for_messages(LONG))


def test_the_sdks_classes_read_our_forms() -> None:
    for made in for_forms("Acme") + for_forms(LONG[:2000]):
        parsed = SdkBlock.parse(made)
        assert isinstance(parsed, InputBlock)
        parsed.validate_json()
    SdkView(**Form("test.form", LONG, for_forms("Acme"), "Save", about="7").view()).validate_json()


def test_a_form_without_submit_only_shows() -> None:
    view = Form("said", "First Call", says("Done.").blocks).view()
    assert "submit" not in view
    assert view["close"]["text"] == "Cancel"


def test_what_is_filled_in_comes_back_by_field_name(slack: Sandbox) -> None:
    values = {
        "text": {"text": {"type": "plain_text_input", "value": "words"}},
        "empty": {"empty": {"type": "plain_text_input", "value": None}},
        "select": {"select": {"type": "static_select", "selected_option": {"value": "two"}}},
        "nothing": {"nothing": {"type": "static_select", "selected_option": None}},
        "radio": {"radio": {"type": "radio_buttons", "selected_option": {"value": "one"}}},
        "person": {"person": {"type": "users_select", "selected_user": "U1"}},
        "moment": {"moment": {"type": "datetimepicker", "selected_date_time": 1772445600}},
        "unknown": {"unknown": {"type": "rich_text_input"}},
    }
    assert filled({"state": {"values": values}}) == {
        "text": "words", "empty": "", "select": "two", "nothing": "", "radio": "one", "person": "U1",
        "moment": "1772445600", "unknown": "",
    }  # fmt: skip
    assert filled({}) == {}
