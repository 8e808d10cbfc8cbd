"""What a person reads of a message, and what in it is alive."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Live
from bot.sandbox.reading import dated

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def posted(slack, client):
    def posted(text="x", blocks=None, **more):
        client.chat_postMessage(channel="C0ESCALAT", text=text, blocks=blocks, **more)
        slack.clock.wind(timedelta(seconds=2))
        return slack.posts("#escalations")[-1]

    return posted


def section(text, **more):
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}]


def rich(*elements):
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("*Acme* is _furious_", "Acme is furious"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("<@U0OLIVIA1> in <#C0CLIENTS|clients>", "@Olivia in #clients"),
        ("<https://e.com|the thread> &amp; &lt;b&gt;", "the thread & <b>"),
        ("<!here> <!subteam^S1|@leads>", "@here @leads"),
        ("at <!date^1768212000^{date_short_pretty} {time}|never>", "at today 10:00"),
        ("<!date^00000000^{_}|*>", "*"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(posted, fred, text, read):
    assert fred.reads(posted(text)) == read
    assert fred.reads(posted("x", section(text))) == read


def test_each_reads_the_time_in_their_own_zone(slack, posted):
    message = posted("x", rich({"type": "date", "timestamp": 1768212000, "format": "{time}", "fallback": "x"}))
    assert [slack.person(name).reads(message) for name in ("Fred", "Sam", "Mia")] == ["10:00", "11:00", "05:00"]


@pytest.mark.parametrize(
    ("ahead", "pattern", "words"),
    [
        (timedelta(), "{date_num} {time_secs}", "2026-01-12 09:00:00"),
        (timedelta(days=1), "{date_short_pretty} at {time}", "tomorrow at 09:00"),
        (timedelta(days=-1), "{date_pretty}", "yesterday"),
        (timedelta(days=11), "{date}", "January 23rd, 2026"),
        (timedelta(days=3), "{date_long}", "Thursday, January 15th, 2026"),
        (timedelta(days=3), "{date_short}", "Jan 15, 2026"),
        (timedelta(minutes=-14), "{ago}", "14 minutes ago"),
        (timedelta(hours=1), "{ago}", "in 1 hour"),
        (timedelta(), "{nonsense}", "{nonsense}"),
    ],
)
def test_date_tokens(ahead, pattern, words):
    assert dated(NOW + ahead, NOW, pattern) == words


def test_blocks_are_read_as_lines(posted, fred):
    def plain(text):
        return {"type": "plain_text", "text": text}

    item = [{"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in ("Call", "Write")]
    button = {"type": "button", "text": plain("Done"), "action_id": "a"}
    menu = {"type": "overflow", "action_id": "o", "options": [{"text": plain("Skip"), "value": "1"}]}
    select = {"type": "static_select", "action_id": "s", "placeholder": plain("Why?"), "options": menu["options"]}
    picture = {"type": "image", "image_url": "https://e.com", "alt_text": "a chart"}
    message = posted("x", [
        {"type": "header", "text": plain("Acme")},
        {"type": "section", "text": plain("is furious"), "accessory": menu},
        {"type": "rich_text", "elements": [
            {"type": "rich_text_list", "style": "ordered", "elements": item},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U0OLIVIA1"}]},
        ]},
        {"type": "divider"},
        {"type": "context", "elements": [plain("step 3"), picture]},
        {"type": "actions", "elements": [button, select]},
    ])  # fmt: skip
    assert fred.reads(message).splitlines() == [
        "# Acme", "is furious", "[⋮ Skip]", "1. Call", "2. Write", "> @Olivia", "---", "step 3 (image: a chart)",
        "[Done] [Why? ▾]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "blocks", "alive"),
    [
        ("<!channel> &lt;!here&gt;", None, [Live("broadcast", "channel")]),
        ("<@U0FRED001>", None, [Live("user", "U0FRED001")]),
        ("<#C0CLIENTS> <!subteam^S1>", None, [Live("channel", "C0CLIENTS"), Live("group", "S1")]),
        ("<https://evil.example|Acme> &amp; <!date^1^{time}|x>", None, [Live("link", "https://evil.example")]),
        ("@here #clients https://e.com", None, [Live("link", "https://e.com")]),
        ("<!channel>", section("fine"), []),
        ("x", section("@here https://e.com", verbatim=True), []),
        ("x", section("@here https://e.com"), [Live("link", "https://e.com"), Live("broadcast", "here")]),
        ("x", section("&lt;!channel&gt;", verbatim=True), []),
        ("x", rich({"type": "text", "text": "<!channel> https://e.com"}), []),
        ("x", rich({"type": "broadcast", "range": "here"}), [Live("broadcast", "here")]),
    ],
)  # fmt: skip
def test_what_is_alive_in_a_message(slack, posted, text, blocks, alive):
    assert slack.parsed(posted(text, blocks)) == alive


def test_an_update_reads_bare_names_unless_told_not_to(slack, client, posted):
    message = posted("@here")
    assert slack.parsed(message) == []
    client.chat_update(channel=message.channel, ts=message.ts, text="@here")
    assert slack.parsed(message) == [Live("broadcast", "here")]
    client.chat_update(channel=message.channel, ts=message.ts, text="@here", parse="none")
    assert slack.parsed(message) == []
