from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.slack.blocks import Block, View, actions, button, lines, says, sentence
from bot.slack.text import Bold, Moment

COMMAND = "/angry-client forget …"
STAYS = "What is counted stays: how many, how long, how it ended."


class Act(StrEnum):
    FORGET_CLIENT = "privacy.forget_client"
    FORGET_PERSON = "privacy.forget_person"
    KEEP = "privacy.keep"
    UNDO = "privacy.undo"


@dataclass(frozen=True, kw_only=True)
class OfClient:
    """What is known of a client, counted."""

    escalations: int
    promises: int
    lessons: int
    messages: int


@dataclass(frozen=True, kw_only=True)
class OfPerson:
    """Where a person stands, counted."""

    escalations: int
    messages: int


def client_would_go_view(name: str, known: OfClient, client_id: int) -> View:
    goes = [
        "The names, the person to ask for, the number, and all else that is set down of them.",
        f"What was said in {_counted(known.escalations, 'escalation')}, and who was in it.",
        f"{_counted(known.promises, 'promise').capitalize()} and {_counted(known.lessons, 'lesson')}.",
        f"{_counted(known.messages, 'message')} of mine in Slack: I delete them.",
    ]
    return _would_go(name, goes, STAYS, Act.FORGET_CLIENT, client_id)


def person_would_go_view(name: str, known: OfPerson, person_id: int) -> View:
    goes = [
        f"The name in {_counted(known.escalations, 'escalation')}: it says “somebody” there, in Slack too.",
        f"{_counted(known.messages, 'message')} of mine to them: I delete them.",
        "Everything else I know of them.",
    ]
    return _would_go(name, goes, "What they did stays, without their name.", Act.FORGET_PERSON, person_id)


def _would_go(name: str, goes: Sequence[str], stays: str, act: Act, row_id: int) -> View:
    opening = sentence(Bold(f"Forget {name}?"), " This would go, here and in Slack:")
    pressed = actions(
        button(
            "Forget them", act, row_id, style="danger", sure="A day from now it is gone. Until then you can undo it."
        ),
        button("Keep", Act.KEEP, row_id),
    )
    blocks: list[Block] = [
        opening.block, lines(*([f"• {line}"] for line in goes)),
        sentence(f"{stays} It happens a day after you press, and until then you can undo it.").block, pressed,
    ]  # fmt: skip
    return View(f"{opening.text} {' '.join(sentence(line).text for line in goes)}", blocks)


def noted_view(at: datetime) -> View:
    return says("Noted. They are forgotten ", Moment(at), ". I wrote to you: until then you can undo it there.")


def keep_view() -> View:
    return says("Kept. Nothing changes.")


def planned_view(name: str, at: datetime, erasure_id: int) -> View:
    pressed = actions(button("Undo", Act.UNDO, erasure_id))
    return says(Bold(f"{name} is forgotten "), Moment(at), ". Until then nothing changes.", more=[pressed])


def undone_view(name: str, by: str) -> View:
    return says(Bold(f"{name} is kept."), f" {by} pressed Undo.")


def done_view(asked_at: datetime) -> View:
    """Without the name: it is forgotten here too."""
    return says(Bold("Done."), " The one you asked about, ", Moment(asked_at), ", is forgotten. ", STAYS)


def partly_done_view(name: str) -> View:
    return says(
        Bold(f"{name} was flagged again meanwhile,"),
        " so what is open is kept, and their name. The rest is forgotten. When it is closed, ask me again.",
    )


def not_done_view(name: str, why: str) -> View:
    return says(Bold(f"{name} is not forgotten."), f" {why}")


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
