from datetime import timedelta

from bot.db.models import Client, Escalation, Sweep
from bot.features.erasing.usecases import drop_client, erase
from bot.features.retention.rules import AT_ONCE, GO_ON_AFTER, SWEEP_EVERY
from bot.work import Work


def wind_sweep(work: Work) -> None:
    """At the first start."""
    work.take_turns()
    if work.first(work.select(Sweep)) is None:
        work.add(Sweep(workspace_id=work.workspace.id, next_at=work.now))


def sweep(work: Work, row: Sweep) -> None:
    """Its clock has come: a few of those kept long enough, again soon while there are more, then tomorrow.

    How long is long enough is asked now, since the workspace may have changed its mind.
    """
    work.take_turns()  # else a client might be flagged while we let go of the name
    kept_since = work.now - timedelta(days=work.workspace.retention_days)
    ended = work.select(Escalation).where(Escalation.ended_at <= kept_since, Escalation.erased_at.is_(None))
    found = work.all(ended.order_by(Escalation.ended_at).limit(AT_ONCE))
    for escalation in found:
        erase(work, work.find(Escalation, escalation.id))
    if len(found) == AT_ONCE:
        row.next_at = work.now + GO_ON_AFTER
        return
    _let_go_of_clients(work)
    row.next_at = work.now + SWEEP_EVERY


def _let_go_of_clients(work: Work) -> None:
    """Of whom no escalation is kept: all have been erased, or it was a slip of the pen. Who is listed stays."""
    kept = work.select(Escalation).where(Escalation.client_id.is_not(None)).with_only_columns(Escalation.client_id)
    flagged_only = work.select(Client).where(Client.is_listed.is_(False))
    for client in work.all(flagged_only.where(Client.id.not_in(kept))):
        drop_client(work, client)
