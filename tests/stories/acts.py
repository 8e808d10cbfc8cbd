"""What many stories begin with."""

from datetime import timedelta
from typing import Any

from story import Story

FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious @Olivia"


def flagged(story: Story) -> Any:
    """Acme is flagged and Olivia told. Returns the card."""
    story.fred.runs(FLAG)
    story.mia.sees("1  Prepare", "#escalations")
    story.olivia.sees("Acme Corp is furious.", "direct message")
    return story.mia.sees("Acme Corp  ●●●●● furious", "#escalations")


def reached(story: Story) -> Any:
    card = flagged(story)
    story.olivia.clicks("I'm calling", "direct message")
    story.olivia.clicks("Reached", "direct message")
    story.mia.sees("Olivia has spoken with Acme Corp", card)
    story.olivia.sees("You reached Acme Corp.", "direct message")
    return card


def agreed(story: Story, what: str = "send the right invoice", within: timedelta = timedelta(hours=4)) -> Any:
    card = reached(story)
    promise(story, card, what, within)
    return card


def promise(story: Story, card: Any, what: str, within: timedelta) -> None:
    story.olivia.clicks("Agreed" if "[Agreed]" in story.olivia.reads(card) else "Another promise", on=card)
    story.olivia.fills({"We will": what, "By when": story.now + within})
    story.olivia.submits()
    story.mia.sees(f"Olivia promised: {what}", card)


def closes(story: Story, card: Any, lesson: str = "Two people read every invoice") -> None:
    story.olivia.clicks("Close", on=card)
    story.olivia.fills({
        "How did it end for them?": "Content: they say it is solved",
        "Why did it happen?": "An invoice they did not expect",
        "What did we learn?": lesson,
    })  # fmt: skip
    story.olivia.submits()


def offers(story: Story, giver: str, receiver: str, on: Any = "direct message", **brief: str) -> None:
    """The owner hands it over: the form is filled in but for whom."""
    person = story.person(giver)
    person.clicks("Hand over", on=on)
    person.fills({"Who takes it?": f"@{receiver}"} | brief)
    person.submits()
    story.mia.sees(f"{giver} offered it to {receiver}", "#escalations")


def hands_over(story: Story, giver: str, receiver: str, on: Any = "direct message") -> None:
    """Offered, and accepted at once."""
    offers(story, giver, receiver, on)
    story.person(receiver).clicks("Accept", "direct message")
    story.mia.sees(f"{receiver} took it over from {giver}", "#escalations")
