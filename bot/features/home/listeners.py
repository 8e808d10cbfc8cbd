from bot.features.home.usecases import drop_message, home_of, retry_message
from bot.features.home.views import Act
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.event("app_home_opened")
def show_home(heard: Heard) -> View | None:
    if heard.event.get("tab") == "home":
        heard.meet(heard.event["user"])
        _publish(heard, heard.event["user"])
    return None


@on.action(Act.RETRY)
def retry_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        retry_message(work, heard.actor, heard.value)
    _publish(heard, heard.actor)
    return None


@on.action(Act.DROP)
def drop_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        drop_message(work, heard.actor, heard.value)
    _publish(heard, heard.actor)
    return None


def _publish(heard: Heard, user_id: str) -> None:
    with heard.look() as work:
        blocks = home_of(work, user_id)
    heard.client.views_publish(user_id=user_id, view={"type": "home", "blocks": blocks})
