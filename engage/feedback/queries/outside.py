"""What may everyone read, for programs that ask for many threads at once? Nothing that a visitor would not see."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, select

from engage.access.actor import Actor
from engage.database import read
from engage.feedback.models.threads import Post, PostKind, Thread, ThreadStatus
from engage.feedback.queries.reading import VIEW, Opening, ThreadView, readable_by_all, seen_by, standing

ENDED = (ThreadStatus.CLOSED, ThreadStatus.REFERRED, ThreadStatus.DECLINED)
MOST_REPLIES = 20


@dataclass(frozen=True, slots=True)
class ReplyView:
    """An official reply in a thread that everyone may read."""

    id: uuid.UUID
    thread_id: uuid.UUID
    body: str
    created_at: datetime
    edited_at: datetime | None
    reference: str
    status: str

    @property
    def said_at(self) -> datetime:
        return self.edited_at or self.created_at


_AS_OTHERS_READ = func.coalesce(Post.public_body, Post.body).label("body")
_REPLY = (Post.id, Post.thread_id, _AS_OTHERS_READ, Post.created_at, Post.edited_at)
_IS_REPLY = Post.kind == literal_column(f"'{PostKind.REPLY}'")  # said as the index says it, or SQLite does not take it
_SHOWN = (_IS_REPLY, Post.hidden_at.is_(None), ~Post.is_unseen)


def list_published(
    viewer: Actor,
    *,
    references: Collection[str] = (),
    categories: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    has_ended: bool | None = None,
    offset: int = 0,
    limit: int = 1000,
) -> list[ThreadView]:
    """Those that everyone may read, the latest first."""
    wanted = [
        Thread.reference.in_(references) if references else None,
        Thread.category.in_(categories) if categories else None,
        Thread.created_at >= since if since else None,
        Thread.created_at <= until if until else None,
        None if has_ended is None else Thread.status.in_(ENDED) == has_ended,
    ]
    if not references:  # what was merged is treated elsewhere; whoever knows its reference still finds it
        wanted.append(standing())
    found = VIEW.where(readable_by_all(), *(one for one in wanted if one is not None))
    latest = found.order_by(Thread.created_at.desc(), Thread.id.desc()).offset(offset).limit(limit)
    return [seen_by(viewer, row) for row in read(latest)]


def list_official_replies(viewer: Actor, threads: Sequence[ThreadView]) -> dict[uuid.UUID, list[ReplyView]]:
    """What the police answered in these, in the order in which it was said: the last MOST_REPLIES of each."""
    if not threads:
        return {}
    known = {thread.id: thread for thread in threads}
    place = func.row_number().over(partition_by=Post.thread_id, order_by=Post.id.desc()).label("place")
    numbered = select(*_REPLY, place).where(Post.thread_id.in_(known), *_SHOWN).subquery()
    found = (
        select(*(numbered.c[column.key] for column in _REPLY))
        .where(numbered.c.place <= MOST_REPLIES)
        .order_by(numbered.c.id)
    )
    replies: dict[uuid.UUID, list[ReplyView]] = {}
    for row in read(found):
        thread = known[row.thread_id]
        replies.setdefault(thread.id, []).append(_reply(row, thread.reference, thread.status))
    return replies


def list_replies_between(viewer: Actor, since: datetime, until: datetime, limit: int = 1000) -> list[ReplyView]:
    """Official replies of a time in threads that everyone may read, the earliest first."""
    found: Any = select(*_REPLY, Thread.reference, Thread.status).join(Thread, Thread.id == Post.thread_id)
    found = found.join(Opening, (Opening.thread_id == Thread.id) & (Opening.kind == PostKind.OPENING))
    found = found.where(readable_by_all(), *_SHOWN, Post.created_at >= since, Post.created_at <= until)
    return [ReplyView(*row) for row in read(found.order_by(Post.created_at, Post.id).limit(limit))]


def _reply(row: Any, reference: str, status: str) -> ReplyView:
    return ReplyView(row.id, row.thread_id, row.body, row.created_at, row.edited_at, reference, status)
