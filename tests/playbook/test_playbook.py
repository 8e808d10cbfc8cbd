"""The playbook that ships is whole, and a broken one is refused in a sentence that says where and what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.playbook import PLAYBOOK, PlaybookError, Step, load_playbook
from bot.playbook.load import FOLDER

EVERY_STEP = pytest.mark.parametrize("step", PLAYBOOK.steps, ids=lambda step: step.key)
LINES = [
    *(piece.says for piece in PLAYBOOK.advice.values()),
    *(text for step in PLAYBOOK.steps for text in (step.do, step.how, step.say, step.avoid)),
    *(line.text for line in (*PLAYBOOK.preparation, PLAYBOOK.voicemail, PLAYBOOK.could_not_reach_text)),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("advice.toml", "phases.toml", "lines.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def rewrite(copy: Path, name: str, old: str, new: str) -> None:
    text = (copy / name).read_text(encoding="utf-8")
    assert old in text, f"{name} no longer says: {old}"
    (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(copy: Path) -> str:
    with pytest.raises(PlaybookError) as refused:
        load_playbook(copy)
    return str(refused.value)


# The one that ships


def test_the_ten_phases_come_in_order() -> None:
    assert [phase.name for phase in PLAYBOOK.phases] == [
        "Prepare",
        "Call",
        "Listen",
        "Acknowledge",
        "Understand",
        "Apologise",
        "Solve",
        "Commit",
        "Follow up",
        "Reflect",
    ]


def test_every_phase_has_two_to_four_steps() -> None:
    assert {phase.key: len(phase.steps) for phase in PLAYBOOK.phases if not 2 <= len(phase.steps) <= 4} == {}


def test_the_first_thing_on_the_call_is_to_phone() -> None:
    call = PLAYBOOK.phases[1]
    assert call.steps[0].key == "phone_now"
    assert call.steps[0].proved_by == "reached"


def test_each_logged_act_proves_one_step() -> None:
    proved = {step.proved_by: step.key for step in PLAYBOOK.steps if step.proved_by}
    assert proved == {"reached": "phone_now", "agreed": "promise_on_record", "closed": "write_the_lesson"}
    assert sum(step.proved_by is not None for step in PLAYBOOK.steps) == 3


@EVERY_STEP
def test_a_step_cites_advice_that_exists(step: Step) -> None:
    assert step.source
    assert set(step.source) <= set(PLAYBOOK.advice)


@EVERY_STEP
def test_a_step_names_the_articles_it_rests_on_once_each(step: Step) -> None:
    titles = PLAYBOOK.sources(step)
    assert titles
    assert len(titles) == len(set(titles))


@EVERY_STEP
def test_a_step_is_found_by_its_key_and_knows_its_phase(step: Step) -> None:
    assert PLAYBOOK.step(step.key) is step
    assert step in PLAYBOOK.phase_of(step.key).steps


def test_a_key_nobody_knows_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PLAYBOOK.step("shout_back")


def test_sources_are_told_in_the_order_they_are_cited() -> None:
    assert PLAYBOOK.sources(PLAYBOOK.step("phone_now")) == ("Dealing with an angry client", "Earning back respect")


def test_advice_belongs_to_the_article_its_id_begins_with() -> None:
    assert [piece.id for piece in PLAYBOOK.advice.values() if not piece.id.startswith(piece.article)] == []


def test_the_preparation_is_three_lines() -> None:
    assert len(PLAYBOOK.preparation) == 3


def test_nobody_is_shouted_at() -> None:
    assert [line for line in LINES if "!" in line] == []


def test_what_is_left_for_the_client_has_nothing_to_fill_in() -> None:
    for text in (PLAYBOOK.voicemail.text, PLAYBOOK.could_not_reach_text.text):
        assert not set("…{}[]<>_") & set(text)


def test_no_line_to_say_undoes_its_own_apology() -> None:
    undone = ("sorry if", "sorry but", "sorry, but", "calm down", "actually", "in fact", "guarantee", "never again")
    assert [step.say for step in PLAYBOOK.steps if any(words in step.say.lower() for words in undone)] == []


def test_advice_that_no_step_cites_is_reported(record_property: Callable[[str, object], None]) -> None:
    cited = {advice_id for step in PLAYBOOK.steps for advice_id in step.source}
    record_property("advice not cited by a step", " ".join(sorted(set(PLAYBOOK.advice) - cited)))


# A broken one


def test_a_whole_copy_is_read_as_the_original_is(copy: Path) -> None:
    assert load_playbook(copy).phases == PLAYBOOK.phases


BROKEN = {
    "an unknown advice id": (
        "phases.toml",
        'source = ["U3"]',
        'source = ["U99"]',
        "phases.toml, step offer_to_meet: there is no advice 'U99'; cite one from advice.toml, or add it there.",
    ),
    "an unknown advice id outside the steps": (
        "lines.toml",
        'source = ["D4"]',
        'source = ["D44"]',
        "lines.toml, preparation 2: there is no advice 'D44'; cite one from advice.toml, or add it there.",
    ),
    "an empty line": (
        "phases.toml",
        'say = "Yes. I see. Go on."',
        'say = " "',
        "phases.toml, step stay_present: 'say' is missing or empty; write one line of text.",
    ),
    "a missing field": (
        "phases.toml",
        'say = "Yes. I see. Go on."\n',
        "",
        "phases.toml, step stay_present: 'say' is missing or empty; write one line of text.",
    ),
    "a line that is two": (
        "phases.toml",
        'say = "Yes. I see. Go on."',
        'say = "Yes.\\nGo on."',
        "phases.toml, step stay_present: 'say' must be one line; take out the breaks, and the spaces around it.",
    ),
    "no source": (
        "phases.toml",
        'source = ["U3"]',
        "source = []",
        "phases.toml, step offer_to_meet: 'source' is missing or empty; give a list such as [\"P2\"].",
    ),
    "a source cited twice": (
        "phases.toml",
        'source = ["U3"]',
        'source = ["U3", "U3"]',
        "phases.toml, step offer_to_meet: 'source' names one thing twice; keep it once.",
    ),
    "an unknown field": (
        "phases.toml",
        'say = "Yes. I see. Go on."',
        'says = "Yes. I see. Go on."',
        "phases.toml, step stay_present: 'says' is not a field here; take it out,",
    ),
    "too much to do": (
        "phases.toml",
        'do = "Let them say all of it"',
        'do = "Let them say all of it to the very end of this"',
        "phases.toml, step let_them_finish: 'do' has 12 words; shorten it to 11.",
    ),
    "a key twice": (
        "phases.toml",
        'key = "own_the_wait"',
        'key = "phone_now"',
        "phases.toml, step phone_now: the key 'phone_now' is taken; give every phase and step a key of its own.",
    ),
    "a key that is not snake_case": (
        "phases.toml",
        'key = "own_the_wait"',
        'key = "Own the wait"',
        "phases.toml, step Own the wait: the key 'Own the wait' must be snake_case, such as phone_now.",
    ),
    "a line over its length": (
        "phases.toml",
        'say = "Yes. I see. Go on."',
        f'say = "{"y" * 141}"',
        "phases.toml, step stay_present: 'say' has 141 characters; shorten it to 140.",
    ),
    "an unknown proof": (
        "phases.toml",
        'proved_by = "agreed"',
        'proved_by = "hoped"',
        "phases.toml, step promise_on_record: nothing is logged as 'hoped'; 'proved_by' is one of reached,",
    ),
    "a line said twice": (
        "phases.toml",
        'say = "What else should I know?"',
        'say = "YES: I see – go on"',
        "phases.toml, step ask_what_else: “YES: I see – go on” is said already in phases.toml, step stay_present;",
    ),
    "an article nobody wrote": (
        "advice.toml",
        'article = "P"',
        'article = "X"',
        "advice.toml, advice, P1: there is no article 'X'; use one of R, U, D, S, P.",
    ),
    "a file that is not TOML": ("lines.toml", "[voicemail]", "[voicemail", "lines.toml: this is not valid TOML ("),
    "no voicemail": (
        "lines.toml",
        "[voicemail]",
        "[could_not_reach_text.voicemail]",
        "lines.toml: 'voicemail' is missing or empty; write it as a table.",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_playbook_is_refused_for(copy: Path, name: str, old: str, new: str, says: str) -> None:
    rewrite(copy, name, old, new)
    assert refusal(copy).startswith(says)


def test_a_phase_without_steps_is_refused(copy: Path) -> None:
    rewrite(copy, "phases.toml", "[[phase]]", '[[phase]]\nkey = "wait"\nname = "Wait"\n\n[[phase]]')
    assert refusal(copy) == "phases.toml, phase wait: 'step' is missing or empty; write at least one [[…step]]."


def test_a_file_that_is_gone_is_refused(copy: Path) -> None:
    (copy / "lines.toml").unlink()
    assert refusal(copy) == f"lines.toml: there is no such file in {copy}; put it back."
