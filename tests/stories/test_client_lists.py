"""Clients come in from a list and go out as one, all of it or nothing: in Slack, and from a shell."""

from pathlib import Path

import pytest
from story import Story
from test_naming import clients, know

from bot.db.models import Client
from bot.errors import SettingError
from bot.shell import clients_from_shell

LIST = """name,aliases,phone,account_owner,prefers_writing,notes
Acme Ltd,Acme; The Acme,020 7946 0018,U0OLIVIA1,yes,"Ring, twice"
Globex,,,,,
"""


def shell(story: Story, *words: str) -> str:
    return clients_from_shell(story.settings, story.slack.clock.now, words)


def imports(story: Story, listed: str) -> None:
    story.lena.runs("/angry-client clients")
    story.lena.fills({"The list, as CSV": listed})
    story.lena.submits()


def test_a_list_is_pasted_and_shown_again(story: Story) -> None:
    imports(story, LIST)
    story.lena.sees("2 new, 0 changed, 0 as they were.")
    story.lena.cancels()
    assert clients(story) == ["Acme Ltd", "Globex"]
    imports(story, "name,phone\nthe acme,030 123456\n")
    story.lena.sees("0 new, 1 changed, 0 as they were.")
    story.lena.cancels()
    with story.bot.doors.look(story.bot.workspace_id) as work:
        acme = work.one(work.select(Client).where(Client.name == "Acme Ltd"), lock=False)
        assert (acme.phone, acme.notes, acme.prefers_writing, acme.account_owner) == (
            "030 123456", "Ring, twice", True, story.olivia.id,
        )  # fmt: skip
    story.lena.runs("/angry-client clients")
    assert "Ring, twice" in story.lena.reads(story.lena.sees("2 clients."))
    story.lena.submits()  # as it stands there
    story.lena.sees("0 new, 0 changed, 2 as they were.")


def test_of_a_list_with_a_bad_line_nothing_is_taken_and_each_is_said(story: Story) -> None:
    know(story, "Initech")
    rows = ["Good,,,", "Bad,,Atlantis,", "Good,,,", "Evil,initech,,", "Ugly,,,U0GUS0001", ",x,,"]
    imports(story, "\n".join(["name,aliases,zone,deputy", *rows]))
    said = story.lena.reads(story.lena.sees("Nothing was imported."))
    for line in (
        "Line 3: I know no such zone", "Line 4: “Good” stands in line 2 too", "Line 5: “initech” is another client's",
        "Line 6: Gus is a guest", "Line 7: Name the client",
    ):  # fmt: skip
        assert line in said
    assert clients(story) == ["Initech"]


def test_only_a_lead_may(story: Story) -> None:
    assert "Only a lead can import and merge clients." in (story.fred.runs("/angry-client clients") or "")


def test_from_a_shell_what_goes_out_comes_in_and_changes_nothing(story: Story, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text(LIST, encoding="utf-8")
    assert shell(story, "import", str(file)) == "2 new, 0 changed, 0 as they were.\n"
    listed = shell(story, "export")
    file.write_text(listed, encoding="utf-8", newline="")
    assert shell(story, "import", str(file)) == "0 new, 0 changed, 2 as they were.\n"
    assert shell(story, "export") == listed
    file.write_text("name\n=bad\nname\nname\n", encoding="utf-8")
    with pytest.raises(SettingError, match="Line 4: “name” stands in line 3 too"):
        shell(story, "import", str(file))
    assert shell(story, "export") == listed


@pytest.mark.parametrize("words", [[], ["list"], ["import"], ["export", "x"], ["import", "/no/such/file.csv"]])
def test_what_the_shell_does_not_know_is_said(story: Story, words: list[str]) -> None:
    with pytest.raises(SettingError, match=r"Say python app.py clients|I can't read"):
        shell(story, *words)
