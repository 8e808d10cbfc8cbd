"""What people really type: client, sentence and heat, understood leniently; and no guess that would be wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.features.flagging.rules import HEAT_OF, Understood, carries, filled_in, heat_of, heat_word, understand, without

LONG = "Acme " * 40
RTL, LTR = "\u200f", "\u200e"

# A bar always means a flag: client before it, sentence after it.
BARS = [
    ("Acme Corp | third wrong invoice, they are furious", "Acme Corp", "third wrong invoice, they are furious", 5),
    ("Acme|invoice wrong again", "Acme", "invoice wrong again", 4),
    ("Acme Corp|they shout", "Acme Corp", "they shout", 5),
    ("acme corp | invoice wrong", "acme corp", "invoice wrong", 4),
    ("  Acme Corp  |  invoice wrong  ", "Acme Corp", "invoice wrong", 4),
    ("Help Scout | the export fails", "Help Scout", "the export fails", 4),
    ("History Channel | wrong dates in the contract", "History Channel", "wrong dates in the contract", 4),
    ("help | they are upset", "help", "they are upset", 3),
    ("digest | they wait since Monday", "digest", "they wait since Monday", 4),
    ("The Client Company | late", "The Client Company", "late", 4),
    ("We Are Social | they wait", "We Are Social", "they wait", 4),
    ("A very long name of more than five words | late", "A very long name of more than five words", "late", 4),
    ("Mad Dogs Ltd | the invoice is late", "Mad Dogs Ltd", "the invoice is late", 4),
    ("Fury Ltd | a bit annoyed", "Fury Ltd", "a bit annoyed", 3),
    ("Acme | first | second", "Acme", "first | second", 4),
    ("Acme | see https://acme.example/a|b", "Acme", "see https://acme.example/a|b", 4),
    ("Acme: the German one | late", "Acme: the German one", "late", 4),
    ("Acme - Berlin | late", "Acme - Berlin", "late", 4),
    ('"Acme" | they said "never again"', '"Acme"', 'they said "never again"', 4),
    ("O'Brien & Sons | wrong colour", "O'Brien & Sons", "wrong colour", 4),
    ("<!channel> | *_~ `late`", "<!channel>", "*_~ `late`", 4),
    ("🔥🔥 | late", "🔥🔥", "late", 4),
    (f"{RTL}Acme{LTR} | late", f"{RTL}Acme{LTR}", "late", 4),
    ("شركة أكمي | الفاتورة خاطئة", "شركة أكمي", "الفاتورة خاطئة", 4),
    (f"{'A' * 200} | late", "A" * 200, "late", 4),
    ("Acme |", "Acme", "", 4),
    ("Fury Ltd |", "Fury Ltd", "", 4),  # a name is not a mood
    ("| invoice wrong again", None, "invoice wrong again", 4),
    ("| they are furious", None, "they are furious", 5),
    ("|", None, "", 4),
    (" | ", None, "", 4),
    ("Acme\n| late", "Acme", "late", 4),
    ("Acme | line one\nline two", "Acme", "line one\nline two", 4),
]

# Colons, dashes and new lines part too, where what stands before them can be a name.
SIGNS = [
    ("Acme: invoice wrong again", "Acme", "invoice wrong again", 4),
    ("Acme Corp: third time, they are furious", "Acme Corp", "third time, they are furious", 5),
    ("Acme - invoice wrong again", "Acme", "invoice wrong again", 4),
    ("Acme – invoice wrong again", "Acme", "invoice wrong again", 4),
    ("Acme — invoice wrong again", "Acme", "invoice wrong again", 4),
    ("Acme -- invoice wrong again", "Acme", "invoice wrong again", 4),
    ("acme corp - invoice wrong again", "acme corp", "invoice wrong again", 4),
    ("Coca-Cola: late again", "Coca-Cola", "late again", 4),
    ("Coca-Cola - late again", "Coca-Cola", "late again", 4),
    ("Rolls-Royce – the engine is late", "Rolls-Royce", "the engine is late", 4),
    ("History Channel: wrong dates again", "History Channel", "wrong dates again", 4),
    ("Acme Corp\nthird wrong invoice", "Acme Corp", "third wrong invoice", 4),
    ("Acme: see https://acme.example/x: broken", "Acme", "see https://acme.example/x: broken", 4),
    ("AT&T: no answer for a week", "AT&T", "no answer for a week", 4),
    ("3M - wrong delivery", "3M", "wrong delivery", 4),
    ("they are furious: nobody answered", None, "they are furious: nobody answered", 5),
    ("furious client: Acme", None, "furious client: Acme", 5),
    ("urgent: Acme is angry", None, "urgent: Acme is angry", 4),
    ("Client on the phone: they scream", None, "Client on the phone: they scream", 5),
    ("the third invoice they got was wrong: they shout", None, "the third invoice they got was wrong: they shout", 5),
    ("FYI: Acme Corp is furious", None, "FYI: Acme Corp is furious", 5),
    ("Heads up - Acme is furious", None, "Heads up - Acme is furious", 5),
    ("Update: Acme is upset", None, "Update: Acme is upset", 3),
]

# A name alone, or the capitals that a sentence begins with.
NAMES = [
    ("Acme", "Acme", "", 4),
    ("acme", "acme", "", 4),
    ("Acme Corp", "Acme Corp", "", 4),
    ("Help Scout", "Help Scout", "", 4),
    ("History Channel", "History Channel", "", 4),
    ("Coca-Cola", "Coca-Cola", "", 4),
    ("Société Générale", "Société Générale", "", 4),
    ("🔥🔥", "🔥🔥", "", 4),
    ("🚨", "🚨", "", 4),
    ("ООО Ромашка", "ООО Ромашка", "", 4),
    ("A" * 200, "A" * 200, "", 4),
    ("Acme is furious", "Acme", "Acme is furious", 5),
    ("Acme Corp is furious", "Acme Corp", "Acme Corp is furious", 5),
    ("Acme Corp sent back the third invoice", "Acme Corp", "Acme Corp sent back the third invoice", 4),
    ("Acme Corp   third wrong invoice", "Acme Corp", "Acme Corp   third wrong invoice", 4),
    ("Acme threatens to cancel", "Acme", "Acme threatens to cancel", 4),
    ("Ben & Jerry's complained again", "Ben & Jerry's", "Ben & Jerry's complained again", 3),
    ("Help Scout sent back the contract", "Help Scout", "Help Scout sent back the contract", 4),
    ("3M is furious", "3M", "3M is furious", 5),
    ("Élan is upset about the dates", "Élan", "Élan is upset about the dates", 3),
    ("", None, "", 4),
    ("   ", None, "", 4),
    ("They are furious", None, "They are furious", 5),
    ("furious", None, "furious", 5),
    ("very angry client", None, "very angry client", 4),
    ("the client shouts", None, "the client shouts", 5),
    ("Our client Acme is furious", None, "Our client Acme is furious", 5),
    ("Nobody answered them for three days", None, "Nobody answered them for three days", 4),
    ("Please call Acme, they are upset", None, "Please call Acme, they are upset", 3),
    ("Hi team, Acme is furious", None, "Hi team, Acme is furious", 5),
    ("Good morning, one of our clients waits", None, "Good morning, one of our clients waits", 4),
    ("Yesterday Acme Corp called, furious", None, "Yesterday Acme Corp called, furious", 5),
    ("Today Acme cancelled the contract", None, "Today Acme cancelled the contract", 4),
    ("acme corp sent back the third invoice", None, "acme corp sent back the third invoice", 4),
    (LONG.strip(), None, LONG.strip(), 4),
]

HEATS = [
    ("they are furious", 5), ("FURIOUS", 5), ("Furious!", 5), ("furious/angry", 5), ("in a fury", 5), ("livid", 5),
    ("they shouted at me", 5), ("she is screaming", 5), ("still yelling", 5), ("outraged", 5),
    ("angry", 4), ("so mad", 4), ("fuming", 4), ("they threaten us with a lawyer", 4), ("threatening to cancel", 4),
    ("unacceptable, they say", 4), ("invoice wrong again", 4), ("", 4),
    ("upset", 3), ("a bit upset", 3), ("slightly annoyed", 3), ("frustrated", 3), ("still unhappy", 3),
    ("they complained", 3),
    ("disappointed", 2), ("uneasy", 2), ("worried about the date", 2), ("concerned", 2),
    ("disappointed and furious", 5), ("annoyed and worried", 3),
    ("they are not angry", 4), ("not furious", 4), ("they aren't furious", 4), ("they aren’t furious", 4),
    ("not furious but annoyed", 3), ("no longer furious", 4), ("they aren't angry, just disappointed", 2),
    ("without shouting", 4), ("never furious", 4), ("hardly upset", 4), ("wasn't furious, only upset", 3),
    ("they didn't shout, they are upset", 3), ("they don't scream, just worried", 2), ("they weren't furious", 4),
    ("not only angry: furious", 5),
    ("they made a mistake", 4), ("the office in Madrid", 4), ("suede shoes", 4), ("a crescendo of upsetting", 4),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "client", "sentence", "heat"), [*BARS, *SIGNS, *NAMES])
def test_what_is_typed_is_understood(typed: str, client: str | None, sentence: str, heat: int) -> None:
    assert understand(typed) == Understood(client, sentence, heat)


@pytest.mark.parametrize(("words", "heat"), HEATS)
def test_the_hottest_word_that_is_not_denied_sets_the_heat(words: str, heat: int) -> None:
    assert heat_of(words) == heat


@pytest.mark.parametrize(("word", "heat"), HEAT_OF.items())
def test_every_word_of_heat_is_found_in_a_sentence_and_denied_by_not(word: str, heat: int) -> None:
    assert heat_word(f"They are {word.capitalize()}, I think.") == heat
    assert heat_word(f"They are not {word}.") is None


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it_or_is_lost(typed: str) -> None:
    found = understand(typed)
    assert 1 <= found.heat <= 5
    assert found.client is None or found.client.strip() == found.client != ""
    kept = f"{found.client or ''}{found.sentence}"
    assert all(letter in kept for letter in typed if letter.isalnum())


@given(st.text(alphabet=st.characters(exclude_characters="|"), max_size=80), st.text(max_size=300))
def test_a_bar_always_parts_client_from_sentence(client: str, sentence: str) -> None:
    found = understand(f"{client} | {sentence}")
    assert (found.client or "") == client.strip()
    assert found.sentence == sentence.strip()


@settings(deadline=1_000)
@given(st.text(alphabet="ACME corp|:-–\n ", max_size=2_000))
def test_it_is_quick_however_it_is_typed(typed: str) -> None:
    understand(typed * 20)


@pytest.mark.parametrize(
    ("text", "emoji", "carried", "rest"),
    [
        ("Acme shouts :rotating_light:", "rotating_light", True, "Acme shouts"),
        ("Acme shouts 🚨", "rotating_light", True, "Acme shouts"),
        (":rotating_light: Acme | late", "rotating_light", True, "Acme | late"),
        ("🚨🚨 Acme", "rotating_light", True, "Acme"),
        ("🚨", "rotating_light", True, ""),
        ("Acme shouts", "rotating_light", False, "Acme shouts"),
        ("rotating_light", "rotating_light", False, "rotating_light"),
        (":fire: Acme", "rotating_light", False, ":fire: Acme"),
        ("🔥 Acme", "fire", True, "Acme"),
        (":our_own: Acme", "our_own", True, "Acme"),
        ("🚨 Acme", "our_own", False, "🚨 Acme"),
    ],
)
def test_a_message_that_carries_the_emoji_is_a_flag(text: str, emoji: str, carried: bool, rest: str) -> None:
    assert carries(text, emoji) is carried
    assert without(text, emoji) == rest


def test_a_form_needs_a_client_and_a_sentence() -> None:
    assert filled_in(" Acme ", " late ", "5") == Understood("Acme", "late", 5)
    assert filled_in("Fury Ltd | x", "not so bad", "1") == Understood("Fury Ltd | x", "not so bad", 1)


@pytest.mark.parametrize(
    ("client", "sentence", "fields"),
    [
        ("  ", "late", {"client"}),
        ("Acme", "\n", {"sentence"}),
        ("", "", {"client", "sentence"}),
    ],
)
def test_a_form_that_lacks_one_says_so_at_its_field(client: str, sentence: str, fields: set[str]) -> None:
    with pytest.raises(Refusal) as refused:
        filled_in(client, sentence, "4")
    assert set(refused.value.fields) == fields
    assert refused.value.says in refused.value.fields.values()
