"""What is a venue, or an officer, taken for at some hours? For those who plan there."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from engage.access.actor import Actor
from engage.database import db
from engage.seminars.models import MAX_LENGTH, Booking, Seminar
from engage.seminars.queries.reading import visible_to

MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class BookedView:
    """One booking; the title only of a seminar that the viewer sees."""

    venue_id: uuid.UUID | None
    starts_at: datetime
    ends_at: datetime
    local_start: datetime
    local_end: datetime
    title: dict[str, str] | None


def list_booked(
    viewer: Actor, venue_id: uuid.UUID | None, spans: Sequence[tuple[datetime, datetime]]
) -> Sequence[BookedView]:
    """What holds the venue, or the viewer, at some time within one of the spans."""
    if not spans:
        return []
    taken = or_(Booking.venue_id == venue_id, Booking.account_id == viewer.id)  # no venue is nobody's: not “IS NULL”
    if venue_id is None:
        taken = Booking.account_id == viewer.id
    # None lasts longer than MAX_LENGTH: the first clause lets the index leave out years of the past.
    meets = [
        and_(Booking.starts_at > start - MAX_LENGTH, Booking.starts_at < end, Booking.ends_at > start)
        for start, end in spans
    ]
    columns = (Booking.venue_id, Booking.starts_at, Booking.ends_at, Seminar.local_start, Seminar.local_end)
    found = select(*columns, Seminar.title, visible_to(viewer)).join(Seminar, Seminar.id == Booking.seminar_id)
    rows = db.session.execute(found.where(taken, or_(*meets)).order_by(Booking.starts_at, Booking.id).limit(MAX_SHOWN))
    return [BookedView(*row[:-2], title=row[-2] if row[-1] else None) for row in rows]
