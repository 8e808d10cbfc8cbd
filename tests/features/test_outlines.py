"""The screens as people read them. A word that changes on purpose is changed here too."""

from datetime import timedelta
from textwrap import dedent

import pytest
from rows import (
    FLAGGER,
    NOW,
    OWNER,
    THREAD,
    Typed,
    ask_of,
    by_letter,
    escalation_of,
    hand_over_of,
    heard,
    name,
    promise_of,
    read,
    standing_of,
    steps_of,
)

from bot.features.asks.views import asks_view
from bot.features.checklist.views import checklist_view
from bot.features.closing.rules import Blocker
from bot.features.closing.views import close_form
from bot.features.corrections.views import changes_between, is_doubtful
from bot.features.digest.rules import WEEK, Figures, Lesson, without_lessons
from bot.features.digest.views import digest_view
from bot.features.escalations.rules import State
from bot.features.escalations.views import card_view, client_name, contact_name
from bot.features.flagging.views import flag_form, kept_view
from bot.features.follow_ups.views import follow_up_view
from bot.features.hand_overs.views import offered_view
from bot.features.home.views import Home, Page, Row, home_blocks
from bot.features.nudges.views import call_whom, lead_view, owner_is_off_view, phone_now_view
from bot.features.owners.views import owner_gone_view
from bot.playbook import PLAYBOOK
from bot.words.local import minutes

ACME, NOBODY, FRONT_DESK = Typed(), Typed(client=""), Typed(contact="", phone="")
LATER = "Remind me in 10 minutes | Remind me in half an hour | Remind me after my meeting"
MENU = "[⋮ Hand over | Bring somebody in | Correct client or heat | Merge with another"
TWO_OPENERS = [f"{number}. {line.text}" for number, line in enumerate(PLAYBOOK.preparation, 1)]


def is_read(view: object, lines: str) -> None:
    assert read(view) == dedent(lines).strip()  # type: ignore[arg-type]


def test_the_card_of_a_client_who_waits() -> None:
    card = card_view(standing_of(ACME))
    is_read(
        card,
        f"""
        Acme Corp  ●●●●● furious
        ⏳ Waiting for a call. Flagged 14 minutes ago by Fred.
        Owner: Olivia
        Next: {PLAYBOOK.steps[0].do}
        > third wrong invoice, they are furious
        [I'm calling] {MENU} | Not an angry client]
    """,
    )
    assert heard(card) == "Acme Corp is furious and waits for a call. Flagged 14 minutes ago. Olivia has it."


def test_the_card_says_until_when_an_owner_is_off_and_who_was_told() -> None:
    off = standing_of(ACME, owner_off_until=NOW + timedelta(hours=10), told={FLAGGER: None})
    assert "Owner: Olivia, off until today at 20:00. Fred was told." in read(card_view(off))
    asleep = standing_of(ACME, owner_off_until=NOW + timedelta(hours=10), told={FLAGGER: NOW + timedelta(hours=9)})
    assert "off until today at 20:00. Fred hears of it today at 19:00." in read(card_view(asleep))
    calling = standing_of(ACME, owner_off_until=NOW + timedelta(hours=10), calling_since=NOW, calling_by=OWNER)
    assert "off until" not in read(card_view(calling))


def test_a_lead_reads_who_is_off_and_who_is_gone_with_what_can_be_done() -> None:
    is_read(
        owner_is_off_view(escalation_of(ACME), "Olivia", NOW + timedelta(hours=10), THREAD),
        """
        Acme Corp is furious, and Olivia is off until today at 20:00. {call}, or choose who does. See the thread.
        [Take over] [Reassign]
    """.replace("{call}", "Call Ann Lee at Acme Corp: +44 20 7946 0018"),
    )
    is_read(
        owner_gone_view(escalation_of(ACME, owner=None), "Olivia", "deactivated", THREAD),
        """
        Nobody has Acme Corp any more. Olivia is deactivated. Choose who goes on. See the thread.
        [I'll take it] [Choose an owner]
    """,
    )


def test_the_card_of_a_client_nobody_has_named_or_taken() -> None:
    is_read(
        card_view(standing_of(NOBODY, owner=None, heat=4)),
        f"""
        A client  ●●●●○ angry
        ⏳ Waiting for a call. Flagged 14 minutes ago by Fred.
        Owner: nobody yet
        Next: {PLAYBOOK.steps[0].do}
        > third wrong invoice, they are furious
        [I'll take it] [⋮ Choose an owner | Correct client or heat | Merge with another | Not an angry client]
    """,
    )


