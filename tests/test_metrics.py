"""Metrics say how late, how many and how long, to this machine only, and nothing about anybody."""

import urllib.request
from contextlib import closing

import pytest
from stage import free_port
from story import Story

FLAG = "/angry-client Acme Corp | third wrong invoice, they are furious @Olivia"
CLIENT, PERSON, PLACE = "Acme", "Olivia", "C0ESCALAT"


@pytest.fixture
def port(story: Story) -> int:
    found = free_port()
    story.bot.metrics.serve(found)
    return found


def shown(port: int) -> str:
    with closing(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5)) as answer:
        text: str = answer.read().decode()
        return text


def test_what_is_measured_is_shown_without_a_word_about_anybody(story: Story, port: int) -> None:
    try:
        story.slack.misbehave("chat.postMessage", "restricted_action", channel="#escalations")
        story.fred.runs(FLAG)
        text = shown(port)
        assert 'first_call_deliveries_total{act="post",outcome="sent"}' in text
        assert 'first_call_outbox_messages{state="parked"} 2.0' in text  # the card, and the checklist under it
        assert 'first_call_answer_seconds_count{kind="command"} 1.0' in text
        assert "first_call_database_answers 1.0" in text
        assert "first_call_due_lag_seconds" in text
        assert not [word for word in (CLIENT, PERSON, PLACE, story.fred.id) if word in text]
        for place in story.slack.unexpected():
            place.expected = True
    finally:
        story.bot.metrics.stop()
