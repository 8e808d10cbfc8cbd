from enum import StrEnum

from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.digest.rules import BULLET, Figures, Lesson
from bot.slack.blocks import Block, View, context, lines, sentence
from bot.slack.text import Bold, Moment, Part

COMMAND = "/angry-client digest"
DAY = "{date_short}"
LESSONS_MOST = 15


class Act(StrEnum):
    SHOW = "digest.show"


def digest_view(figures: Figures) -> View:
    """What happened, what we learned. Nobody's name stands beside a figure."""
    period: list[Part] = ["From ", Moment(figures.since, DAY), " to ", Moment(figures.until, DAY), "."]
    title = sentence(Bold("The week with our clients. "), *period)
    if figures.is_quiet:
        still = f" {figures.open_now} still open." if figures.open_now else ""
        quiet = sentence("A quiet week: no angry client, nothing due.", still)
        return View(f"{title.text} {quiet.text}", [title.block, quiet.block])
    rows = [[row] for row in _rows(figures)]
    blocks: list[Block] = [title.block, lines(*rows)]
    if figures.lessons:
        blocks.append(lines([Bold("What we learned")], *(_lesson(lesson) for lesson in figures.lessons[:LESSONS_MOST])))
    if len(figures.lessons) > LESSONS_MOST:
        blocks.append(context(f"And {len(figures.lessons) - LESSONS_MOST} more."))
    return View(sentence(title.parts[0], *period, " ", " ".join(str(row[0]) for row in rows)).text, blocks)


def _rows(figures: Figures) -> list[str]:
    waited = figures.minutes_to_first_word
    return [
        f"{figures.opened} opened, {figures.closed} closed, {figures.open_now} open now.",
        f"Minutes to the first call: {waited} (median)." if waited is not None else "No first calls.",
        f"Promises: {figures.kept} kept, {figures.moved} moved in time, {figures.late_or_broken} late or broken.",
        *([f"{figures.relapses} came back unhappy."] if figures.relapses else []),
    ]


def _lesson(lesson: Lesson) -> list[Part]:
    cause = lesson.cause
    why = f" ({CAUSE_WORDS[Cause(cause)]})" if cause and cause != Cause.UNKNOWN else ""
    return [BULLET, Bold(lesson.client), f": {lesson.words}{why}"]
