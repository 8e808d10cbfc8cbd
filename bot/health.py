"""Health: the truth in a line or two, for /healthz."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clocks import Clock, next_due
from bot.db.models import Beat, Gate
from bot.outbox.pace import EVERYTHING
from bot.scheduler import CLOCKS
from bot.words import t
from bot.work import Doors

BEATS_WITHIN, DUE_WITHIN = timedelta(seconds=10), timedelta(minutes=5)


def what_is_wrong(doors: Doors, clocks: Sequence[Clock], workspace_id: str) -> list[str]:
    """Nothing, if the database answers, the clocks run, in whichever process, and nothing due waits for long."""
    try:
        with doors.database.reading() as session:
            beat = session.get(Beat, CLOCKS)
            due = next_due(clocks, session, workspace_id)
            everything = session.get(Gate, (workspace_id, EVERYTHING))
    except SQLAlchemyError as error:
        return [t("The database does not answer ({error}).", error=type(error).__name__)]
    reasons = (_silent(beat, doors.now()), _late(due, doors.now()), _locked_out(everything))
    return [reason for reason in reasons if reason]


def _silent(beat: Beat | None, now: datetime) -> str:
    if beat is None:
        return t("The clocks have never run. Start `python app.py worker`.")
    if (silence := now - beat.at) > BEATS_WITHIN:
        seconds = round(silence.total_seconds())
        return t("The clocks have been silent for {seconds} s. Is the worker running?", seconds=seconds)
    return ""


def _late(due: datetime | None, now: datetime) -> str:
    if due and (late := now - due) > DUE_WITHIN:
        return t("What is due has waited for {minutes} minutes.", minutes=int(late.total_seconds() // 60))
    return ""


def _locked_out(everything: Gate | None) -> str:
    if everything and everything.reason:
        return t("Slack does not let us in ({reason}).", reason=everything.reason)
    return ""
