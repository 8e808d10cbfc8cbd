"""Every view within Slack's limits, whatever was typed; and what was typed stands there as typed, and dead."""

import importlib
import inspect
import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gallery import GALLERY
from rows import THREAD, Typed, heard, read

from bot.features import FEATURES
from bot.features.escalations.views import MENU
from bot.sandbox.limits import message_problems, view_is_too_large, view_problems
from bot.sandbox.live import Live, live
from bot.sandbox.things import Message
from bot.slack.blocks import Block, Form, View
from bot.slack.listening import merged
from bot.slack.text import tidy

HOSTILE = "<!channel> *_~`x` &amp; <@U0FRED001> <#C0GENERAL> @here"
TYPED = {
    "plain": Typed(),
    "long": Typed(client="A" * 80, contact="B" * 80, phone="1" * 40, sentence="C" * 500, person="D" * 80,
                  promise="E" * 200, lesson="F" * 500),
    "long and escaped": Typed(client="&" * 80, contact="<" * 80, phone="*" * 40, sentence="&" * 500, person="_" * 80,
                              promise="<" * 200, lesson="&" * 500),
    "hostile": Typed(client=HOSTILE, contact=HOSTILE, phone=HOSTILE[:40], sentence=HOSTILE, person=HOSTILE,
                     promise=HOSTILE, lesson=HOSTILE),
    "right to left": Typed(client="\u200fאקמה בע״מ\u200e", contact="\u202eדנה\u202c", sentence="\u200fהחשבונית שגויה",
                           person="شركة", promise="نرسل الفاتورة"),
    "emoji only": Typed(client="🔥🔥", contact="👩\u200d👩\u200d👧", phone="☎☎☎☎☎☎", sentence="🚨" * 500, person="🦊",
                        promise="🤝", lesson="💡"),
    "quotes and bars": Typed(client="“Acme” | 'Corp'", contact='Ann "Lee" | x', phone="020|7946", sentence='"|"|"'),
    "nothing known": Typed(client="", contact="", phone="", sentence=""),
    "no number": Typed(contact="", phone=""),
    "no real number": Typed(phone="ask the front desk"),
}  # fmt: skip
CASES = [pytest.param(made, typed, id=f"{made.__module__.split('.')[2]}.{made.__name__}: {key}")
         for made in GALLERY for key, typed in TYPED.items()]  # fmt: skip
EVERY_VIEW = pytest.mark.parametrize(("made", "typed"), CASES)
UPDATE_MOST = 4_000
LISTENERS = merged([feature.LISTENERS for feature in FEATURES if hasattr(feature, "LISTENERS")])


def shown(made: Callable[..., object], typed: Typed) -> Iterator[View | Form | list[Block]]:
    yield from GALLERY[made](typed)


def complaints(view: View | Form | list[Block]) -> list[str]:
    """What Slack would say to it."""
    if isinstance(view, View):
        return message_problems(view.blocks)
    sheet = view.view() if isinstance(view, Form) else {"type": "home", "blocks": view}
    return view_problems(sheet) + (["too large"] if view_is_too_large(sheet) else [])


