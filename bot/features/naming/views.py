from collections.abc import Sequence

from bot.db.models import Escalation
from bot.features.escalations.views import Act as CardAct
from bot.slack.blocks import View, actions, button
from bot.slack.sentences import says
from bot.words import t
from bot.words.local import any_of

CHOICES = (CardAct.FIRST, CardAct.SECOND, CardAct.THIRD, CardAct.FOURTH)


def which_client_view(escalation: Escalation, choices: Sequence[str] = ()) -> View:
    """`choices` are the names of those whom the typed name may mean."""
    if not choices:
        pressed = actions(button(t("Name the client"), CardAct.CORRECT, escalation.id, style="primary"))
        return says("*Which client is this?* The clock runs already.", more=[pressed])
    pressed = actions(
        *(button(name, act, escalation.id) for name, act in zip(choices, CHOICES, strict=False)),
        button(t("A new client"), CardAct.NEW_CLIENT, escalation.id),
    )
    typed = escalation.client_typed
    if len(choices) > 1:
        return says(
            "*Which one: {names}?* “{typed}” was typed. The clock runs already.",
            names=any_of(choices), typed=typed, more=[pressed],
        )  # fmt: skip
    return says(
        "*Is it {name}?* “{typed}” was typed. The clock runs already.", name=choices[0], typed=typed, more=[pressed]
    )
