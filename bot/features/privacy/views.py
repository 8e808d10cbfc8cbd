from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.slack.blocks import Block, View, actions, button, lines
from bot.slack.sentences import says, sentence, shows, together, verbatim
from bot.slack.text import Moment
from bot.words import capital, later, plural, said, t

COMMAND = "/angry-client forget …"
STAYS = later("What is counted stays: how many, how long, how it ended.")


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
        t("The names, the person to ask for, the number, and all else that is set down of them."),
        t("What was said in {escalations}, and who was in it.", escalations=_escalations(known.escalations)),
        capital(t("{promises} and {lessons}.", promises=_promises(known.promises), lessons=_lessons(known.lessons))),
        t("{messages} of mine in Slack: I delete them.", messages=_messages(known.messages)),
    ]
    return _would_go(name, goes, said(STAYS), Act.FORGET_CLIENT, client_id)


def person_would_go_view(name: str, known: OfPerson, person_id: int) -> View:
    goes = [
        t("The name in {escalations}: it says “somebody” there, in Slack too.",
          escalations=_escalations(known.escalations)),
        t("{messages} of mine to them: I delete them.", messages=_messages(known.messages)),
        t("Everything else I know of them."),
    ]  # fmt: skip
    return _would_go(name, goes, t("What they did stays, without their name."), Act.FORGET_PERSON, person_id)


def _would_go(name: str, goes: Sequence[str], stays: str, act: Act, row_id: int) -> View:
    opening = sentence("*Forget {name}?* This would go, here and in Slack:", name=name)
    sure = t("A day from now it is gone. Until then you can undo it.")
    pressed = actions(
        button(t("Forget them"), act, row_id, style="danger", sure=sure), button(t("Keep"), Act.KEEP, row_id)
    )
    when = sentence("It happens a day after you press, and until then you can undo it.")
    blocks: list[Block] = [
        opening.block, lines(*([f"• {line}"] for line in goes)), together(verbatim(stays), when).block, pressed,
    ]  # fmt: skip
    return View(f"{opening.text} {' '.join(verbatim(line).text for line in goes)}", blocks)


def noted_view(at: datetime) -> View:
    return says("Noted. They are forgotten {at}. I wrote to you: until then you can undo it there.", at=Moment(at))


def keep_view() -> View:
    return says("Kept. Nothing changes.")


def planned_view(name: str, at: datetime, erasure_id: int) -> View:
    pressed = actions(button(t("Undo"), Act.UNDO, erasure_id))
    return says("*{name} is forgotten* {at}. Until then nothing changes.", name=name, at=Moment(at), more=[pressed])


def undone_view(name: str, by: str) -> View:
    return says("*{name} is kept.* {by} pressed Undo.", name=name, by=by)


def done_view(asked_at: datetime) -> View:
    """Without the name: it is forgotten here too."""
    done = sentence("*Done.* The one you asked about, {at}, is forgotten.", at=Moment(asked_at))
    return shows(together(done, verbatim(said(STAYS))))


def partly_done_view(name: str) -> View:
    return says(
        "*{name} was flagged again meanwhile,* so what is open is kept, and their name. The rest is forgotten. "
        "When it is closed, ask me again.",
        name=name,
    )


def not_done_view(name: str, why: str) -> View:
    return shows(together(sentence("*{name} is not forgotten.*", name=name), verbatim(why)))


def _escalations(number: int) -> str:
    return plural("{count} escalation", "{count} escalations", number) if number else t("no escalations")


def _promises(number: int) -> str:
    return plural("{count} promise", "{count} promises", number) if number else t("no promises")


def _lessons(number: int) -> str:
    return plural("{count} lesson", "{count} lessons", number) if number else t("no lessons")


def _messages(number: int) -> str:
    return plural("{count} message", "{count} messages", number) if number else t("no messages")
