"""Seminars that repeat: planned in one go, then changed alone or together. A series is no more than what they share."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.database import db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, Stale
from engage.language import gettext as _
from engage.seminars.models import EDITABLE, MAX_DATES, Scope, Seminar, SeminarStatus
from engage.seminars.queries import get_series, planned_by
from engage.seminars.services.booking import officers_of
from engage.seminars.services.many import naming, naming_day, publish_seminars
from engage.seminars.services.planning import edit_seminar, plan_seminar
from engage.seminars.services.rows import instant_of, lock_seminar
from engage.seminars.services.steps import cancel_seminar
from engage.settings import current_settings

_REGISTRATION_TIMES = ("registration_opens_at", "registration_closes_at")
_CARRIED = (
    "title summary description theme audiences languages agreement_id online_url timezone capacity min_party_size"
    " max_party_size association_quota approval_required waiting_list visibility"
).split()


def plan_series(
    actor: Actor, *, dates: Iterable[date] | None = None, until: date | None = None, **fields: Any
) -> uuid.UUID:
    """A draft on each of some `dates`, or every week `until` a day; answers the id of the series.

    Fields as for `plan_seminar`. Their times say the hours by the clock on the wall, the first day of what is weekly,
    and how long before each seminar its registration opens and closes. Raises Invalid, naming the day.
    """
    wall = _by_the_wall(fields)
    first = wall["local_start"].date()
    days = sorted(dates) if dates is not None else _weekly(first, until)
    _check_days(days)
    series_id = new_id()
    for day in days:
        with naming_day(day):
            plan_seminar(actor, series_id=series_id, **_put_on(wall, day))
    return series_id


def edit_series(
    actor: Actor, seminar_id: uuid.UUID, version: int | None = None, scope: str = Scope.ONE, **changes: Any
) -> int:
    """Change a seminar, and in the same way others of its series that are still to come; answers how many changed.

    Only what really changed is carried over, never the day: others keep what they alone have otherwise. Raises Stale
    when `version` is no longer the current one, Invalid naming the day of the one that cannot follow.
    """
    asked = select(Seminar.series_id).where(Seminar.id == seminar_id)
    series_id = db.session.scalar(asked) if scope != Scope.ONE else None
    if series_id is None:
        return int(edit_seminar(actor, seminar_id, version, **changes))
    members = _lock_members(actor, series_id)
    seminar = lock_seminar(actor, seminar_id)
    was, first = _shareable(seminar), seminar.starts_at
    if not edit_seminar(actor, seminar_id, version, **changes):
        return 0
    shared = {name: value for name, value in _shareable(seminar).items() if value != was[name]}
    others = [one for one in _to_come(members, first if scope == Scope.FOLLOWING else None) if one is not seminar]
    reason = {"force_reason": changes["force_reason"]} if changes.get("force_reason") else {}
    return 1 + sum(_follow(actor, one, seminar, shared, **reason) for one in others)


def move_series(
    actor: Actor,
    series_id: uuid.UUID,
    *,
    from_id: uuid.UUID | None = None,
    version: int | None = None,
    days: int = 0,
    start_clock: time | None = None,
    end_clock: time | None = None,
    **place: Any,
) -> int:
    """Move what is to come of a series (from one of its seminars on) by some days, to other hours or to another venue;
    answers how many moved. Without `end_clock` each lasts as long as before. Everyone registered is told.

    `place` is a `venue_id`, and a `force_reason` if something is taken then.
    `version` is the sum of the versions that the caller saw, of all that this person plans. Raises Stale for another.
    """
    members = _get_to_come(actor, series_id, from_id, version)
    moved = 0
    for one in reversed(members) if days > 0 else members:  # none comes to where the next one still is
        with naming(one):
            moved += edit_seminar(actor, one.id, **place | _moved_times(one, days, start_clock, end_clock))
    return moved


def publish_series(
    actor: Actor, series_id: uuid.UUID, from_id: uuid.UUID | None = None, version: int | None = None
) -> int:
    """Publish the drafts of a series that are to come (from one of its seminars on); answers how many."""
    members = _get_to_come(actor, series_id, from_id, version)
    drafts = [one.id for one in members if one.status == SeminarStatus.DRAFT]
    if not drafts:
        raise Conflict("wrong-state")
    return publish_seminars(actor, drafts)


def cancel_series(
    actor: Actor, series_id: uuid.UUID, reason: str, from_id: uuid.UUID | None = None, version: int | None = None
) -> int:
    """Call off what is to come of a series (from one of its seminars on), for one reason; answers how many."""
    members = _get_to_come(actor, series_id, from_id, version)
    for one in members:
        with naming(one):
            cancel_seminar(actor, one.id, reason)
    return len(members)


# --- which of them ----------------------------------------------------------------------------------------------------


def _lock_members(actor: Actor, series_id: uuid.UUID) -> Sequence[Seminar]:
    """Those of a series that this person plans. All are locked in the order of their ids, as by everyone."""
    own = select(Seminar).where(Seminar.series_id == series_id, planned_by(actor)).order_by(Seminar.id)
    locked = own.with_for_update(key_share=True).execution_options(populate_existing=True)
    members = db.session.scalars(locked).all()
    if not members:
        get_series(actor, series_id)  # what one may not see is not there
        raise NotAllowed
    return members


def _get_to_come(actor: Actor, series_id: uuid.UUID, from_id: uuid.UUID | None, version: int | None) -> list[Seminar]:
    members = _lock_members(actor, series_id)
    if version is not None and version != sum(one.version for one in members):
        raise Stale
    starts = {one.id: one.starts_at for one in members}
    if from_id is not None and from_id not in starts:
        raise Invalid({"from_id": [_("This seminar is not one of the series.")]})
    found = _to_come(members, starts[from_id] if from_id else None)
    if not found:
        raise Conflict("wrong-state")
    return found


def _to_come(members: Iterable[Seminar], first: datetime | None) -> list[Seminar]:
    """Those that may still change and have not begun, from an instant on, by time."""
    now = clock.now()
    coming = [one for one in members if one.status in EDITABLE and one.starts_at > now]
    return sorted((one for one in coming if first is None or one.starts_at >= first), key=lambda one: one.starts_at)


# --- planned in one go ------------------------------------------------------------------------------------------------


def _by_the_wall(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with their times by the clock of the place, also where a program said instants."""
    fields = {"timezone": current_settings().timezone, **fields}
    for instant, wall in (("starts_at", "local_start"), ("ends_at", "local_end")):
        if instant in fields:
            fields[wall] = clock.local(fields.pop(instant), fields["timezone"])
    return fields


