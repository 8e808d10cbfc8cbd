from bot.features.people.usecases import note_change, note_member, update_person
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening
from bot.slack.people import described, do_not_disturb

on = Listening()
CONVERTED = ("channel_convert_to_private", "channel_convert_to_public")


@on.event("user_change")
def update_by_user_change(heard: Heard) -> View | None:
    user = heard.event["user"]
    with heard.open_work() as work:
        update_person(work, user["id"], described(user, work.workspace.id, work.workspace.zone))
    return None


@on.event("dnd_updated_user")
def update_by_do_not_disturb(heard: Heard) -> View | None:
    with heard.open_work() as work:
        update_person(work, heard.event["user"], do_not_disturb(heard.event["dnd_status"]))
    return None


@on.event("member_joined_channel")
def note_member_by_joining(heard: Heard) -> View | None:
    with heard.open_work() as work:
        note_member(work, heard.event["channel"], heard.event["user"], is_in=True)
    return None


@on.event("member_left_channel")
def note_member_by_leaving(heard: Heard) -> View | None:
    with heard.open_work() as work:
        note_member(work, heard.event["channel"], heard.event["user"], is_in=False)
    return None


@on.event("channel_left")
@on.event("group_left")
@on.event("channel_deleted")
@on.event("group_deleted")
def note_our_leaving(heard: Heard) -> View | None:
    return _note(heard, is_left=True)


@on.event("channel_archive")
@on.event("group_archive")
def note_archiving(heard: Heard) -> View | None:
    return _note(heard, is_archived=True)


@on.event("channel_unarchive")
@on.event("group_unarchive")
def note_bringing_back(heard: Heard) -> View | None:
    return _note(heard, is_archived=False)


@on.event("message")
def ask_anew_by_conversion(heard: Heard) -> View | None:
    """Made private or public: Slack tells it only as a message in the channel."""
    return _note(heard) if heard.event.get("subtype") in CONVERTED else None


@on.event("channel_shared")
def note_sharing(heard: Heard) -> View | None:
    return _note(heard, is_shared=True)


@on.event("channel_unshared")
def note_unsharing(heard: Heard) -> View | None:
    return _note(heard, is_shared=bool(heard.event.get("is_ext_shared")))


def _note(heard: Heard, **values: bool) -> View | None:
    with heard.open_work() as work:
        note_change(work, heard.event["channel"], **values)
    return None
