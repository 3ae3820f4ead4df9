"""What do officers have before them: their week, drafts, what waits for a step, what new zone rules touch?"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.seminars.models import EDITABLE, Seminar, SeminarStatus
from engage.seminars.queries.reading import VIEW, Cursor, SeminarView, not_over, page_of, planned_by
from engage.web.pagination import Page

MOST_IN_A_WEEK = 200


def list_for_officer(
    viewer: Actor, starts_from: datetime, *, limit: int
) -> tuple[list[SeminarView], list[SeminarView]]:
    """What an officer has in the seven days from an instant, drafts included, and up to `limit` seminars that ask for a
    step: those that are over, and drafts that come near. Of the own districts, by time, in one statement.
    """
    week = Seminar.starts_at >= starts_from, Seminar.starts_at < starts_from + timedelta(days=7)
    parts = _first(viewer, False, and_(*week), MOST_IN_A_WEEK), _first(viewer, True, _asks_for_a_step(), limit)
    wanted = union_all(*parts).subquery()
    found = VIEW.add_columns(wanted.c.is_due).join(wanted, wanted.c.id == Seminar.id)
    rows = db.session.execute(found.order_by(Seminar.starts_at, Seminar.id)).all()
    in_week, due = ([SeminarView(*row[:-1]) for row in rows if bool(row[-1]) is is_due] for is_due in (False, True))
    return in_week, due


def _first(viewer: Actor, is_due: bool, which: ColumnElement[bool], limit: int) -> Select[Any]:
    """Their ids; SQLite takes no LIMIT inside a UNION."""
    found = select(Seminar.id, literal(is_due).label("is_due")).where(planned_by(viewer), which)
    return select(found.order_by(Seminar.starts_at, Seminar.id).limit(limit).subquery())


def _asks_for_a_step() -> ColumnElement[bool]:
    now = clock.now()
    near_draft = and_(Seminar.status == SeminarStatus.DRAFT, Seminar.starts_at.between(now, now + timedelta(days=14)))
    is_recent = Seminar.starts_at >= now - timedelta(days=60)
    return or_(near_draft, and_(Seminar.status == SeminarStatus.PUBLISHED, is_recent, Seminar.ends_at <= now))


def list_drafts(viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20) -> Page[SeminarView]:
    """A page of the drafts of the own districts that are to come, by time."""
    found = VIEW.where(planned_by(viewer), Seminar.status == SeminarStatus.DRAFT, *not_over())
    return page_of(found, cursor, limit)


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
