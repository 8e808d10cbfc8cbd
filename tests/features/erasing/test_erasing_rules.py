"""How words are taken out of what was said, and nothing else with them."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spoken import says

from bot.features.erasing.rules import SPOKEN, replaced
from bot.sandbox.limits import message_problems
from bot.slack.blocks import View, actions, button
from bot.slack.text import Bold, Mention, escape

OLIVIA = {"U0OLIVIA1": "somebody", "Olivia": "somebody", "Olivia O. Owner": "somebody"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Olivia has spoken with Ann", "somebody has spoken with Ann"),
        ("Olivia’s turn, says Olivia O. Owner.", "somebody’s turn, says somebody."),
        ("(Olivia)", "(somebody)"),
        ("<@U0OLIVIA1>, call now", "somebody, call now"),
        ("U0OLIVIA1", "somebody"),
        ("Oliviana, olivia and XOlivia", "Oliviana, olivia and XOlivia"),
        ("<@U0OLIVIA12>", "<@U0OLIVIA12>"),
        ("", ""),
    ],
)
def test_a_name_is_replaced_where_it_is_a_word_of_its_own(said: str, left: str) -> None:
    assert replaced(said, OLIVIA) == left


@pytest.mark.parametrize("name", ["text", "button", "primary", "plain_text", "owners.claim", "type", "7", "U0OLIVIA1"])
def test_a_person_whose_name_is_a_word_of_slacks_breaks_no_block(name: str) -> None:
    said = says(Bold(name), " asks ", Mention("U0OLIVIA1"), f" to call {name}.",
                more=[actions(button("I'll take it", "owners.claim", 7, style="primary"))])  # fmt: skip
    left = replaced(said.blocks, {name: "somebody", "U0OLIVIA1": "somebody"}, SPOKEN)
    assert message_problems(left) == []
    assert left[1] == said.blocks[1]
    assert [each["text"] for each in left[0]["elements"][0]["elements"]] == [
        "somebody", " asks ", "somebody", " to call somebody.",
    ]  # fmt: skip


@example(name=">", around="")
@example(name="<@", around="<@>")
@given(st.text(min_size=1, max_size=20), st.text(max_size=40))
def test_whatever_the_name_it_is_gone_from_the_text_and_from_the_blocks(name: str, around: str) -> None:
    view: View = says(f"“{name}” {around}")
    spoken = replaced(view.text, {escape(name): "·"})
    shown: Any = replaced(view.blocks, {name: "·"}, SPOKEN)
    assert spoken.startswith("“·”")
    assert shown[0]["elements"][0]["elements"][0]["text"].startswith("“·”")


def test_nothing_to_replace_replaces_nothing() -> None:
    assert replaced("Acme", {}) == "Acme"
