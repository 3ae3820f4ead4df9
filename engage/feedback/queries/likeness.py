"""Which threads may be about the same matter? Of the same category, not long ago, not far, with words in common."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select, true, union_all

from engage import clock
from engage.access.actor import Actor
from engage.database import db, read
from engage.feedback.models.threads import Thread, ThreadWord
from engage.feedback.queries.reading import (
    VIEW,
    Opening,
    ThreadView,
    published,
    seen_by,
    served_by,
    standing,
    visible_to,
)
from engage.text import different, stem, words_of

NEAR_IN_TIME = timedelta(days=90)
LATITUDE, LONGITUDE = 0.0027, 0.0033  # about 300 metres; of longitude at 34° north
MOST_COMPARED, MOST_WORDS, MOST_SHOWN = 500, 40, 5
LEAST_IN_COMMON = 2  # words; to be near counts as one
MOST_MERGED = 50
SHORTEST = 4  # shorter words tell little
COMMON = frozenset(
    (
        "dans avec pour plus sans sous chez cette tous toute tout tres mais nous vous leur leurs elle elles sont etre"
        " avoir fait depuis devant chaque hier jour jours soir matin nuit heure heures"
        " this that with from have been there they very every near"
        " هذا هذه هناك الذي التي علي الي كانت يوجد كثير جدا"
    ).split()
)


def list_similar(
    viewer: Actor, *, subject: str, category: str, body: str = "", district: str | None = None, **position: float | None
) -> Sequence[ThreadView]:
    """What everyone may read that is like what somebody is about to write (`latitude` and `longitude` if they are
    known), the likest first; in one statement.
    """
    matter = _Matter(f"{subject} {body}", category, clock.now(), position.get("latitude"), position.get("longitude"))
    among = [published(), *([Thread.district == district] if district else [])]
    alike = _alike(matter, among)
    found = VIEW.join(alike, alike.c.thread_id == Thread.id).where(Opening.hidden_at.is_(None))
    rows = read(found.order_by(alike.c.score.desc(), Thread.id.desc()).limit(MOST_SHOWN))
    return [seen_by(viewer, row) for row in rows]


def list_alike(viewer: Actor, thread: ThreadView) -> tuple[list[ThreadView], list[ThreadView]]:
    """For those in charge: what a thread may be merged with, and what was merged into it; in one statement."""
    if not thread.in_charge:
        return [], []
    words = f"{thread.subject} {thread.body or ''}"
    matter = _Matter(words, thread.category, thread.created_at, thread.latitude, thread.longitude)
    same = Thread.visibility == thread.visibility, Thread.district.is_not_distinct_from(thread.district)
    alike = _alike(matter, [*same, Thread.id != thread.id])
    merged = select(Thread.id, literal(0)).where(Thread.merged_into == thread.id).limit(MOST_MERGED).subquery()
    both = union_all(select(alike.c.thread_id, alike.c.score), select(merged)).subquery()
    found = VIEW.join(both, both.c.thread_id == Thread.id).where(served_by(viewer))
    rows = [seen_by(viewer, row) for row in read(found.order_by(both.c.score.desc(), Thread.id.desc()))]
    return [row for row in rows if not row.is_merged][:MOST_SHOWN], [row for row in rows if row.is_merged]


def find_named_thread(viewer: Actor, name: str) -> uuid.UUID | None:
    """The thread of this id or reference, if this person sees it."""
    try:
        named: ColumnElement[bool] = Thread.id == uuid.UUID(name)
    except ValueError:
        named = Thread.reference == name.strip().upper()
    return db.session.scalar(select(Thread.id).where(named, visible_to(viewer)))


class _Matter(NamedTuple):
    text: str
    category: str
    at: datetime
    latitude: float | None
    longitude: float | None


def _alike(matter: _Matter, among: Sequence[ColumnElement[bool]]) -> Subquery:
    """`thread_id` and `score` of what is like it. The latest hundreds of its time are compared, and no more: there are
    as many to look through when the table has grown.
    """
    in_time = Thread.created_at.between(matter.at - NEAR_IN_TIME, matter.at + NEAR_IN_TIME)
    # Where a place was taken out, its position tells nothing either: who asks at many positions would find it.
    position = [case((Thread.public_place.is_(None), at)).label(at.key) for at in (Thread.latitude, Thread.longitude)]
    latest = select(Thread.id, *position).where(Thread.category == matter.category, in_time)
    latest = latest.where(standing(), *among).order_by(Thread.created_at.desc()).limit(MOST_COMPARED)
    one = latest.subquery()
    near, is_not_far = _nearness(matter, one.c)
    score = func.count() + near
    words = ThreadWord.thread_id == one.c.id, ThreadWord.word.in_(_telling(matter.text))
    found = select(one.c.id.label("thread_id"), score.label("score")).join(ThreadWord, and_(*words)).where(is_not_far)
    return found.group_by(one.c.id, one.c.latitude, one.c.longitude).having(score >= LEAST_IN_COMMON).subquery()


def _nearness(matter: _Matter, one: Any) -> tuple[ColumnElement[int], ColumnElement[bool]]:
    """1 for what is near by; and whether it is not known to be far, which only two positions can tell."""
    if matter.latitude is None or matter.longitude is None:
        return literal(0), true()
    north = one.latitude.between(matter.latitude - LATITUDE, matter.latitude + LATITUDE)
    east = one.longitude.between(matter.longitude - LONGITUDE, matter.longitude + LONGITUDE)
    is_near = and_(north, east)
    return case((is_near, 1), else_=0), or_(one.latitude.is_(None), is_near)


def _telling(text: str) -> list[str]:
    """The stems of the words that tell what it is about."""
    words = (word for word in words_of(text) if len(word) >= SHORTEST and word not in COMMON)
    return different(stem(word) for word in words)[:MOST_WORDS]