def parts(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object in the blocks, however deep."""
    if isinstance(thing, dict):
        yield thing
        thing = [*thing.values()]
    if isinstance(thing, list):
        for each in thing:
            yield from parts(each)


def blocks_of(view: View | Form | list[Block]) -> list[Block]:
    return view if isinstance(view, list) else view.blocks


def said(text: str, blocks: list[Block]) -> Message:
    return Message("C0ESCALAT", "1.2", "U0FIRSTCL", text, "T0FIRST", blocks)


PLACES = [Live("channel", channel) for channel in ("C0OLD0000", "C0ESCALAT", "C0LESSONS")]


def ours(alive: Live) -> bool:
    """What we mean to be alive: the link to a thread, the owner named in a warning, the places of the settings."""
    is_number = alive.kind == "link" and re.fullmatch(r"tel:\+[\d;=ext-]+", alive.target) is not None
    return is_number or alive in (Live("link", THREAD.url), Live("user", "U0OLIVIA1"), *PLACES)


def alive_in(view: View | Form | list[Block]) -> list[Live]:
    """What we did not mean to be alive. A bare address in what is only spoken is nothing to press."""
    found = live(said("", blocks_of(view)))
    if isinstance(view, View):
        found += [each for each in live(said(view.text, [])) if each.kind != "link"]
        found += [Live("link", target) for target in re.findall(r"<(\w+:[^|>]+)", view.text)]
    return [each for each in found if not ours(each)]


def normal(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@EVERY_VIEW
def test_slack_takes_it(made: Callable[..., object], typed: Typed) -> None:
    for view in shown(made, typed):
        assert complaints(view) == [], read(view)
        assert blocks_of(view)


@EVERY_VIEW
def test_the_lock_screen_reads_a_whole_sentence(made: Callable[..., object], typed: Typed) -> None:
    for view in shown(made, typed):
        if isinstance(view, View):
            assert 0 < len(view.text) < UPDATE_MOST
            assert normal(heard(view))
            assert view.text.rstrip()[-1] in ".?!…", heard(view)
            assert view.text.count("<") == view.text.count(">"), "a token was cut in two"
            assert not re.search(r"&(?!amp;|lt;|gt;)", view.text), "an escape was cut in two"


@EVERY_VIEW
def test_nothing_typed_comes_alive(made: Callable[..., object], typed: Typed) -> None:
    for view in shown(made, typed):
        assert alive_in(view) == []
        assert "mrkdwn" not in {part.get("type") for part in parts(blocks_of(view))}, "text objects are plain here"


@EVERY_VIEW
def test_whatever_can_be_pressed_is_listened_to_and_names_its_row(made: Callable[..., object], typed: Typed) -> None:
    for view in shown(made, typed):
        for part in parts(blocks_of(view)):
            if part.get("type") == "button":
                assert ("action", part["action_id"]) in LISTENERS
                assert part["value"].isdecimal()
            if part.get("type") == "overflow":
                assert part["action_id"] == MENU
                acts = [option["value"].partition(":") for option in part["options"]]
                assert all(("action", act) in LISTENERS and row.isdecimal() for act, _, row in acts)
        if isinstance(view, Form):
            assert ("form", view.id) in LISTENERS


@pytest.mark.parametrize("key", ["hostile", "right to left", "emoji only", "quotes and bars"])
@pytest.mark.parametrize("made", GALLERY, ids=lambda made: f"{made.__module__.split('.')[2]}.{made.__name__}")
def test_a_client_stands_there_as_typed(made: Callable[..., object], key: str) -> None:
    for plain, view in zip(shown(made, TYPED["plain"]), shown(made, TYPED[key]), strict=True):
        if "Acme Corp" in read(plain):
            assert normal(TYPED[key].client)[:40] in normal(read(view))


@pytest.mark.parametrize("made", GALLERY, ids=lambda made: f"{made.__module__.split('.')[2]}.{made.__name__}")
def test_a_sentence_about_a_client_nobody_has_named_reads_well(made: Callable[..., object]) -> None:
    for view in shown(made, TYPED["nothing known"]):
        wrong = re.findall(r".*(?:[a-z,] A client|does them|has them).*", read(view))
        assert not wrong


def test_every_view_of_every_feature_is_shown_here() -> None:
    found = set()
    for feature in FEATURES:
        try:
            views = importlib.import_module(f"{feature.__name__}.views")
        except ModuleNotFoundError:
            continue
        found |= {
            function for _, function in inspect.getmembers(views, inspect.isfunction)
            if function.__module__ == views.__name__ and not function.__name__.startswith("_")
            and inspect.signature(function).return_annotation in (View, Form, list[Block])
        }  # fmt: skip
    assert {made.__qualname__ for made in found - set(GALLERY)} == set()


TRAPS = [
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S0SUPPORT>", "<@U0FRED001>", "<@U0FRED001|fred>",
    "<#C0GENERAL>", "<https://evil.example|your bank>", "https://evil.example/x", "mailto:a@evil.example",
    "www.evil.example", "@here", "@channel", "@fred", "#general", "&lt;!channel&gt;", "&amp;", "&", "<", ">", "|", "*",
    "_", "~", "`", "```", ">>>", "\n", "\r\n", "\t", "\x00", "\x1b[31m", "\u202e", "\u2066", "\u200b", "\u2060",
    "\ufeff", "\U000e0041", "🚨", ":rotating_light:", "<!date^0^{date}|x>", "{date}", "%s", "{0}", "𝒜", "é", "ß",
    "אקמה", "شركة", "Acme", " ", "'", '"', "\\",
]  # fmt: skip
"""What may come alive, alone or run together."""
TEXTS, TEXTS_LONG, PARTS = 10_000, 100_000, 4


def hostile(chance: random.Random, most: int) -> str:
    """As a form or a command would hand it on: tidy, and no longer than may be."""
    typed = "".join(chance.choices(TRAPS, k=chance.randrange(1, 40)))
    return tidy(typed * chance.choice((1, 1, 1, 9)), most) or "Acme"


@pytest.mark.parametrize("part", range(PARTS))
def test_thousands_of_hostile_words_come_alive_in_no_view_and_none_is_refused(
    part: int, is_long: bool, seed: int
) -> None:
    chance = random.Random(seed * PARTS + part)  # noqa: S311  # a test
    fields = {"client": 80, "contact": 80, "phone": 40, "sentence": 500, "person": 80, "promise": 200, "lesson": 500}
    plain, other = TYPED["plain"], TYPED["long"]
    shows_what_was_typed = [made for made in GALLERY if [*shown(made, plain)] != [*shown(made, other)]]
    for _ in range((TEXTS_LONG if is_long else TEXTS) // PARTS // len(fields) + 1):
        typed = Typed(**{name: hostile(chance, most) for name, most in fields.items()})  # type: ignore[arg-type]
        for made in shows_what_was_typed:
            for view in shown(made, typed):
                assert alive_in(view) == [], (typed, made)
                assert complaints(view) == [], (typed, made)


def test_an_outline_is_the_same_whichever_way_the_view_is_stored() -> None:
    """Blocks are kept as JSON and read back."""
    for made in GALLERY:
        for view in shown(made, TYPED["hostile"]):
            blocks = blocks_of(view)
            assert json.loads(json.dumps(blocks)) == blocks
