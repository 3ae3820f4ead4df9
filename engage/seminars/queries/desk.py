"""What do officers have before them: their week, drafts, what waits for a step, what new zone rules touch?"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.seminars.models import EDITABLE, Seminar, SeminarStatus
from engage.seminars.queries.reading import VIEW, Cursor, SeminarView, not_over, page_of, planned_by
from engage.web.pagination import Page


def list_week(viewer: Actor, starts_from: datetime) -> Sequence[SeminarView]:
    """What an officer has in the seven days from an instant, in the own districts, drafts included."""
    week = VIEW.where(
        planned_by(viewer), Seminar.starts_at >= starts_from, Seminar.starts_at < starts_from + timedelta(days=7)
    )
    return [SeminarView(*row) for row in db.session.execute(week.order_by(Seminar.starts_at, Seminar.id).limit(200))]


def list_drafts(viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20) -> Page[SeminarView]:
    """A page of the drafts of the own districts that are to come, by time."""
    found = VIEW.where(planned_by(viewer), Seminar.status == SeminarStatus.DRAFT, *not_over())
    return page_of(found, cursor, limit)


def list_waiting_for_officer(viewer: Actor, *, limit: int) -> Sequence[SeminarView]:
    """Seminars of the own districts that ask for a step, by time: those that are over, and drafts that come near."""
    now = clock.now()
    near_draft = and_(Seminar.status == SeminarStatus.DRAFT, Seminar.starts_at.between(now, now + timedelta(days=14)))
    over = and_(
        Seminar.status == SeminarStatus.PUBLISHED, Seminar.starts_at >= now - timedelta(days=60), Seminar.ends_at <= now
    )
    due = VIEW.where(planned_by(viewer), or_(near_draft, over)).order_by(Seminar.starts_at, Seminar.id)
    return [SeminarView(*row) for row in db.session.execute(due.limit(limit))]


def list_misdated(viewer: Actor) -> list[uuid.UUID]:
    """Seminars to come that would be derived to other instants today: the rules of their zone changed since."""
    columns = (Seminar.id, Seminar.local_start, Seminar.local_end, Seminar.timezone, Seminar.starts_at, Seminar.ends_at)
    to_come = planned_by(viewer), Seminar.status.in_(EDITABLE), Seminar.ends_at > clock.now()
    rows = db.session.execute(select(*columns).where(*to_come).execution_options(yield_per=500))
    return [row.id for row in rows if not _is_derived(row)]


def _is_derived(row: Any) -> bool:
    try:
        now = [clock.instant(wall, row.timezone) for wall in (row.local_start, row.local_end)]
    except clock.NoSuchHour:
        return False
    return now == [row.starts_at, row.ends_at]
