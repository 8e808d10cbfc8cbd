"""The page, without a browser: its files are served, need nobody else, and know everything Slack's blocks may hold."""

import json
import re
import urllib.request
from pathlib import Path

import pytest

from bot.sandbox.browser import PAGE
from bot.sandbox.content import INTERACTIVE
from bot.sandbox.limits import blocks, elements, rich_text

FILES = sorted(path.name for path in PAGE.iterdir())
SCRIPTS = [name for name in FILES if name.endswith(".js")]
LONGEST = 300
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


def text(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


def renderers(script: str, table: str) -> set[str]:
    """The keys of a table of renderers, each on a line of its own."""
    found = re.search(rf"const {table} = {{\n(.*?)\n}}", text(script), re.DOTALL)
    assert found, f"{script} has no {table}"
    return set(re.findall(r"^  (\w+)(?=[:,])", found[1], re.MULTILINE))


def kinds_in(module: object, pattern: str) -> set[str]:
    """What a file of Slack's limits names, read from its source: its checks are closed functions."""
    found = set(re.findall(pattern, Path(module.__file__).read_text(encoding="utf-8"), re.MULTILINE))
    assert found
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served(slack, name):
    with urllib.request.urlopen(f"{slack.url}page/{name}", timeout=5) as answer:  # noqa: S310 - loopback
        assert answer.read().decode() == text(name)
        assert answer.headers["Content-Type"].startswith(KINDS[Path(name).suffix])


def test_the_first_page_is_the_index(slack):
    with urllib.request.urlopen(slack.url, timeout=5) as answer:  # noqa: S310 - loopback
        assert answer.read().decode() == text("index.html")


def test_what_the_files_ask_for_is_there():
    asked = re.findall(r'(?:src|href)="/page/([^"]+)"', text("index.html"))
    for script in SCRIPTS:
        asked += re.findall(r"from '\./([^']+)'", text(script))
    assert set(asked) == set(FILES) - {"index.html"}


@pytest.mark.parametrize("name", FILES)
def test_nothing_comes_from_elsewhere(name):
    named = re.findall(r"https?://[\w.-]+", text(name))
    assert set(named) <= {"https://docs.slack.dev"}, "only comments may name another host"
    assert not re.search(r"@import|url\(", text(name))


def test_the_browser_is_told_so_too():
    assert "default-src 'self'" in text("index.html")


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_people_typed_cannot_become_html(name):
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text(name))


@pytest.mark.parametrize("name", FILES)
def test_files_are_short(name):
    assert len(text(name).splitlines()) <= LONGEST


def test_every_block_has_a_renderer():
    assert renderers("blocks.js", "BLOCKS") == kinds_in(blocks, r'^        "(\w+)": (?:shape|RICH_TEXT)')


def test_every_element_has_a_renderer():
    known = elements.ACTING | elements.HOLDING | elements.DATE_AND_TIME | elements.TYPING | elements.TYPING_IN_MODALS
    assert renderers("elements.js", "ELEMENTS") == {*known, *INTERACTIVE, "image"}


def test_every_part_of_rich_text_has_a_renderer():
    assert renderers("text.js", "PARTS") == kinds_in(rich_text, r'"(rich_text_\w+)": ')
    assert renderers("text.js", "INLINE") == kinds_in(rich_text, r'^        "(\w+)": shape')


def test_every_id_the_scripts_look_up_is_on_the_page():
    there = set(re.findall(r'id="([\w-]+)"', text("index.html")))
    wanted = {name for script in SCRIPTS for name in re.findall(r"byId\('([\w-]+)'\)", text(script))}
    assert wanted
    assert wanted <= there


def test_every_field_and_button_of_the_frame_has_a_name():
    for tag, inside in re.findall(r"<(?:button|nav|section)\b([^>]*)>(.*?)</", text("index.html")):
        assert "aria-label" in tag or inside.strip() or "hidden" in tag, tag


def test_a_button_beneath_a_link_can_be_pressed(slack, client, app, served):
    """The page names it by its ids; a link above it has none."""
    pressed = []

    @app.action("claim")
    def claim(ack):
        ack()
        pressed.append("claim")

    text_with_link = {"type": "section", "text": {"type": "mrkdwn", "text": "<https://northwind.slack.com|the thread>"}}
    button = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}}
    posted = client.chat_postMessage(
        channel="#escalations",
        text="x",
        blocks=[text_with_link, {"type": "actions", "block_id": "do", "elements": [button]}],
    )
    wish = {
        "as": "fred",
        "verb": "click",
        "container": {"channel": posted["channel"], "ts": posted["ts"]},
        "block_id": "do",
        "action_id": "claim",
    }
    asked = urllib.request.Request(  # noqa: S310 - loopback
        f"{slack.url}sandbox/do", json.dumps(wish).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
        assert json.load(answer)["ok"]
    assert pressed == ["claim"]
