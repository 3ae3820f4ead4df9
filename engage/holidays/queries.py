"""Which days are off? Everyone may know."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, literal, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.database import db
from engage.errors import NotFound
from engage.holidays.models import MAX_LENGTH, Holiday, HolidayKind
from engage.web.pagination import Page, cut

MAX_SHOWN = 100
SCHOOL_YEAR_MONTH = 9  # a school year begins in September


@dataclass(frozen=True, slots=True)
class HolidayView:
    """What pages and programs see of some days off."""

    id: uuid.UUID
    code: str | None
    kind: str
    name: dict[str, str]
    starts_on: date
    ends_on: date
    version: int


VIEW: Select[Any] = select(*(getattr(Holiday, name) for name in HolidayView.__dataclass_fields__))


def list_holidays(
    viewer: Actor, *, year: int | None = None, cursor: tuple[date, uuid.UUID] | None = None, limit: int = 100
) -> Page[HolidayView]:
    """A page of them by date; with `year`, those that begin in the school year from September of that year."""
    found = VIEW.order_by(Holiday.starts_on, Holiday.id).limit(limit + 1)
    if year:
        first, next_first = (date(y, SCHOOL_YEAR_MONTH, 1) for y in (year, year + 1))
        found = found.where(Holiday.starts_on >= first, Holiday.starts_on < next_first)
    if cursor:
        after = tuple_(literal(cursor[0], Date), literal(cursor[1], UuidType))
        found = found.where(tuple_(Holiday.starts_on, Holiday.id) > after)
    rows = [HolidayView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.starts_on.isoformat(), str(row.id)))


def list_holidays_between(viewer: Actor, first: date, last: date) -> Sequence[HolidayView]:
    """Those that fall on some day of a span, by date."""
    found = VIEW.where(Holiday.starts_on > first - MAX_LENGTH, Holiday.starts_on <= last, Holiday.ends_on >= first)
    rows = db.session.execute(found.order_by(Holiday.starts_on, Holiday.id).limit(MAX_SHOWN))
    return [HolidayView(*row) for row in rows]


def public_holidays(viewer: Actor, first: date, last: date) -> frozenset[date]:
    """The days of a span on which offices are closed by law."""
    asked = select(Holiday.starts_on, Holiday.ends_on).where(
        Holiday.kind == HolidayKind.PUBLIC,
        Holiday.starts_on > first - MAX_LENGTH,
        Holiday.starts_on <= last,
        Holiday.ends_on >= first,
    )
    spans = db.session.execute(asked).all()
    return frozenset(start + timedelta(days=n) for start, end in spans for n in range((end - start).days + 1))


def get_holiday(viewer: Actor, holiday_id: uuid.UUID) -> HolidayView:
    row = db.session.execute(VIEW.where(Holiday.id == holiday_id)).one_or_none()
    if row is None:
        raise NotFound
    return HolidayView(*row)