def test_the_card_says_to_whom_it_is_offered_and_who_helps() -> None:
    def owner_row(**values: object) -> str:
        return read(card_view(standing_of(ACME, **values))).splitlines()[2]  # type: ignore[arg-type]

    assert owner_row(offered_to=FLAGGER) == "Owner: Olivia, offered to Fred"
    assert owner_row(helping=[FLAGGER]) == "Owner: Olivia, helped by Fred"
    assert owner_row(offered_to=FLAGGER, helping=[FLAGGER, OWNER]).endswith("Fred, helped by Fred and Olivia")
    assert owner_row(helping=[FLAGGER] * 3) == "Owner: Olivia", "too many to be read at a glance"


def test_who_wants_letters_is_written_to() -> None:
    letter = by_letter(ACME)
    lines = read(phone_now_view(letter, THREAD, again=False)).splitlines()
    assert lines[0] == "Acme Corp is furious. Write to Ann Lee now. They want it in writing: don't phone."
    assert lines[-1] == f"[I've written] [Hand over] [⋮ {LATER} | No more reminders]"
    assert ACME.phone not in "\n".join(lines)
    assert call_whom(letter) == "Ann Lee at Acme Corp"
    lead = read(lead_view(letter, NOW, "Olivia", THREAD))
    assert "Olivia has it. Write to Ann Lee at Acme Corp, or choose who does." in lead


def test_the_brief_stands_in_one_block_and_leaves_out_what_is_empty() -> None:
    hand_over = hand_over_of(ACME, promises="")
    told = offered_view(escalation_of(ACME), hand_over, "Olivia", "Olivia", THREAD, again=False)
    assert read(told).splitlines() == [
        "Olivia asks you to take over Acme Corp. Olivia has it until you accept. See the thread.",
        "What happened: third wrong invoice, they are furious", "Their mood: Furious",
        "Don't say: Two people check an invoice before it leaves.", "[Accept] [Decline]",
    ]  # fmt: skip


def test_the_card_of_a_client_who_has_been_here_before() -> None:
    is_read(
        card_view(standing_of(ACME, "agreed", earlier=2, promise=promise_of(ACME), last_promise="broken")),
        f"""
        Acme Corp  ●●●●● furious
        ✓ Agreed today at 10:00, after 12 minutes.
        Owner: Olivia
        Next: {PLAYBOOK.steps[0].do}
        Promised: send the corrected invoice, by today at 14:00
        Third in 60 days; last cause: an invoice they did not expect; last promise: broken.
        > third wrong invoice, they are furious
        [Close] {MENU} | Another promise]
    """,
    )


def test_the_card_when_it_is_over() -> None:
    is_read(
        card_view(standing_of(ACME, "closed")),
        """
        Acme Corp  ●●●●● furious
        ■ Closed today at 10:00: parted well.
        > third wrong invoice, they are furious
        [Reopen] [⋮ Correct client or heat]
    """,
    )
    is_read(
        card_view(standing_of(ACME, "undone")),
        """
        Acme Corp  ●●●●● furious
        ✕ Not an angry client. The flag was taken back.
        > third wrong invoice, they are furious
        [It is one after all]
    """,
    )


@pytest.mark.parametrize("state", State)
def test_a_card_states_at_most_six_facts(state: State) -> None:
    """Beside the quotation and what can be pressed."""
    fullest = standing_of(
        ACME, state, earlier=20, promise=promise_of(ACME), last_promise="broken", source=THREAD, merged_into=THREAD,
        source_channel="C0GENERAL", source_ts="1.2", relapses=1,
    )  # fmt: skip
    facts = [line for line in read(card_view(fullest)).splitlines() if line[0] not in ">["]
    assert len(facts) <= 6, "\n".join(facts)


@pytest.mark.parametrize("state", State)
def test_the_state_is_told_by_a_word_and_a_sign(state: State) -> None:
    second = read(card_view(standing_of(ACME, state))).splitlines()[1]
    assert second[0] in "⏳✓■✕→"
    assert second[2].isupper()


def test_the_checklist_opens_one_phase_at_a_time() -> None:
    first, second, *later = PLAYBOOK.phases
    steps = steps_of(ACME, done=len(first.steps) + 1)
    rest = [line for step in second.steps[1:] for line in (f"○ {step.do}", "[Done] [Skip] [How?]")]
    lines = read(checklist_view(steps, name, live=True)).splitlines()
    assert lines[0].startswith(f"✓ {first.name}")
    assert "Olivia" in lines[0]
    assert lines[1] == f"2  {second.name}"
    assert lines[2].startswith(f"✓ {second.steps[0].do}")
    assert lines[3 : 3 + len(rest)] == rest
    assert lines[3 + len(rest)] == "Then: " + " · ".join(phase.name for phase in later)
    assert lines[-1].startswith("[Undo")
    assert "[" not in read(checklist_view(steps, name, live=False)), "nothing can be pressed once it is over"


