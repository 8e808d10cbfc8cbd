from bot.features.owners.usecases import assign, assignable, claim, look_at_owned, owns_any, take_back
from bot.features.owners.views import ASSIGN, CLAIM, Act, FormId, assign_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(CLAIM)
def claim_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return claim(work, heard.actor, heard.value)


@on.action(ASSIGN)
def choose_owner_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = assign_form(assignable(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.ASSIGN)
def assign_by_form(heard: Heard) -> View | None:
    heard.meet(heard.fields["owner"])
    with heard.open_work() as work:
        assign(work, heard.actor, heard.value, heard.fields["owner"])
    return None


@on.action(Act.TAKE_BACK)
def take_back_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return take_back(work, heard.actor, heard.value)


@on.event("user_change")
def look_at_owned_by_change(heard: Heard) -> View | None:
    return _look(heard, heard.event["user"]["id"])


@on.event("dnd_updated_user")
def look_at_owned_by_do_not_disturb(heard: Heard) -> View | None:
    return _look(heard, heard.event["user"])


@on.event("member_left_channel")
def look_at_owned_by_leaving(heard: Heard) -> View | None:
    return _look(heard, heard.event["user"])


def _look(heard: Heard, user_id: str) -> View | None:
    """Slack tells of every change of everybody: most of them own nothing."""
    with heard.look() as work:
        if not owns_any(work, user_id):
            return None
    with heard.open_work() as work:
        look_at_owned(work, user_id)
    return None
