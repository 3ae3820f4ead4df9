"""What is left of a thread two years after its end: what was said, without who said it."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.feedback.models.threads import Follow, Post, PostEdit, PostKind, Support, Thread

KEPT = timedelta(days=730)
_WHO = ("author_id", "author_name", "contact_email", "contact_phone", "receipt_hash")


def forget_authors(actor: Actor) -> int:
    """Erase who wrote threads that ended long ago, who wrote, supported and followed in them, and how they could be
    reached; what the police said and how many supported it stays. How many threads had any of it.
    """
    known = or_(*(getattr(Thread, name).is_not(None) for name in _WHO))
    ended = list(db.session.scalars(select(Thread.id).where(Thread.closed_at < clock.now() - KEPT, known)))
    theirs = Post.thread_id.in_(ended), Post.kind != PostKind.REPLY
    unnamed = update(PostEdit).where(PostEdit.post_id.in_(select(Post.id).where(*theirs))).values(by=None)
    posts = update(Post).where(*theirs).values(author_id=None, author_name=None)
    ties = [delete(tie).where(tie.thread_id.in_(ended)) for tie in (Support, Follow)]
    threads = update(Thread).where(Thread.id.in_(ended)).values(dict.fromkeys(_WHO))
    for statement in (unnamed, posts, *ties, threads):
        db.session.execute(statement.execution_options(synchronize_session=False))
    return len(ended)
