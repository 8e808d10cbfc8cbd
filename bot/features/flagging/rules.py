"""Understanding what was typed, leniently: client, sentence, heat."""

import re
from dataclasses import dataclass, field

from bot.errors import Refusal
from bot.features.escalations.rules import DEFAULT_HEAT
from bot.words import t

HEAT_BY_WORD = {
    5: "furious fury livid outraged enraged raging scream screams screaming shout shouts shouting shouted yell yells "
    "yelling incandescent seething",
    4: "angry anger mad irate fuming threatens threatening lawyer sue suing cancel cancelling canceling unacceptable",
    3: "upset annoyed unhappy frustrated irritated complains complained complaint",
    2: "disappointed uneasy concerned worried grumbling",
}
HEAT_OF = {word: heat for heat, words in HEAT_BY_WORD.items() for word in words.split()}
NOT = frozenset({"not", "no", "never", "without", "hardly"})
SEPARATOR = re.compile(r"\s*\|\s*|\s*\n\s*|\s+[-–—]+\s+|:\s+")
BAR = re.compile(r"\s*\|\s*")
CAPITAL = re.compile(r"[A-Z0-9&][\w&.'’-]*|[^\W\d_a-z][\w&.'’-]*")
NEVER_A_NAME = (
    "a an and another are at attention client clients customer every everyone everything for from fyi good got has he "
    "heads hello hi i if in is it it's its my news no nobody note nothing our please she so somebody someone something "
    "that the their there these they third "
    "this those today update urgent very warning we what when who why yesterday you your"
)
WHAT_SOMEBODY_DOES = (
    "called calls cancelled cancels claims complained complains demanded demands emailed emails got had has hates is "
    "just keeps phoned rang refuses said says sent shouted shouts still threatened threatens wants was writes wrote"
)
DOES = frozenset(WHAT_SOMEBODY_DOES.split())
NO_NAME = frozenset(NEVER_A_NAME.split())
NAME_WORDS_MOST = 5


@dataclass(frozen=True)
class Understood:
    """`client` is None when no name was set apart: then `sentence` is all that was typed."""

    client: str | None
    sentence: str
    heat: int
    is_set_apart: bool = field(default=False, compare=False)
    """Named as the client, by a bar or in the form; else the name is a guess."""


def understand(typed: str, *, is_message: bool = False) -> Understood:
    """`typed` is plain text: mentions are read and taken out before, since they carry bars of their own.

    Two or three words alone are a client when they were typed to us; in a message they may be anything.
    """
    text = typed.strip()
    parted = BAR.split(text, maxsplit=1) if "|" in text else SEPARATOR.split(text, maxsplit=1)
    if len(parted) == 2 and ("|" in text or _could_be_name(parted[0])):
        client, sentence = parted
        return Understood(client.strip() or None, sentence.strip(), heat_of(sentence), is_set_apart=True)
    if (
        not is_message
        and 0 < len(text.split()) <= 3
        and heat_word(text) is None
        and text.split()[0].casefold() not in NO_NAME
    ):
        return Understood(text, "", DEFAULT_HEAT)
    return Understood(name_at_the_start(text), text, heat_of(text))


def filled_in(client: str, sentence: str, heat: str) -> Understood:
    """From the form. Raises Refusal at the field of a client or a sentence that is only spaces."""
    missing = {
        name: says for name, typed, says in (
            ("client", client, t("Name the client, as you would say it.")),
            ("sentence", sentence, t("Say in one sentence what happened.")),
        ) if not typed.strip()
    }  # fmt: skip
    if missing:
        raise Refusal(next(iter(missing.values())), **missing)
    return Understood(client.strip(), sentence.strip(), int(heat), is_set_apart=True)


def _could_be_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= NAME_WORDS_MOST and words[0].casefold() not in NO_NAME and heat_word(text) is None


def name_at_the_start(text: str) -> str | None:
    """The run of capitalised words a sentence begins with: "Acme Corp sent back the third invoice".

    Every sentence begins with a capital: one word alone is a name only before what somebody does. Nothing is guessed
    where it would be wrong too often; then the thread asks.
    """
    words = text.split()
    name: list[str] = []
    for word in words[: NAME_WORDS_MOST + 1]:
        bare = word.rstrip(",.")
        if not CAPITAL.fullmatch(bare) or bare.casefold() in NO_NAME:
            break
        name.append(bare)
    after = words[len(name)].casefold() if len(words) > len(name) else ""
    alone = len(name) == 1 and after not in DOES
    return None if alone or not 0 < len(name) <= NAME_WORDS_MOST else " ".join(name)


def heat_of(text: str) -> int:
    return heat_word(text) or DEFAULT_HEAT


def heat_word(text: str) -> int | None:
    """The hottest word that is not denied just before."""
    words = re.findall(r"[\w'’]+", text.casefold().replace("’", "'"))
    found = [
        HEAT_OF[word]
        for n, word in enumerate(words)
        if word in HEAT_OF and not any(map(_denies, words[max(0, n - 2) : n]))
    ]
    return max(found, default=None)


def _denies(word: str) -> bool:
    return word in NOT or word.endswith("n't")


UNICODE = {"rotating_light": "🚨", "fire": "🔥", "sos": "🆘"}


def carries(text: str, emoji: str) -> bool:
    """Whether a message of Slack's carries the emoji, written as a code or as the sign itself."""
    return f":{emoji}:" in text or (emoji in UNICODE and UNICODE[emoji] in text)


def without(text: str, emoji: str) -> str:
    return text.replace(f":{emoji}:", " ").replace(UNICODE.get(emoji, f":{emoji}:"), " ").strip()
