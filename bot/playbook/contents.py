"""What a playbook is made of: articles, the advice they give, and the phases, steps and lines that rest on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn, Protocol, overload

from bot.words import Later, said


class Words:
    """A text of the playbook: kept in English, read in the language that is spoken."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._kept = f"_{name}"

    @overload
    def __get__(self, thing: None, owner: type) -> NoReturn: ...
    @overload
    def __get__(self, thing: object, owner: type) -> str: ...
    def __get__(self, thing: object, owner: type) -> str:
        if thing is None:
            raise AttributeError(self._kept)  # so that no dataclass takes it for a default
        return said(thing.__dict__[self._kept])

    def __set__(self, thing: object, english: str) -> None:
        thing.__dict__[self._kept] = Later(english)


class Cites(Protocol):
    """Anything that rests on advice: a step, a line, and what features add of their own."""

    @property
    def source(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Article:
    letter: str
    title: Words = Words()


@dataclass(frozen=True)
class Advice:
    id: str
    article: str
    says: str


@dataclass(frozen=True)
class Step:
    """`do` is the act, `how` the tip, `say` a line to speak, `avoid` the line that makes it worse.

    `proved_by` names the logged act that ticks the step by itself: reached, agreed or closed."""

    key: str
    source: tuple[str, ...]
    do: Words = Words()
    how: Words = Words()
    say: Words = Words()
    avoid: Words = Words()
    proved_by: str | None = None


@dataclass(frozen=True)
class Phase:
    key: str
    steps: tuple[Step, ...]
    name: Words = Words()


@dataclass(frozen=True)
class Line:
    source: tuple[str, ...]
    text: Words = Words()


@dataclass(frozen=True, eq=False)
class Playbook:
    """Articles by letter and advice by id; the phases in order. A key nobody knows raises KeyError."""

    phases: tuple[Phase, ...]
    articles: Mapping[str, Article]
    advice: Mapping[str, Advice]
    preparation: tuple[Line, ...]
    voicemail: Line
    could_not_reach_text: Line

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps.values())

    def step(self, key: str) -> Step:
        return self._steps[key]

    def phase_of(self, step_key: str) -> Phase:
        return self._phases[step_key]

    def sources(self, cites: Cites) -> tuple[str, ...]:
        """The titles of the articles behind it, each once, in the order it cites them."""
        titles = (self.articles[self.advice[advice_id].article].title for advice_id in cites.source)
        return tuple(dict.fromkeys(titles))

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.key: step for phase in self.phases for step in phase.steps}

    @cached_property
    def _phases(self) -> Mapping[str, Phase]:
        return {step.key: phase for phase in self.phases for step in phase.steps}
