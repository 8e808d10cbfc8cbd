from bot.features.home.usecases import (
    close_home,
    drop_message,
    health_of,
    home_of,
    leaf,
    list_mine,
    list_open,
    open_home,
    retry_message,
)
from bot.features.home.views import HEALTH, MINE, OPEN, Act
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.event("app_home_opened")
def show_home(heard: Heard) -> View | None:
    user_id = heard.event["user"]
    if heard.event.get("tab") != "home":
        with heard.open_work() as work:
            close_home(work, user_id)
        return None
    heard.meet(user_id)
    _publish(heard, user_id)
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


@on.action(Act.MINE_BACK)
def leaf_mine_back_by_button(heard: Heard) -> View | None:
    return _leaf(heard, "mine_page")


@on.action(Act.MINE_ON)
def leaf_mine_on_by_button(heard: Heard) -> View | None:
    return _leaf(heard, "mine_page")


@on.action(Act.BOARD_BACK)
def leaf_board_back_by_button(heard: Heard) -> View | None:
    return _leaf(heard, "board_page")


@on.action(Act.BOARD_ON)
def leaf_board_on_by_button(heard: Heard) -> View | None:
    return _leaf(heard, "board_page")


@on.action(Act.HEALTH)
def show_health_by_button(heard: Heard) -> View | None:
    return _health(heard)


@on.command(HEALTH)
def show_health_by_command(heard: Heard) -> View | None:
    return _health(heard)


@on.command(OPEN)
def list_open_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return list_open(work, heard.actor)


@on.command(MINE)
def list_mine_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return list_mine(work, heard.actor)


def _health(heard: Heard) -> View:
    wrong = heard.health()
    with heard.look() as work:
        return health_of(work, heard.actor, wrong)


def _leaf(heard: Heard, which: str) -> View | None:
    with heard.open_work() as work:
        leaf(work, heard.actor, **{which: int(heard.value)})
    _publish(heard, heard.actor)
    return None


def _shown(heard: Heard, said: View) -> View | None:
    """On the Home tab the list itself shows what became of it; elsewhere a word says it."""
    if not heard.is_on_home:
        return said
    _publish(heard, heard.actor)
    return None


def _publish(heard: Heard, user_id: str) -> None:
    """At once, since somebody waits for it. What changes after that is the outbox's to show."""
    with heard.look() as work:
        blocks = home_of(work, user_id)
    heard.client.views_publish(user_id=user_id, view={"type": "home", "blocks": blocks})
    with heard.open_work() as work:
        open_home(work, user_id, blocks)