def test_the_owner_reads_whom_to_call_before_anything_else() -> None:
    words = phone_now_view(escalation_of(ACME), THREAD, again=False)
    lines = read(words).splitlines()
    assert lines[0] == "Acme Corp is furious. Call Ann Lee now: +44 20 7946 0018. Don't e-mail."
    assert lines[1:-2] == TWO_OPENERS
    pressed = f"[I'm calling] [Couldn't reach] [Hand over] [⋮ {LATER} | No more reminders]"
    assert lines[-2:] == ["Everything is in the thread.", pressed]
    assert heard(words) == lines[0]


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        (FRONT_DESK, "Acme Corp is furious. Call them now. Don't e-mail.", "No phone number is known"),
        (Typed(phone="ask reception"), "Acme Corp is furious. Call Ann Lee now: ask reception.", "doesn't look like a"),
        (NOBODY, "A client is furious. Call them now. Don't e-mail.", "Nobody has said yet which client it is"),
    ],
)
def test_the_owner_reads_what_is_missing(typed: Typed, first: str, second: str) -> None:
    lines = read(phone_now_view(escalation_of(typed), THREAD, again=False)).splitlines()
    assert lines[0].startswith(first)
    assert second in lines[1]


def test_a_relapse_is_no_new_flag() -> None:
    words = phone_now_view(escalation_of(ACME), THREAD, again=True)
    assert heard(words).startswith("Acme Corp is still unhappy. Call Ann Lee now")


def test_the_lead_reads_how_long_and_what_a_lead_can_do() -> None:
    lead = lead_view(escalation_of(ACME), NOW, "Olivia", THREAD)
    assert heard(lead).startswith("Acme Corp has waited 14 minutes and nobody has spoken with them. Olivia has it.")
    assert read(lead).splitlines()[-1] == f"[Take over] [Reassign] [Give 15 minutes] [⋮ {LATER}]"
    unowned = lead_view(escalation_of(ACME, owner=None), NOW, "", THREAD)
    assert read(unowned).splitlines()[-1] == f"[I'll take it] [Choose an owner] [⋮ {LATER}]"


def test_what_is_due_together_is_one_message() -> None:
    words = phone_now_view(escalation_of(ACME), THREAD, again=False)
    other = follow_up_view(escalation_of(ACME, "agreed"), 5, THREAD)
    both = asks_view([ask_of(words), ask_of(other, 1)])
    assert heard(both).startswith(f"Two things need you. {heard(words)}")
    assert read(both) == f"{read(words)}\n---\n{read(other)}"


def test_what_is_done_elsewhere_is_struck_out_and_says_why() -> None:
    words = phone_now_view(escalation_of(ACME), THREAD, again=False)
    struck = asks_view([ask_of(words, state="struck", struck_why="Sam has spoken with them.")])
    assert read(struck).splitlines() == [read(words).splitlines()[0], "✓ Sam has spoken with them."]
    spans = [element for element in struck.blocks[0]["elements"][0]["elements"] if element["type"] == "text"]
    assert all(span["style"]["strike"] for span in spans)


@pytest.mark.parametrize(
    ("due", "may_be_said", "last"),
    [
        (1, 1, None),
        (180, 180, "Due today at 07:00, sent today at 10:00: I was down."),
        (180, 90, "Due today at 07:00, sent today at 10:00: I was down."),
        (180, 0, "Due today at 07:00, sent today at 10:00: you were off then."),
        (4, 0, "Due today at 09:56, sent today at 10:00: I had just written to you."),
        (1, 0, None),
    ],
)
def test_what_comes_late_says_when_it_was_due_and_why(due: int, may_be_said: int, last: str | None) -> None:
    words = phone_now_view(escalation_of(ACME), THREAD, again=False)
    times = {"due_at": NOW - timedelta(minutes=due), "speak_at": NOW - timedelta(minutes=may_be_said)}
    said = read(asks_view([ask_of(words, **times)])).splitlines()[-1]
    assert said == (last or read(words).splitlines()[-1])


def test_closing_names_each_thing_that_blocks_it_with_its_button() -> None:
    lines = read(close_form(escalation_of(ACME), [*Blocker], [promise_of(ACME)], False)).splitlines()
    assert lines[1] == "Not yet. Before Acme Corp can be closed:"
    assert "[Name the client]" in lines
    assert any("Speak with Ann Lee" in line for line in lines)
    assert any("send the corrected invoice" in line for line in lines)
    assert "[Close it]" not in lines[-1]


