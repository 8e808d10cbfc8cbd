from collections.abc import Sequence

from bot.db.models import Escalation
from bot.features.escalations.views import Act as CardAct
from bot.slack.blocks import View, actions, button, says
from bot.slack.text import Bold
from bot.words.local import any_of

CHOICES = (CardAct.FIRST, CardAct.SECOND, CardAct.THIRD, CardAct.FOURTH)


def which_client_view(escalation: Escalation, choices: Sequence[str] = ()) -> View:
    """`choices` are the names of those whom the typed name may mean."""
    if not choices:
        pressed = actions(button("Name the client", CardAct.CORRECT, escalation.id, style="primary"))
        return says(Bold("Which client is this?"), " The clock runs already.", more=[pressed])
    pressed = actions(
        *(button(name, act, escalation.id) for name, act in zip(choices, CHOICES, strict=False)),
        button("A new client", CardAct.NEW_CLIENT, escalation.id),
    )
    asked = f"Which one: {any_of(choices)}?" if len(choices) > 1 else f"Is it {choices[0]}?"
    typed = f" “{escalation.client_typed}” was typed. The clock runs already."
    return says(Bold(asked), typed, more=[pressed])
