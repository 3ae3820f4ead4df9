"""Which messages did not reach their people? For whoever runs the installation; never what they say, nor to whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Uuid as UuidType
from sqlalchemy import literal, or_, select, tuple_

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import UTCDateTime, db
from engage.outbox.models import Message, MessageStatus
from engage.web.pagination import Page, cut

OVERDUE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message that is late or given up; `recipient` tells domain and first letter only."""

    id: uuid.UUID
    kind: str
    recipient: str
    status: str
    attempts: int
    created_at: datetime
    due_at: datetime
    last_error: str | None


_COLUMNS = (
    Message.id,
    Message.kind,
    Message.address,
    Message.status,
    Message.attempts,
    Message.created_at,
    Message.due_at,
    Message.last_error,
)


def list_undelivered(
    viewer: Actor, *, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[MessageView]:
    """What was given up, and what has been owed for too long; newest first. Nothing for those who may not ask."""
    if not viewer.can(Permission.MESSAGES_READ):
        return Page([])
    late = Message.created_at < clock.now() - OVERDUE_AFTER
    found = select(*_COLUMNS).where(Message.status.in_([MessageStatus.DEAD, MessageStatus.OWED]))
    found = found.where(or_(Message.status == MessageStatus.DEAD, late))
    if cursor:
        before = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Message.created_at, Message.id) < before)
    found = found.order_by(Message.created_at.desc(), Message.id.desc()).limit(limit + 1)
    rows = [MessageView(row[0], row[1], masked(row[2]), *row[3:]) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.created_at.isoformat(), str(row.id)))


def masked(address: str) -> str:
    """`n…@demo.example` for an e-mail address, `+2…` for a number: enough to see a pattern, not a person."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else f"{address[:2]}…"