def test_monday_reads_the_week_and_what_was_learned() -> None:
    week = Figures(
        since=NOW - WEEK, until=NOW, opened=3, closed=2, open_now=1, waits=[timedelta(minutes=12)], kept=2, moved=1,
        late_or_broken=1, relapses=1,
        lessons=[Lesson(client="Acme Corp", words="Check invoices twice.", cause="invoice"),
                 Lesson(client="Globex", words="Ask first.", cause="unknown")],
    )  # fmt: skip
    is_read(
        digest_view(week),
        """
        The week with our clients. From Feb 23, 2026 to Mar 2, 2026.
        3 opened, 2 closed, 1 open now.
        Minutes to the first call: 12 (median).
        Promises: 2 kept, 1 moved in time, 1 late or broken.
        1 came back unhappy.
        What we learned
        • Acme Corp: Check invoices twice. (an invoice they did not expect)
        • Globex: Ask first.
    """,
    )


def test_home_shows_mine_first_and_how_many_more() -> None:
    row = Row(escalation_of(ACME), "Olivia", THREAD)
    home = Home(mine=[row], mine_page=Page(0, 1), board=[row] * 15, board_page=Page(0, 2))
    lines = read(home_blocks(home)).splitlines()
    assert lines[0] == "# Yours"
    assert lines[1].startswith("Acme Corp  ●●●●● furious, waits for a call, flagged 14 minutes ago. Olivia has it.")
    assert lines[2] == f"[I'm calling] {MENU} | Not an angry client]"
    assert lines[4] == "# The team's"
    assert lines[-4:] == ["Page 1 of 2", "[More]", "---", "[Last seven days]"]


def test_the_form_asks_for_a_client_and_a_sentence_and_leaves_the_rest() -> None:
    form = flag_form(words="late again", heat=3)
    optional = {block["block_id"]: block["optional"] for block in form.blocks}
    assert optional == {
        "client": False,
        "sentence": False,
        "heat": False,
        "owner": True,
        "contact": True,
        "phone": True,
    }
    assert "How angry are they?: [●●●○○ upset ▾]" in read(form)
    assert "What happened?: late again" in read(form)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-60, "less than a minute"), (0, "less than a minute"), (29, "less than a minute"), (60, "1 minute"),
        (89, "1 minute"), (120, "2 minutes"), (14 * 60, "14 minutes"), (119 * 60, "119 minutes"),
        (120 * 60, "2 hours"), (26 * 3600, "26 hours"),
    ],
)  # fmt: skip
def test_a_wait_is_said_in_words(seconds: int, said: str) -> None:
    assert minutes(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("typed", "client", "contact", "call"),
    [
        (ACME, "Acme Corp", "Ann Lee", "Ann Lee at Acme Corp: +44 20 7946 0018"),
        (FRONT_DESK, "Acme Corp", "Acme Corp", "Acme Corp"),
        (Typed(contact=""), "Acme Corp", "Acme Corp", "Acme Corp: +44 20 7946 0018"),
        (NOBODY, "A client", "the client", "them"),
    ],
)
def test_whom_to_call_in_words(typed: Typed, client: str, contact: str, call: str) -> None:
    escalation = escalation_of(typed)
    assert (client_name(escalation), contact_name(escalation), call_whom(escalation)) == (client, contact, call)


def test_what_was_corrected_is_said_and_nothing_else() -> None:
    before, after = ("Acme", 4, "Ann", "1"), ("Acme Corp", 5, "Ann", "2")
    assert changes_between(before, after) == ["the client is Acme Corp", "they are furious", "their number is 2"]
    assert changes_between(before, before) == []


@pytest.mark.parametrize(("phone", "doubtful"), [("", False), ("020 7946 0018", False), ("front desk", True)])
def test_a_number_that_is_none_is_doubtful_and_no_number_is_not(phone: str, doubtful: bool) -> None:
    assert is_doubtful(phone) is doubtful


def test_a_refused_command_gives_back_what_was_typed() -> None:
    assert kept_view("No.", "Acme | late").endswith("/angry-client Acme | late")


def test_a_digest_without_what_a_client_taught_us_reads_as_if_they_had_taught_nothing() -> None:
    def told(*lessons: Lesson) -> list[dict[str, object]]:
        return digest_view(Figures(
            since=NOW, until=NOW + WEEK, opened=3, closed=3, open_now=0, waits=[], kept=0, moved=0, late_or_broken=0,
            relapses=0, lessons=lessons,
        )).blocks  # fmt: skip

    acme, twice = (Lesson(client="Acme", words=words, cause="invoice") for words in ("Ask first.", "Ask twice."))
    globex = Lesson(client="Globex", words="• Acme: read it aloud.", cause=None)
    renamed = Lesson(client="Acme Ltd", words="Ask first.", cause=None)
    everything = told(acme, globex, twice, renamed)
    assert without_lessons(everything, "Acme", "Ask first.") == told(globex)
    assert without_lessons(everything, "Nobody", "") == everything
    assert without_lessons(told(acme), "Acme", "") == told()
    assert without_lessons(told(), "Acme", "Ask first.") == told()
