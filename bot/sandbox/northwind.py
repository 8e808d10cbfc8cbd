"""Northwind Studio: the workspace every sandbox begins with."""

from bot.sandbox.state import APP, TEAM, State
from bot.sandbox.things import Channel, Member

STRANGE_TEAM = "TSTRANGE"
EVERYBODY = ["fred", "olivia", "lena", "sam", "mia", "gus", "sid", "robo", "bot"]


def furnish(state: State) -> None:
    for member in _members(state.manifest.name):
        state.members[member.id] = member
    state.bot = state.member("firstcall")
    for channel in _channels(state):
        state.add_channel(channel)


def _members(bot_name: str) -> list[Member]:
    return [
        Member("U0FRED001", "fred", "Fred Flagger", "Europe/London", TEAM),
        Member("U0OLIVIA1", "olivia", "Olivia Owner", "Europe/London", TEAM),
        Member("U0LENA001", "lena", "Lena Lead", "Europe/Lisbon", TEAM, is_admin=True, locale="pt-PT"),
        Member("U0SAM0001", "sam", "Sam Support", "Europe/Berlin", TEAM, locale="de-DE"),
        Member("U0MIA0001", "mia", "Mia Member", "America/New_York", TEAM, locale="en-US"),
        Member("U0GUS0001", "gus", "Gus Guest", "Europe/London", TEAM, is_restricted=True),
        Member("U0SID0001", "sid", "Sid Single", "Europe/London", TEAM, is_ultra_restricted=True),
        Member("U0DORA001", "dora", "Dora Deactivated", "Europe/London", TEAM, deleted=True),
        Member("U0ROBO001", "robo", "Robo", "Europe/London", TEAM, bot_id="B0ROBO001", app_id="A0ROBO001"),
        Member("U0STAN001", "stan", "Stan Stranger", "America/Chicago", STRANGE_TEAM, locale="en-US"),
        Member("U0FIRSTCL", "firstcall", bot_name, "Etc/UTC", TEAM, bot_id="B0FIRSTCL", app_id=APP),
    ]


def _channels(state: State) -> list[Channel]:
    def channel(
        id_: str, name: str, people: list[str], kind: str = "channels", *, archived: bool = False, shared: bool = False
    ) -> Channel:
        ids = [state.bot.id if person == "bot" else state.member(person).id for person in people]
        return Channel(id_, name, kind, ids, state.member("lena").id, state.clock.seconds(), archived, shared)

    nobody_else = [person for person in EVERYBODY if person != "bot"]
    return [
        channel("C0ESCALAT", "escalations", EVERYBODY),
        channel("C0GENERAL", "general", EVERYBODY),
        channel("C0RANDOM0", "random", nobody_else),
        channel("C0CLIENTS", "clients", EVERYBODY),
        channel("C0LESSONS", "lessons", EVERYBODY),
        channel("C0SECRET0", "secret", ["lena", "bot"], "groups"),
        channel("C0ACMESHD", "acme-shared", ["fred", "olivia", "lena", "sam", "stan", "bot"], shared=True),
        channel("C0OLD0000", "old", EVERYBODY, archived=True),
    ]
