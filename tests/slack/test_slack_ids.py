"""Slack's ids in texts and links."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.slack.clients import web_client
from bot.slack.ids import as_typed, mentioned, permalink, without_mentions


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("<#C0GENERAL|general> and <#C0SECRET0>", "#general and #C0SECRET0"),
        ("<#C0GENERAL|>", "#C0GENERAL"),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2"),
        ("<https://a.example|a.example>", "a.example"),
        ("<mailto:ann@a.example|ann@a.example>", "ann@a.example"),
        ("<tel:+442079460000>", "+442079460000"),
        ("<!subteam^S123|@support> now", "@support now"),
        ("<!date^1772445600^{date}|2 March>", "2 March"),
        ("“Acme”, the ‘best’", "\"Acme\", the 'best'"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_text_of_slacks_is_read_as_the_person_saw_it(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed


def test_mentions_are_found_in_order_with_and_without_names() -> None:
    text = "<@U1|olivia> called <@W2>, not <@U1> or <#C1> or U3 or &lt;@U4&gt;"
    assert mentioned(text) == ["U1", "W2", "U1"]
    assert "U1" not in without_mentions(text)
    assert "<@" not in without_mentions(text)
    assert as_typed(without_mentions("Acme <@U1>")).strip() == "Acme"


@given(st.text(max_size=200))
def test_what_anybody_types_comes_through_slack_unchanged(typed: str) -> None:
    quotes = str.maketrans("“”‘’", "\"\"''")
    assert as_typed(html.escape(typed, quote=False)) == typed.translate(quotes)


@given(st.text(st.sampled_from("<>@#!UWC01|&;^: a"), max_size=120))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    as_typed(text)
    without_mentions(text)
    assert all(user.isalnum() for user in mentioned(text))


def test_a_link_to_a_message_is_the_one_slack_gives(slack: Sandbox) -> None:
    client: WebClient = web_client(slack.bot_token, slack.api_url, 5)
    root = client.chat_postMessage(channel="C0GENERAL", text="root")["ts"]
    reply = client.chat_postMessage(channel="C0GENERAL", text="reply", thread_ts=root)["ts"]
    for ts, thread in ((root, None), (reply, root), (root, root)):
        theirs = client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)["permalink"]
        assert permalink("https://northwind.slack.com/", "C0GENERAL", ts, thread) == theirs
