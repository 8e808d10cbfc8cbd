from bot.features.people.usecases import update_person
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening
from bot.slack.people import described, do_not_disturb

on = Listening()


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
