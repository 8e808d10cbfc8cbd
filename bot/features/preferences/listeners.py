from collections.abc import Iterable, Mapping

from bot.features.preferences.usecases import (
    begin,
    change_settings,
    channels_before,
    end_guide,
    form_of,
    needs_guide,
    rehearse,
    show_settings,
    throw_away,
    undo_change,
)
from bot.features.preferences.views import COMMAND, SECTION_OF, THROW_AWAY, Act, FormId
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening
from bot.slack.workspace import SeenChannel, see_channel

on = Listening()
CHANNELS = ("watched_channel", "digest_channel")


@on.command(COMMAND)
def show_settings_by_command(heard: Heard) -> View | None:
    with heard.look() as work:
        return show_settings(work, heard.actor)


@on.action(Act.SHOW)
def show_settings_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        return show_settings(work, heard.actor)


@on.action(Act.PEOPLE)
def open_people_by_button(heard: Heard) -> View | None:
    return _open(heard)


@on.action(Act.CLOCK)
def open_clock_by_button(heard: Heard) -> View | None:
    return _open(heard)


@on.action(Act.HOURS)
def open_hours_by_button(heard: Heard) -> View | None:
    return _open(heard)


@on.action(Act.DIGEST)
def open_digest_by_button(heard: Heard) -> View | None:
    return _open(heard)


@on.form(FormId.PEOPLE)
def change_people_by_form(heard: Heard) -> View | None:
    return _change(heard)


@on.form(FormId.CLOCK)
def change_clock_by_form(heard: Heard) -> View | None:
    return _change(heard)


@on.form(FormId.HOURS)
def change_hours_by_form(heard: Heard) -> View | None:
    return _change(heard)


@on.form(FormId.DIGEST)
def change_digest_by_form(heard: Heard) -> View | None:
    return _change(heard)


@on.action(Act.UNDO)
def undo_change_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        wanted = channels_before(work, heard.value)
    seen = _seen(heard, wanted)
    with heard.open_work() as work:
        return undo_change(work, heard.actor, heard.value, seen)


@on.event("app_home_opened")
def begin_by_opening(heard: Heard) -> View | None:
    """Who opens us first after the installation is shown around."""
    with heard.look() as work:
        if not needs_guide(work):
            return None
    heard.meet(heard.event["user"])
    with heard.open_work() as work:
        begin(work, heard.event["user"])
    return None


@on.action(Act.REHEARSE)
def rehearse_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        if work.first_time(f"rehearse:{heard.body['trigger_id']}"):
            return rehearse(work, heard.actor)
    return None


@on.action(THROW_AWAY)
def throw_away_by_menu(heard: Heard) -> View | None:
    with heard.open_work() as work:
        throw_away(work, heard.actor, heard.value)
    return None


@on.action(Act.DONE)
def end_guide_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return end_guide(work, heard.actor)


def _open(heard: Heard) -> View | None:
    with heard.look() as work:
        form = form_of(work, heard.actor, SECTION_OF[heard.name])
    heard.open_form(form)
    return None


def _change(heard: Heard) -> View:
    fields = heard.fields
    heard.meet(*fields.get("leads", "").split())
    with heard.look() as work:
        watched = work.workspace.watched_channel
    seen = _seen(heard, {watched, *(fields.get(name, "") for name in CHANNELS)})
    with heard.open_work() as work:
        return change_settings(work, heard.actor, fields, seen, heard.value)


def _seen(heard: Heard, channels: Iterable[str]) -> Mapping[str, SeenChannel]:
    return {channel: see_channel(heard.client, channel) for channel in channels if channel}
