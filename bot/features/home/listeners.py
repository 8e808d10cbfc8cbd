from bot.features.home.usecases import drop_message, health_of, home_of, retry_message
from bot.features.home.views import COMMAND, Act
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
        said = retry_message(work, heard.actor, heard.value)
    return _shown(heard, said)


@on.action(Act.DROP)
def drop_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        said = drop_message(work, heard.actor, heard.value)
    return _shown(heard, said)


@on.command(COMMAND)
def show_health_by_command(heard: Heard) -> View | None:
    wrong = heard.health()
    with heard.look() as work:
        return health_of(work, heard.actor, wrong)


def _shown(heard: Heard, said: View) -> View | None:
    """On the Home tab the list itself shows what became of it; elsewhere a word says it."""
    _publish(heard, heard.actor)
    return None if heard.is_on_home else said


def _publish(heard: Heard, user_id: str) -> None:
    with heard.look() as work:
        blocks = home_of(work, user_id)
    heard.client.views_publish(user_id=user_id, view={"type": "home", "blocks": blocks})
