from bot.features.snoozes.rules import Span
from bot.features.snoozes.usecases import mutable, mute, snooze, unmute
from bot.features.snoozes.views import AFTER_MEETING, LATER, MUCH_LATER, MUTE, Act, FormId, mute_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(LATER)
def snooze_ten_minutes_by_menu(heard: Heard) -> View | None:
    return _snooze(heard, Span.TEN_MINUTES)


@on.action(MUCH_LATER)
def snooze_half_an_hour_by_menu(heard: Heard) -> View | None:
    return _snooze(heard, Span.HALF_AN_HOUR)


@on.action(AFTER_MEETING)
def snooze_until_after_a_meeting_by_menu(heard: Heard) -> View | None:
    return _snooze(heard, Span.AFTER_MEETING)


@on.action(MUTE)
def ask_why_by_menu(heard: Heard) -> View | None:
    with heard.look() as work:
        form = mute_form(mutable(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.MUTE)
def mute_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        mute(work, heard.actor, heard.value, heard.fields["reason"])
    return None


@on.action(Act.UNMUTE)
def unmute_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return unmute(work, heard.actor, heard.value)


def _snooze(heard: Heard, span: Span) -> View | None:
    with heard.open_work() as work:
        return snooze(work, heard.actor, heard.value, span)
