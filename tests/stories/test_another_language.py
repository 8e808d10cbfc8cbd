"""A workspace that speaks another language, told in one that nobody speaks; and each reader's locale."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from story import Story

from bot.db.models import Person
from bot.words import speaking, spoken_language
from bot.work import Doors

sys.path.insert(0, str(Path(__file__).parents[1] / "words"))
from pseudo import PSEUDO, pseudo, speaking_pseudo


def speak(story: Story, language: str) -> None:
    with story.bot.doors.open(story.bot.workspace_id) as work:
        work.workspace.language = language


def locale_of(story: Story, user_id: str) -> str:
    with story.bot.doors.look(story.bot.workspace_id) as work:
        return work.one(work.select(Person).where(Person.user_id == user_id), lock=False).locale


@pytest.fixture
def abroad(story: Story) -> Iterator[Story]:
    with speaking_pseudo(), speaking("en"):  # the catalogue is there, and the story itself speaks English
        speak(story, PSEUDO)
        yield story


def test_answers_refusals_forms_and_threads_speak_the_language_of_the_workspace(abroad: Story) -> None:
    fred, olivia, mia = abroad.fred, abroad.olivia, abroad.mia
    assert pseudo("No client is angry right now.") in fred.runs("/angry-client open")
    fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @olivia")
    card = mia.sees("Acme Corp", "#escalations")
    checklist = mia.sees(pseudo("Prepare"), card)
    olivia.sees("Acme Corp", "direct message")
    mia.clicks(pseudo("Done"), on=checklist)
    mia.sees(pseudo("work through the steps"), "to me")
    olivia.clicks(pseudo("How?"), on=checklist)
    olivia.sees(pseudo("Take one slow breath before you dial"), "to me")
    olivia.clicks(pseudo("Skip"), on=checklist)
    assert pseudo("Why skip it?") in olivia.form.text
    olivia.fills({pseudo("Why skip it?"): " "})
    olivia.submits()
    assert pseudo("Say in a word or two why it is skipped.") in olivia.form.text
    olivia.cancels()
    assert pseudo("Angry now: {count}.").replace("{count}", "1") in fred.runs("/angry-client open")


def test_a_change_of_language_is_heard_at_the_next_word(abroad: Story) -> None:
    fred = abroad.fred
    assert pseudo("No client is angry right now.") in fred.runs("/angry-client open")
    speak(abroad, "en")
    assert "No client is angry right now." in fred.runs("/angry-client open")


def test_the_process_itself_speaks_english(abroad: Story) -> None:
    fred = abroad.fred
    fred.runs("/angry-client open")
    assert abroad.bot.doors.language_of(abroad.bot.workspace_id) == PSEUDO
    assert spoken_language() == "en"


def test_workspaces_spoken_for_at_once_do_not_hear_each_others_language(story: Story) -> None:
    """In threads, and with work begun while other work is open."""
    doors, ours = story.bot.doors, story.bot.workspace_id
    languages = {ours: "de", "T2": "fr", "T3": "ja"}
    copy_workspace(doors, ours, languages)
    wrong: list[str] = []
    barrier = threading.Barrier(len(languages))

    def speak_for(workspace_id: str, language: str) -> None:
        barrier.wait()
        for _ in range(50):
            with doors.look(workspace_id):
                first = spoken_language()
                with doors.look(ours):
                    inner = spoken_language()
                after = spoken_language()
            if (first, inner, after, spoken_language()) != (language, "de", language, "en"):
                wrong.append(workspace_id)

    threads = [threading.Thread(target=speak_for, args=each) for each in languages.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def copy_workspace(doors: Doors, of: str, languages: dict[str, str]) -> None:
    with doors.open(of) as work:
        kept = work.workspace
        values: dict[str, Any] = {column.key: getattr(kept, column.key) for column in type(kept).__table__.columns}
        for workspace_id, language in languages.items():
            if workspace_id == of:
                kept.language = language
            else:
                more = {"next_digest_at": None, "next_reading_at": None}
                work.session.add(type(kept)(**values | more | {"id": workspace_id, "language": language}))


def test_everybodys_locale_is_asked_for_once_and_followed(story: Story) -> None:
    for person in (story.mia, story.sam, story.fred):
        person.runs("/angry-client open")
    assert [locale_of(story, each.id) for each in (story.mia, story.sam, story.fred)] == ["en-US", "de-DE", "en-GB"]
    story.slack.world.change_locale("Mia", "fr-FR")
    assert locale_of(story, story.mia.id) == "fr-FR"
