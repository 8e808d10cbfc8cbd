"""`python app.py settings`: the same rules from a shell, beside the running bot."""

from collections.abc import Callable

import pytest
from story import Story

from app import main
from bot.errors import SettingError
from bot.shell import settings_from_shell


def settings(story: Story, *words: str) -> str:
    return "\n".join(settings_from_shell(story.settings, story.slack.clock.now, words))


def test_it_shows_what_is_set_and_sets_what_is_given(story: Story) -> None:
    said = settings(story)
    assert "goal_furious=15    # A furious client is called within: 15 min" in said
    assert "# Leads: Lena" in said
    said = settings(story, "goal_furious=10 min", "zone=berlin", "digest_day=Friday", "rungs_off=half late")
    assert "goal_furious=10 " in said
    assert "zone=Europe/Berlin" in said
    assert "digest_day=4    # Day of the digest: Friday" in said
    assert settings(story) == said
    shown = story.lena.runs("/angry-client settings")
    assert "A furious client is called within: 10 min (was 15 min)" in shown
    assert "The operator, " in shown
    story.lena.clicks("Undo")
    story.lena.sees("It is as it was before.")
    assert "goal_furious=15 " in settings(story)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["goal_furious"], "I know no setting 'goal_furious'"),
        (["goal_livid=3"], "I know no setting"),
        (["goal_furious=soon"], "goal_furious: I can't read that as a time"),
        (["leads=U0GUS0001"], "Gus is a guest and can't be a lead"),
        (["leads=U0NOBODY9"], "Slack knows nobody with the id U0NOBODY9"),
        (["watched_channel=C0ACMESHD"], "shared with another company"),
        (["watched_channel=C0NOWHERE"], "I can't see that channel"),
        (["quiet_from=08:00"], "quiet all day"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_changed(
    story: Story, words: list[str], says: str
) -> None:
    before = settings(story)
    with pytest.raises(SettingError) as refused:
        settings(story, *words, "goal_cool=3 days")
    assert says in str(refused.value)
    assert settings(story) == before


def test_a_command_that_stands_alone_takes_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "goal_furious=10"])
    assert "run stands alone" in capsys.readouterr().err


def test_the_guide_is_for_who_sets_it_up_in_slack_only(tell: Callable[..., Story]) -> None:
    story = tell(leads=(), escalations_channel="", digest_channel="")
    settings(story, "leads=U0LENA001", "watched_channel=C0ESCALAT", "digest_channel=C0LESSONS")
    assert "Leads: Lena" in story.lena.runs("/angry-client settings")
