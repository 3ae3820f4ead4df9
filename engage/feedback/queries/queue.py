"""What waits for the officers of a district, by deadline?"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage import clock
from engage.access.actor import Actor
from engage.database import UTCDateTime, db, read
from engage.feedback.models.threads import Post, Thread, ThreadStatus
from engage.feedback.queries.reading import VIEW, ThreadView, asked, seen_by, served_by, standing
from engage.web.pagination import Page, cut

_WAITING = (ThreadStatus.NEW, ThreadStatus.ACKNOWLEDGED, ThreadStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many threads wait for an answer, in all and of each kind; `unseen` have words that wait for a look."""

    waiting: int
    mine: int
    late: int
    unassigned: int
    unseen: int


def list_queue(
    viewer: Actor,
    *,
    which: str | None = None,
    cursor: tuple[datetime, uuid.UUID] | None = None,
    limit: int = 20,
    **filters: Any,
) -> Page[ThreadView]:
    """A page of the threads in charge that wait for an answer, the next deadline first; `which` as in the counts."""
    found = VIEW.where(served_by(viewer), *asked(filters), _kinds(viewer)[which or "waiting"])
    if cursor:
        after = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Thread.due_at, Thread.id) > after)
    rows = [seen_by(viewer, row) for row in read(found.order_by(Thread.due_at, Thread.id).limit(limit + 1))]
    return cut(rows, limit, lambda row: (row.due_at.isoformat(), str(row.id)))


def count_queue(viewer: Actor) -> QueueCounts:
    numbers = [_number(viewer, kind) for kind in _kinds(viewer).values()]
    return QueueCounts(*db.session.execute(select(*(number.scalar_subquery() for number in numbers))).one())


def _number(viewer: Actor, kind: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(Thread).where(served_by(viewer), kind)


def _kinds(viewer: Actor) -> dict[str, ColumnElement[bool]]:
    waiting = and_(Thread.status.in_([status.value for status in _WAITING]), standing())
    return {
        "waiting": waiting,
        "mine": and_(waiting, Thread.assigned_to == viewer.account_id),
        "late": and_(waiting, Thread.due_at < clock.now()),
        "unassigned": and_(waiting, Thread.assigned_to.is_(None)),
        "unseen": Thread.id.in_(select(Post.thread_id).where(Post.is_unseen)),
    }
