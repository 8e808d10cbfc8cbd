"""Meeting people: who somebody is, asked of Slack and kept as a row. Never inside a transaction.

It is asked again after some hours: an event that tells of a change may be lost, and the next stretch of somebody's
do-not-disturb comes with none.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import or_, select

from bot.db.engine import insert_once
from bot.db.models import Escalation, Person
from bot.work import FOREIGN_KEYS_PASS, Doors, Work

log = logging.getLogger(__name__)
NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
KEPT_FOR = timedelta(hours=4)
TRIED_AGAIN_AFTER = timedelta(minutes=5)
LOOK_EVERY = timedelta(minutes=1)
SOON = timedelta(minutes=10)
AT_ONCE = 10
"""People in one beat: the clocks run on the same thread."""
Columns = dict[str, Any]


class Acquaintance:
    """Knows the people of one workspace."""

    def __init__(self, client: WebClient, doors: Doors, workspace_id: str) -> None:
        self._client, self._doors, self._workspace_id = client, doors, workspace_id
        self.hear: Callable[[dict[str, Any]], object] = lambda _envelope: None
        """Hears of a change that was found, as if Slack had told of it."""
        self._not_before: dict[str, datetime] = {}
        self._looked_at: datetime | None = None

    def meet(self, *user_ids: str) -> None:
        """Have a row for each; unknown ids are left out. Raises SlackApiError or OSError when Slack does not answer.

        Who was met hours ago is looked at again; if Slack does not answer to that, they are who they were.
        """
        wanted = set(user_ids) - {""}
        with self._doors.look(self._workspace_id) as work:
            found = work.all(work.select(Person).where(Person.user_id.in_(wanted)))
            known = {person.user_id: self._is_stale(person, work.now) for person in found}
        for user_id in sorted(wanted - known.keys()):
            self._introduce(user_id)
        for user_id in sorted(user_id for user_id, is_stale in known.items() if is_stale):
            self._look_again(user_id)

    def look_if_due(self) -> None:
        """At those who are about to be told something, who own something, and at the leads: once a minute."""
        with self._doors.look(self._workspace_id) as work:
            if self._looked_at and timedelta() <= work.now - self._looked_at < LOOK_EVERY:
                return
            self._looked_at = work.now
            stale = [person.user_id for person in work.all(_who_matters(work)) if self._is_stale(person, work.now)]
        for user_id in stale[:AT_ONCE]:
            self._look_again(user_id)

    def _is_stale(self, person: Person, now: datetime) -> bool:
        is_old = person.asked_at is None or not timedelta() <= now - person.asked_at <= KEPT_FOR
        return is_old and self._not_before.get(person.user_id, now) <= now

    def _introduce(self, user_id: str) -> None:
        try:
            user = self._client.users_info(user=user_id, include_locale=True)["user"]
        except SlackApiError as error:
            if error.response.get("error") in NOBODY:
                return
            raise
        rest = self._rest_hours(user_id)
        with self._doors.open(self._workspace_id) as work:
            values = described(user, work.workspace.id, work.workspace.zone) | rest | {"asked_at": work.now}
            insert_once(work.session, Person, workspace_id=work.workspace.id, user_id=user_id, **values)

    def _look_again(self, user_id: str) -> None:
        before = self._kept(user_id)
        try:
            user = self._client.users_info(user=user_id, include_locale=True)["user"]
            rest = self._rest_hours(user_id)
        except (SlackApiError, OSError) as error:
            self._try_later(user_id, error)
            return
        with self._doors.open(self._workspace_id) as work:
            person = work.session.scalars(_of(work, user_id).with_for_update(**FOREIGN_KEYS_PASS)).one_or_none()
            if person is None or _columns(person) != before:  # an event told of a change, later than this answer
                return
            for name, value in (described(user, work.workspace.id, work.workspace.zone) | rest).items():
                setattr(person, name, value)
            person.asked_at = work.now
            has_changed = _columns(person) != before
        if has_changed:
            change = {"type": "user_change", "user": user}
            self.hear({"type": "event_callback", "team_id": self._workspace_id, "event": change})

    def _kept(self, user_id: str) -> Columns:
        with self._doors.look(self._workspace_id) as work:
            return _columns(work.session.scalars(_of(work, user_id)).one())

    def _try_later(self, user_id: str, error: Exception) -> None:
        with self._doors.look(self._workspace_id) as work:
            self._not_before[user_id] = work.now + TRIED_AGAIN_AFTER
        log.info("a person could not be looked at again (%s)", type(error).__name__)

    def _rest_hours(self, user_id: str) -> dict[str, datetime | None]:
        try:
            return do_not_disturb(dict(self._client.dnd_info(user=user_id).data))  # type: ignore[arg-type]
        except SlackApiError as error:
            log.info("do-not-disturb of a person is not known: %s", error.response.get("error"))
            return {}


def _of(work: Work, user_id: str) -> Any:
    return work.select(Person).where(Person.user_id == user_id)


def _columns(person: Person) -> Columns:
    """What Slack says of them."""
    said = ("name", "zone", "is_guest", "is_single_channel_guest", "is_stranger", "is_bot", "is_deactivated",
            "is_admin", "dnd_from", "dnd_until")  # fmt: skip
    return {name: getattr(person, name) for name in said}


def _who_matters(work: Work) -> Any:
    owners = select(Escalation.owner).where(Escalation.workspace_id == work.workspace.id, Escalation.ended_at.is_(None))
    theirs = or_(
        Person.next_ask_at <= work.now + SOON, Person.user_id.in_(owners), Person.user_id.in_(work.workspace.leads)
    )
    is_old = or_(Person.asked_at.is_(None), Person.asked_at < work.now - KEPT_FOR)
    return work.select(Person).where(theirs, is_old).order_by(Person.id)


def described(user: dict[str, Any], workspace_id: str, default_zone: str) -> dict[str, Any]:
    """Columns of Person from Slack's user object. Slackbot is a bot, whatever its `is_bot` says."""
    profile = user.get("profile") or {}
    team = user.get("team_id") or profile.get("team") or workspace_id
    return {
        "name": profile.get("display_name")
        or user.get("real_name")
        or profile.get("real_name")
        or user.get("name")
        or user["id"],
        "zone": _zone(user.get("tz"), default_zone),
        "locale": user.get("locale", ""),
        "is_guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        "is_single_channel_guest": bool(user.get("is_ultra_restricted")),
        "is_stranger": bool(user.get("is_stranger")) or team != workspace_id,
        "is_bot": bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        "is_deactivated": bool(user.get("deleted")),
        "is_admin": bool(user.get("is_admin") or user.get("is_owner")),
    }


def do_not_disturb(status: dict[str, Any]) -> dict[str, datetime | None]:
    """The current or next stretch of do-not-disturb, from `dnd.info` or `dnd_updated_user`."""
    if status.get("snooze_enabled"):
        return {
            "dnd_from": datetime.fromtimestamp(0, UTC),
            "dnd_until": datetime.fromtimestamp(status["snooze_endtime"], UTC),
        }
    if not status.get("dnd_enabled"):
        return {"dnd_from": None, "dnd_until": None}
    start, end = status.get("next_dnd_start_ts", 0), status.get("next_dnd_end_ts", 0)
    return {"dnd_from": datetime.fromtimestamp(start, UTC), "dnd_until": datetime.fromtimestamp(end, UTC)}


def _zone(name: str | None, default: str) -> str:
    try:
        ZoneInfo(name or default)
    except (KeyError, ValueError, OSError):
        return default
    return name or default
