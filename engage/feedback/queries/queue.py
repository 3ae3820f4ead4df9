"""What waits for the officers of a district, by deadline?"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, literal_column, select, true, tuple_
from sqlalchemy import Uuid as UuidType

from engage import clock
from engage.access.actor import Actor
from engage.database import UTCDateTime, db, read
from engage.feedback.ages import opened_between
from engage.feedback.models.threads import Post, Thread, ThreadStatus
from engage.feedback.queries.reading import VIEW, ThreadView, asked, seen_by, served_by, standing
from engage.settings import current_settings
from engage.web.pagination import Page, cut

Place = tuple[datetime, uuid.UUID]

_WAITING = [status.value for status in (ThreadStatus.NEW, ThreadStatus.ACKNOWLEDGED, ThreadStatus.IN_PROGRESS)]

_IS_UNSEEN: Any = literal_column("posts.is_unseen")  # as its index says it


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many threads wait for an answer, in all and of each kind; `unseen` have words that wait for a look."""

    waiting: int
    mine: int
    today: int
    late: int
    unassigned: int
    unseen: int


def list_queue(
    viewer: Actor,
    *,
    which: str | None = None,
    age: str | None = None,
    cursor: Place | None = None,
    limit: int = 20,
    **filters: Any,
) -> Page[ThreadView]:
    """A page of the threads in charge that wait for an answer, the next deadline first; `which` as in the counts."""
    found = VIEW.where(served_by(viewer), *asked(filters), _kinds(viewer)[which or "waiting"])
    if age:
        found = found.where(is_of_age(age))
    if cursor:
        after = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Thread.due_at, Thread.id) > after)
    rows = [seen_by(viewer, row) for row in read(found.order_by(Thread.due_at, Thread.id).limit(limit + 1))]
    return cut(rows, limit, lambda row: (row.due_at.isoformat(), str(row.id)))


def is_waiting() -> ColumnElement[bool]:
    """For an answer. Said as the indexes of what waits say it, to the letter: else SQLite reads all threads."""
    states: Any = bindparam("waiting", _WAITING, expanding=True, unique=True, literal_execute=True)
    return and_(Thread.status.in_(states), standing())


def is_of_age(age: str) -> ColumnElement[bool]:
    after, until = opened_between(age, clock.now())
    return and_(Thread.created_at > after if after else true(), Thread.created_at <= until if until else true())


def find_next(viewer: Actor, place: Place | None, which: str | None = None) -> ThreadView | None:
    """The first of the queue behind a place in it (deadline and id), whether a thread still stands there or not."""
    return next(iter(list_queue(viewer, which=which, cursor=place, limit=1).items), None)


def count_queue(viewer: Actor) -> QueueCounts:
    *waiting, unseen = _kinds(viewer).values()
    looked_for = select(func.count()).select_from(Thread).where(served_by(viewer), unseen).correlate(None)
    numbers: list[Any] = [func.count().filter(kind) for kind in waiting]
    counted: Any = select(*numbers, looked_for.scalar_subquery()).select_from(Thread)
    return QueueCounts(*db.session.execute(counted.where(served_by(viewer), is_waiting())).one())


def _kinds(viewer: Actor) -> dict[str, ColumnElement[bool]]:
    waiting = is_waiting()
    now, zone = clock.now(), current_settings().timezone
    midnight = clock.start_of_day(clock.local(now, zone).date() + timedelta(days=1), zone)
    return {
        "waiting": waiting,
        "mine": and_(waiting, Thread.assigned_to == viewer.account_id),
        "today": and_(waiting, Thread.due_at >= now, Thread.due_at < midnight),
        "late": and_(waiting, Thread.due_at < now),
        "unassigned": and_(waiting, Thread.assigned_to.is_(None)),
        "unseen": Thread.id.in_(select(Post.thread_id).where(_IS_UNSEEN, Post.hidden_at.is_(None))),
    }
