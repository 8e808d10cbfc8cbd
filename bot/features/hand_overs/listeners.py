from bot.features.hand_overs.rules import Brief
from bot.features.hand_overs.usecases import accept, decline, offer, offer_to_decline, what_to_hand_over
from bot.features.hand_overs.views import HAND_OVER, Act, FormId, decline_form
from bot.slack.blocks import View
from bot.slack.listening import Heard, Listening

on = Listening()


@on.action(HAND_OVER)
def open_brief_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = what_to_hand_over(work, heard.actor, heard.value)
    heard.open_form(form)
    return None


@on.form(FormId.OFFER)
def offer_by_form(heard: Heard) -> View | None:
    fields = heard.fields
    heard.meet(fields["receiver"])
    brief = Brief(**{part: fields[part] for part in ("facts", "promises", "mood", "avoid")})
    with heard.open_work() as work:
        offer(work, heard.actor, heard.value, fields["receiver"], brief)
    return None


@on.action(Act.ACCEPT)
def accept_by_button(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return accept(work, heard.actor, heard.value)


@on.action(Act.DECLINE)
def ask_why_by_button(heard: Heard) -> View | None:
    with heard.look() as work:
        form = decline_form(*offer_to_decline(work, heard.actor, heard.value))
    heard.open_form(form)
    return None


@on.form(FormId.DECLINE)
def decline_by_form(heard: Heard) -> View | None:
    with heard.open_work() as work:
        return decline(work, heard.actor, heard.value, heard.fields["reason"])
