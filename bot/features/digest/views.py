from enum import StrEnum

from bot.features.causes.rules import CAUSE_WORDS, Cause
from bot.features.digest.rules import BULLET, Figures, Lesson
from bot.slack.blocks import Block, View, context, lines
from bot.slack.sentences import sentence, together, verbatim
from bot.slack.text import Bold, Moment, Part
from bot.words import plural, said, t

COMMAND = "/angry-client digest"
DAY = "{date_short}"
LESSONS_MOST = 15


class Act(StrEnum):
    SHOW = "digest.show"


def digest_view(figures: Figures) -> View:
    """What happened, what we learned. Nobody's name stands beside a figure."""
    since, until = Moment(figures.since, DAY), Moment(figures.until, DAY)
    title = sentence("*The week with our clients.* From {since} to {until}.", since=since, until=until)
    if figures.is_quiet:
        still = sentence("{count} still open.", count=figures.open_now) if figures.open_now else None
        quiet = together(sentence("A quiet week: no angry client, nothing due."), still)
        return View(f"{title.text} {quiet.text}", [title.block, quiet.block])
    rows = _rows(figures)
    blocks: list[Block] = [title.block, lines(*([row] for row in rows))]
    if figures.lessons:
        told = [_lesson(lesson) for lesson in figures.lessons[:LESSONS_MOST]]
        blocks.append(lines([Bold(t("What we learned"))], *told))
    if len(figures.lessons) > LESSONS_MOST:
        blocks.append(context(t("And {count} more.", count=len(figures.lessons) - LESSONS_MOST)))
    return View(together(title, verbatim(" ".join(rows))).text, blocks)


def _rows(figures: Figures) -> list[str]:
    waited, relapses = figures.minutes_to_first_word, figures.relapses
    return [
        t("{opened} opened, {closed} closed, {open} open now.",
          opened=figures.opened, closed=figures.closed, open=figures.open_now),
        t("No first calls.") if waited is None else t("Minutes to the first call: {waited} (median).", waited=waited),
        t("Promises: {kept} kept, {moved} moved in time, {broken} late or broken.",
          kept=figures.kept, moved=figures.moved, broken=figures.late_or_broken),
        *([plural("{count} came back unhappy.", "{count} came back unhappy.", relapses)] if relapses else []),
    ]  # fmt: skip


def _lesson(lesson: Lesson) -> list[Part]:
    cause = lesson.cause
    why = f" ({said(CAUSE_WORDS[Cause(cause)])})" if cause and cause != Cause.UNKNOWN else ""
    return [BULLET, Bold(lesson.client), f": {lesson.words}{why}"]
