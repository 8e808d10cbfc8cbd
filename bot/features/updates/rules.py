from bot.days import WORKING_DAY
from bot.features.escalations.rules import Goal

RHYTHM = {
    5: Goal(4 * 60, is_working=True), 4: Goal(4 * 60, is_working=True), 3: Goal(WORKING_DAY, is_working=True),
    2: Goal(2 * WORKING_DAY, is_working=True), 1: Goal(2 * WORKING_DAY, is_working=True),
}  # fmt: skip
"""By heat: how long a client is left without a word from us, even where there is no news."""
