from bot.features.asks.usecases import hold_anew_for_one, is_waited_for
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.event("user_change")
def hold_anew_by_change(heard: Heard) -> View | None:
    return _hold_anew(heard, heard.event["user"]["id"])


@on.event("dnd_updated_user")
def hold_anew_by_do_not_disturb(heard: Heard) -> View | None:
    return _hold_anew(heard, heard.event["user"])


def _hold_anew(heard: Heard, user_id: str) -> View | None:
    """Slack tells of every change of everybody: for most nothing waits."""
    with heard.look() as work:
        if not is_waited_for(work, user_id):
            return None
    with heard.open_work() as work:
        hold_anew_for_one(work, user_id)
    return None
