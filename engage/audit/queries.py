"""What does the trail tell of one thing? For features that know whether their viewer may see that thing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid as UuidType
from sqlalchemy import func, literal, select, tuple_

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import UTCDateTime, db


@dataclass(frozen=True, slots=True)
class EntryView:
    """One change. `before` and `after` hold what differs; `actor_id` is None where nobody did it."""

    id: uuid.UUID
    at: datetime
    actor_id: uuid.UUID | None
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


_COLUMNS = [getattr(AuditEntry, name) for name in EntryView.__dataclass_fields__]


def list_entries(
    viewer: Actor,
    subject_id: uuid.UUID,
    *,
    action: str | None = None,
    cursor: tuple[datetime, uuid.UUID] | None = None,
    limit: int = 20,
) -> Sequence[EntryView]:
    """The changes of one thing (or those of one kind), newest first, after the entry that `cursor` names."""
    found = select(*_COLUMNS).where(AuditEntry.subject_id == str(subject_id))
    if action:
        found = found.where(AuditEntry.action == action)
    if cursor:
        before = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(AuditEntry.at, AuditEntry.id) < before)
    found = found.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)
    return [EntryView(*row) for row in db.session.execute(found)]


def count_entries(viewer: Actor, subject_id: uuid.UUID, action: str, since: datetime) -> int:
    """How often this was done to one thing since then."""
    of_kind = AuditEntry.subject_id == str(subject_id), AuditEntry.action == action, AuditEntry.at > since
    return db.session.scalar(select(func.count()).where(*of_kind)) or 0
