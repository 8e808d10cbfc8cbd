"""Health: the truth in a line or two, for /healthz."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.db.engine import Database
from bot.db.models import Beat
from bot.scheduler import CLOCKS

BEATS_WITHIN = timedelta(seconds=10)


def what_is_wrong(database: Database, now: Callable[[], datetime]) -> list[str]:
    """Nothing, if the database answers and the clocks, in whichever process, ran in the last ten seconds."""
    try:
        with database.reading() as session:
            beat = session.get(Beat, CLOCKS)
    except SQLAlchemyError as error:
        return [f"The database does not answer ({type(error).__name__})."]
    if beat is None:
        return ["The clocks have never run. Start `python app.py worker`."]
    silence = now() - beat.at
    if silence > BEATS_WITHIN:
        return [f"The clocks have been silent for {silence.total_seconds():.0f} s. Is the worker running?"]
    return []
