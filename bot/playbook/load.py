"""Reads a playbook from its three TOML files, and refuses one that could let somebody down in the middle of a call."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.playbook.contents import Advice, Article, Line, Phase, Playbook, Step
from bot.playbook.table import PlaybookError, Table, read

FOLDER = Path(__file__).parent
MOST_WORDS_TO_DO = 11
LONGEST = {"name": 20, "do": 80, "how": 180, "say": 140, "avoid": 140, "says": 100, "title": 40}
LONGEST_LINE = {"preparation": 140, "voicemail": 200, "could_not_reach_text": 160}
PROOFS = ("reached", "agreed", "closed")


def load_playbook(folder: Path = FOLDER) -> Playbook:
    """Raise PlaybookError at the first thing that is wrong."""
    articles, advice = _advice(read(folder / "advice.toml"))
    phases = _phases(read(folder / "phases.toml"), advice)
    lines = read(folder / "lines.toml")
    lines.only(*LONGEST_LINE)
    playbook = Playbook(
        phases=phases,
        articles=MappingProxyType(articles),
        advice=MappingProxyType(advice),
        preparation=tuple(_line(line, "preparation", advice) for line in lines.tables("preparation", "preparation")),
        voicemail=_lone_line(lines, "voicemail", advice),
        could_not_reach_text=_lone_line(lines, "could_not_reach_text", advice),
    )
    _refuse_repetition(playbook)
    return playbook


def _advice(page: Table) -> tuple[dict[str, Article], dict[str, Advice]]:
    page.only("articles", "advice")
    titles = page.table("articles", "articles")
    articles = {letter: Article(letter, titles.line(letter, LONGEST["title"])) for letter in titles.fields}
    entries = page.table("advice", "advice")
    return articles, {key: _piece(entries.table(key, key), key, articles) for key in entries.fields}


def _piece(entry: Table, key: str, articles: Mapping[str, Article]) -> Advice:
    entry.only("article", "says")
    letter = entry.line("article", LONGEST["title"])
    if letter not in articles:
        raise entry.refusal(f"there is no article '{letter}'; use one of {', '.join(articles)}.")
    return Advice(key, letter, entry.line("says", LONGEST["says"]))


def _phases(page: Table, advice: Mapping[str, Advice]) -> tuple[Phase, ...]:
    page.only("phase")
    taken: set[str] = set()
    return tuple(_phase(entry, advice, taken) for entry in page.tables("phase", "phase"))


def _phase(entry: Table, advice: Mapping[str, Advice], taken: set[str]) -> Phase:
    entry.only("key", "name", "step")
    key = _new_key(entry, taken)
    steps = tuple(_step(step, advice, taken) for step in entry.tables("step", "step"))
    return Phase(key, steps, entry.line("name", LONGEST["name"]))


def _step(entry: Table, advice: Mapping[str, Advice], taken: set[str]) -> Step:
    entry.only("key", "do", "how", "say", "avoid", "source", "proved_by")
    key = _new_key(entry, taken)
    do = entry.line("do", LONGEST["do"])
    if (words := len(do.split())) > MOST_WORDS_TO_DO:
        raise entry.refusal(f"'do' has {words} words; shorten it to {MOST_WORDS_TO_DO}.")
    return Step(
        key=key,
        do=do,
        how=entry.line("how", LONGEST["how"]),
        say=entry.line("say", LONGEST["say"]),
        avoid=entry.line("avoid", LONGEST["avoid"]),
        source=_source(entry, advice),
        proved_by=_proof(entry),
    )


def _lone_line(page: Table, kind: str, advice: Mapping[str, Advice]) -> Line:
    return _line(page.table(kind, kind), kind, advice)


def _line(entry: Table, kind: str, advice: Mapping[str, Advice]) -> Line:
    entry.only("text", "source")
    return Line(_source(entry, advice), entry.line("text", LONGEST_LINE[kind]))


def _new_key(entry: Table, taken: set[str]) -> str:
    key = entry.line("key", 40)
    if not key.isidentifier() or key != key.lower():
        raise entry.refusal(f"the key '{key}' must be snake_case, such as phone_now.")
    if key in taken:
        raise entry.refusal(f"the key '{key}' is taken; give every phase and step a key of its own.")
    taken.add(key)
    return key


def _source(entry: Table, advice: Mapping[str, Advice]) -> tuple[str, ...]:
    source = entry.names("source")
    for advice_id in source:
        if advice_id not in advice:
            raise entry.refusal(f"there is no advice '{advice_id}'; cite one from advice.toml, or add it there.")
    return source


def _proof(entry: Table) -> str | None:
    proof = entry.fields.get("proved_by")
    if proof is None:
        return None
    if not isinstance(proof, str) or proof not in PROOFS:
        raise entry.refusal(f"nothing is logged as '{proof}'; 'proved_by' is one of {', '.join(PROOFS)}, or left out.")
    return proof


def _refuse_repetition(playbook: Playbook) -> None:
    heard: dict[str, str] = {}
    for where, text in _every_line(playbook):
        plain = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
        if plain in heard:
            raise PlaybookError(f"{where}: “{text}” is said already in {heard[plain]}; say it once, or differently.")
        heard[plain] = where


def _every_line(playbook: Playbook) -> Iterator[tuple[str, str]]:
    for piece in playbook.advice.values():
        yield f"advice.toml, advice, {piece.id}", piece.says
    for step in playbook.steps:
        for text in (step.do, step.how, step.say, step.avoid):
            yield f"phases.toml, step {step.key}", text
    for n, line in enumerate(playbook.preparation, start=1):
        yield f"lines.toml, preparation {n}", line.text
    yield "lines.toml, voicemail", playbook.voicemail.text
    yield "lines.toml, could_not_reach_text", playbook.could_not_reach_text.text
