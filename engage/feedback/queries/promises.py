"""Who reads a promise that was made in a thread? Whoever reads the thread and the reply in which it stands."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from engage.access.actor import VISITOR, Actor
from engage.feedback.models.threads import Post, PostKind, Thread
from engage.feedback.queries.reading import opened_by, published, served_by


def sees_promise(viewer: Actor | None, thread_id: Any, post_id: Any) -> ColumnElement[bool]:
    """A condition on two columns: everyone (None) reads a public thread whose opening is not hidden; its author,
    whoever holds its receipt and those in charge read it in any case. One in a reply that is hidden or waits for a look
    is for those in charge.
    """
    opening, reply = aliased(Post), aliased(Post)
    of_it = and_(opening.thread_id == Thread.id, opening.kind == PostKind.OPENING)
    hidden = select(reply.id).where(reply.id == post_id, or_(reply.hidden_at.is_not(None), reply.is_unseen))
    hidden_reply = exists(hidden.correlate_except(reply))  # else it would ask about the reply of any promise at all
    someone = viewer or VISITOR
    seen_with_reply = or_(and_(published(), opening.hidden_at.is_(None)), *opened_by(someone))
    seen = or_(and_(seen_with_reply, ~hidden_reply), served_by(someone))
    in_thread = select(Thread.id).join(opening, of_it).where(Thread.id == thread_id, seen)
    return exists(in_thread.correlate_except(Thread, opening))