def _weekly(first: date, until: date | None) -> list[date]:
    if until is None or until < first:
        raise Invalid({"weekly.until": [_("The last day comes before the first.")]})
    weeks = (until - first).days // 7 + 1
    if weeks > MAX_DATES:
        raise Invalid(
            {"weekly.until": [_("At most %(most)s dates. There would be %(count)s.", most=MAX_DATES, count=weeks)]}
        )
    return [first + timedelta(weeks=week) for week in range(weeks)]


def _check_days(days: Sequence[date]) -> None:
    if not days:
        raise Invalid({"dates": [_("Choose at least one.")]})
    if len(days) > MAX_DATES:
        message = _("At most %(most)s dates. There would be %(count)s.", most=MAX_DATES, count=len(days))
        raise Invalid({"dates": [message]})
    if len(set(days)) < len(days):
        raise Invalid({"dates": [_("The same date stands here twice.")]})


def _put_on(wall: dict[str, Any], day: date) -> dict[str, Any]:
    """The same fields on another day: every time keeps its hour and its distance in days."""
    by = day - wall["local_start"].date()
    moved = {name: wall[name] + by for name in ("local_start", "local_end")}
    for name in _REGISTRATION_TIMES:
        if wall.get(name) and by:
            moved[name] = instant_of(name, clock.local(wall[name], wall["timezone"]) + by, wall["timezone"])
    return wall | moved


# --- changed together -------------------------------------------------------------------------------------------------


def _shareable(seminar: Seminar) -> dict[str, Any]:
    """What may be carried over from this one to others, so that two states can be compared."""
    span = seminar.local_end.date() - seminar.local_start.date()
    shared = {name: getattr(seminar, name) for name in (*_CARRIED, *_REGISTRATION_TIMES)}
    return shared | {
        "place": (seminar.venue_id, seminar.district),
        "start": seminar.local_start.time(),
        "end": (span, seminar.local_end.time()),
        "officers": officers_of(seminar),
    }


def _follow(actor: Actor, one: Seminar, seminar: Seminar, shared: dict[str, Any], **reason: str) -> bool:
    changes = {name: value for name, value in shared.items() if name in (*_CARRIED, "officers")} | reason
    midnight = datetime.combine(one.local_start.date(), time())
    if "place" in shared:
        changes["venue_id"], changes["district"] = shared["place"]
    if "start" in shared:
        changes["local_start"] = datetime.combine(midnight, shared["start"])
    if "end" in shared:
        span, end_clock = shared["end"]
        changes["local_end"] = datetime.combine(midnight + span, end_clock)
    with naming(one):
        for name in shared.keys() & set(_REGISTRATION_TIMES):
            changes[name] = _as_long_before(name, one, seminar)
        return edit_seminar(actor, one.id, **changes)


def _as_long_before(name: str, one: Seminar, seminar: Seminar) -> datetime | None:
    """A time of registration, as many days from this day as it is from that of the seminar which was edited."""
    moment = getattr(seminar, name)
    if moment is None:
        return None
    by = one.local_start.date() - seminar.local_start.date()
    return instant_of(name, clock.local(moment, seminar.timezone) + by, seminar.timezone)


def _moved_times(one: Seminar, days: int, start_clock: time | None, end_clock: time | None) -> dict[str, Any]:
    by = timedelta(days=days)
    start = datetime.combine(one.local_start.date() + by, start_clock or one.local_start.time())
    if end_clock is None:
        return {"local_start": start, "local_end": start + (one.local_end - one.local_start)}
    return {"local_start": start, "local_end": datetime.combine(one.local_end.date() + by, end_clock)}
