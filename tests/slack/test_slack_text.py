"""What people type is shown as typed and never comes to life, whatever block it stands in."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from desk import Desk
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from spoken import says

from bot.sandbox import Message, Sandbox
from bot.slack.blocks import (
    TEXT_MOST,
    actions,
    button,
    context,
    cut_spoken,
    header,
    lines,
    menu,
    quote,
)
from bot.slack.blocks import Choice as Option
from bot.slack.clients import web_client
from bot.slack.text import ELLIPSIS, Bold, Italic, Link, Mention, Moment, Part, Struck, cut, escape, spoken, tidy

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOSTILE = [
    "<!channel>", "<!here|here>", "<!everyone>", "<@U0FRED001>", "<#C0GENERAL>", "<!subteam^S123>",
    "<https://evil.example|your bank>", "<mailto:a@b.c|mail>", "<tel:+44|call>", "<!date^1^{date}^https://evil.example|x>",
    "@here @channel @everyone", "#general", "https://evil.example", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;",
    "*bold* _italic_ ~struck~ `code`", "```\nblock\n```", "> quoted\n>>> more", ":rotating_light:", "a\nb\r\nc",
    "<", ">", "&", "<!", "!>", "<<!channel>>", "&<!channel>;", "\u202eacme\u202c", "\u200b<\u200b!channel>",
    "<!channel", "!channel>", "\x00<!channel>\x07", "Söhne & Co <GmbH>", "🔥" * 20,
]  # fmt: skip


OURS = ("link", "https://ours.example/x")


def everywhere(typed: str) -> list[Part]:
    """The same words in every shape a sentence has."""
    return [typed, " ", Bold(typed), " ", Struck(typed), " ", Italic(typed), " ", Link("https://ours.example/x", typed)]


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return web_client(slack.bot_token, slack.api_url, 5)


def posted(slack: Sandbox, client: WebClient, text: str, blocks: list[object]) -> Message:
    ts = client.chat_postMessage(
        channel="C0GENERAL", text=text, blocks=blocks, parse="none", link_names=False  # type: ignore[arg-type]
    )["ts"]
    slack.clock.wind(timedelta(seconds=1))
    found = slack.channel("#general").message(ts)
    assert found is not None
    return found


def test_no_hostile_word_comes_to_life_in_any_block(slack: Sandbox, client: WebClient) -> None:
    for typed in HOSTILE:
        said = says(*everywhere(typed))
        shown = tidy(typed, 70) or "-"
        blocks = [
            *said.blocks, lines([typed], [Bold(typed)]), quote(typed), header(shown), context(shown),
            actions(button(shown, "act", 1, sure=shown), menu("menu", [Option(shown, "act:1", hint=shown)])),
        ]  # fmt: skip
        message = posted(slack, client, said.text, blocks)
        assert {(live.kind, live.target) for live in slack.parsed(message)} == {OURS}, typed
        message.blocks = []  # a lock screen and a screen reader take the text
        alive = {(live.kind, live.target) for live in slack.parsed(message)}
        assert alive - {("link", "https://evil.example")} == {OURS}, typed  # Slack finds bare addresses itself


def test_what_was_typed_is_read_as_typed(slack: Sandbox, client: WebClient) -> None:
    for typed in HOSTILE:
        if "\n" in typed or "\x00" in typed:
            continue
        message = posted(slack, client, says(typed).text, says(typed).blocks)
        assert slack.person("Fred").reads(message) == typed
        message.blocks = []
        if not set(typed) & set("*_~`"):  # the joiner before these is invisible, and the sandbox knows nothing of it
            assert slack.person("Fred").reads(message) == typed


def test_our_own_mentions_moments_and_links_do_come_to_life(slack: Sandbox, client: WebClient) -> None:
    said = says(Mention("U0OLIVIA1"), " by ", Moment(NOW), " see ", Link("https://ours.example/?a=1&b=2", "the thread"))
    message = posted(slack, client, said.text, said.blocks)
    alive = [("user", "U0OLIVIA1"), ("link", "https://ours.example/?a=1&b=2")]
    assert [(live.kind, live.target) for live in slack.parsed(message)] == alive
    message.blocks = []
    assert [(live.kind, live.target) for live in slack.parsed(message)] == alive
    assert "@Olivia by " in slack.person("Fred").reads(message)


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
MARKUP = st.text(st.sampled_from("<>&;!@#|*_~`:/. aU0\n"), max_size=300)


@given(st.one_of(ANYTHING, MARKUP))
def test_typed_text_never_opens_a_token(typed: str) -> None:
    said = spoken([typed, Bold(typed)])
    assert "<" not in said
    assert ">" not in said
    assert not [sign for sign in "*_~`" if f"{sign}" in said.replace("\u2060" + sign, "")]


@given(st.one_of(ANYTHING, MARKUP))
def test_typed_text_in_a_link_leaves_the_link_whole(typed: str) -> None:
    said = spoken([Link("https://ours.example", typed)])
    assert (said.count("<"), said.count(">")) == (1, 1)
    assert said.startswith("<https://ours.example|")
    assert said.endswith(">")


def test_escaping_is_slacks_own_and_in_the_right_order() -> None:
    assert escape("<a> & &lt;") == "&lt;a&gt; &amp; &amp;lt;"


PARTS = st.one_of(
    st.text(st.sampled_from("<>&; ab"), max_size=40), MARKUP.map(Bold), st.just(Mention("U0OLIVIA1")),
    st.just(Moment(NOW)), st.builds(Link, st.just("https://ours.example/archives/C1/p1?thread_ts=1.1&cid=C1"), MARKUP),
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PARTS, min_size=20, max_size=120), st.integers(0, 60))
@example([Link("https://ours.example/?a=1&cid=C1", "the thread"), "a" * 4000], 0)
@example(["a" * 2990, Link("https://ours.example/?a=1&cid=C1", "the thread"), "b" * 50], 0)
@example(["a" * (TEXT_MOST - 3), "&&&&"], 0)
def test_a_cut_never_leaves_half_a_token(parts: list[Part], more: int) -> None:
    said = spoken([*parts, "x" * more]) * 3
    kept = cut_spoken(said)
    assert len(kept) <= TEXT_MOST
    if len(said) <= TEXT_MOST:
        assert kept == said
        return
    body = kept.removesuffix(ELLIPSIS)
    assert said.startswith(body)
    assert len(body) >= TEXT_MOST - 400  # only the half token is lost, not all that stands before it
    assert body.count("<") == body.count(">")
    rest = said[len(body) :]
    inside = body.rfind("&") > max(body.rfind(";"), body.rfind(">"), body.rfind("<"))
    assert not (inside and rest.lstrip("ampltg").startswith(";"))


def test_a_long_text_after_a_link_is_kept() -> None:
    said = says(Link("https://ours.example/archives/C1/p1?thread_ts=1.1&cid=C1", "the thread"), " " + "a" * 4000)
    assert len(said.text) == TEXT_MOST
    assert said.text.startswith("<https://ours.example/archives/C1/p1?thread_ts=1.1&cid=C1|the thread> aaa")


@given(ANYTHING, st.integers(1, 200))
def test_tidy_keeps_one_line_of_visible_characters(typed: str, limit: int) -> None:
    kept = tidy(typed, limit)
    assert len(kept) <= limit
    assert kept == " ".join(kept.split())
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\u200d"]
    assert tidy(kept, limit) == kept


def test_tidy_keeps_what_belongs_to_words_and_emoji() -> None:
    assert tidy("  Müller\u00a0&\tSöhne\n GmbH ", 80) == "Müller & Söhne GmbH"
    assert tidy("👩\u200d🚒 ok", 80) == "👩\u200d🚒 ok"
    assert tidy("\u202eevil\u202c\u200b", 80) == "evil"
    assert tidy("\u200b\u2060\n", 80) == ""


def test_a_cut_says_that_it_cut() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde…"
    assert cut("abcd efg", 6) == "abcd…"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_name_in_an_answer_to_a_command_is_dead_too(desk: Desk, slack: Sandbox) -> None:
    desk.on.command("/angry-client")(lambda _heard: says("Acme <!channel> is flagged."))
    desk.open()
    assert slack.person("Fred").runs("/angry-client Acme") == "Acme <!channel> is flagged."
    assert slack.parsed(slack.person("Fred").member.screen.ephemerals[-1]) == []
