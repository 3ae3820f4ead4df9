"""Which seminars are announced to the outside world?"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.partners.models import Association, AssociationStatus
from engage.seminars.models import Seminar
from engage.seminars.queries import FILTERS, VIEW, SeminarView, not_over, visible_to

MOST_COMING, MOST_PAST = 400, 100
REMEMBERED = timedelta(days=30)
MOST_NEWS = 50
MOST_IN_MONTH = MOST_PARTNERS = 10_000  # three addresses each: below the 50,000 that a site map may hold
MOST_MONTHS = 1200


def list_for_calendar(viewer: Actor, **filters: Any) -> Sequence[SeminarView]:
    """What is to come, the nearest first, then what ended in the last days: cancelled ones are told as such."""
    found = VIEW.where(visible_to(viewer), *_chosen(filters))
    coming = found.where(*not_over()).order_by(Seminar.starts_at, Seminar.id).limit(MOST_COMING)
    since = clock.now() - REMEMBERED
    past = found.where(Seminar.starts_at > since, Seminar.ends_at <= clock.now())
    past = past.order_by(Seminar.starts_at.desc(), Seminar.id.desc()).limit(MOST_PAST)
    return [SeminarView(*row) for part in (coming, past) for row in db.session.execute(part)]


def list_news(viewer: Actor, **filters: Any) -> Sequence[SeminarView]:
    """What is to come, the last published first."""
    found = VIEW.where(visible_to(viewer), *_chosen(filters), *not_over())
    found = found.order_by(Seminar.published_at.desc(), Seminar.id.desc()).limit(MOST_NEWS)
    return [SeminarView(*row) for row in db.session.execute(found)]


def list_months(viewer: Actor) -> list[tuple[int, int]]:
    """Every month (UTC) from the first seminar to the last, the latest first; two steps along an index."""
    times = select(Seminar.starts_at).where(visible_to(viewer)).limit(1)
    first, last = (db.session.scalar(times.order_by(order)) for order in (Seminar.starts_at, Seminar.starts_at.desc()))
    if first is None or last is None:
        return []
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in reversed(months[-MOST_MONTHS:])]


def list_month(viewer: Actor, year: int, month: int) -> Sequence[Row[uuid.UUID, datetime]]:
    """`id` and `updated_at` of the seminars that begin in a month (UTC)."""
    begins, ends = datetime(year, month, 1, tzinfo=UTC), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    found = select(Seminar.id, Seminar.updated_at).where(visible_to(viewer))
    found = found.where(Seminar.starts_at >= begins, Seminar.starts_at < ends)
    return db.session.execute(found.order_by(Seminar.starts_at, Seminar.id).limit(MOST_IN_MONTH)).all()


def list_partners(viewer: Actor) -> Sequence[uuid.UUID]:
    """Every verified association, by name."""
    found = select(Association.id).where(Association.status == AssociationStatus.VERIFIED)
    return db.session.scalars(found.order_by(Association.name_key, Association.id).limit(MOST_PARTNERS)).all()


def _chosen(filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [FILTERS[name](value) for name, value in filters.items() if value]
