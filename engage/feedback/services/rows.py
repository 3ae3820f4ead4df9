"""A thread's row under its lock: who may change it, what follows from a change, by which words it is found."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, insert_new, new_id
from engage.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import Post, PostKind, Thread, ThreadStatus, ThreadWord
from engage.feedback.queries import is_visible
from engage.feedback.services.watching import watched_in
from engage.settings import current_settings
from engage.text import indexed_words

May = Callable[[Actor, Thread], bool]


def lock_thread(actor: Actor, thread_id: uuid.UUID, may: May, allowed: Collection[str] | None = None) -> Thread:
    """Raises NotFound for what this person may not see, NotAllowed (NotSignedIn of a visitor) unless `may` says that
    they may do it, Conflict unless it stands by itself and where that is `allowed`.
    """
    thread = db.session.get(Thread, thread_id, with_for_update=ROW_LOCK, populate_existing=True)
    if thread is None or not is_visible(actor, thread_id):
        raise NotFound
    if not may(actor, thread):
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn
    if allowed is not None and thread.merged_into is not None:
        raise Conflict("thread-merged")
    if allowed is not None and thread.status not in allowed:
        raise Conflict("wrong-state")
    return thread


def lock_post(actor: Actor, post_id: uuid.UUID, may: May) -> tuple[Thread, Post]:
    """A post under its lock and that of its thread. Raises as `lock_thread`."""
    thread_id = db.session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise NotFound
    thread = lock_thread(actor, thread_id, may)
    return thread, db.session.get_one(Post, post_id, with_for_update=ROW_LOCK, populate_existing=True)


def turn(actor: Actor, thread: Thread, status: ThreadStatus, action: str, **after: Any) -> None:
    """Another status, recorded; `after` are more facts for the trail, which knows no words and no names."""
    before, thread.status = {"status": thread.status}, status
    thread.due_at = thread.acknowledge_due_at if status == ThreadStatus.NEW else thread.answer_due_at
    db.session.flush()
    carry_to_merged(thread)
    record(actor, action, thread.id, before=before, after={"status": status, **after})


_CARRIED = (
    *("status", "district", "acknowledged_at", "answered_at", "closed_at"),
    *("referred_to", "referral_reference", "referred_on"),
)


def carry_to_merged(thread: Thread) -> None:
    """What was merged into a thread stands where it stands."""
    merged = update(Thread).where(Thread.merged_into == thread.id)
    db.session.execute(merged.values({name: getattr(thread, name) for name in _CARRIED}))


def acknowledge_if_new(thread: Thread) -> None:
    if thread.acknowledged_at is None:
        thread.acknowledged_at = clock.now()


def waits_for_look(thread: Thread) -> bool:
    """Whether what the author writes now is read by others only when somebody has let it through."""
    is_of_stranger = thread.author_id is None and thread.category not in current_settings().trusted_categories
    return thread.visibility == Visibility.PUBLIC and is_of_stranger


def how_it_waits(thread: Thread, *texts: str | None, by_author: bool) -> dict[str, Any]:
    """What a new post says about that: strangers' words wait, and anybody's with a watched word."""
    watched = watched_in(*texts) if thread.visibility == Visibility.PUBLIC else None
    return {"is_unseen": watched is not None or (by_author and waits_for_look(thread)), "watched": watched}


def let_wait_again(thread: Thread, post: Post, *texts: str | None) -> None:
    """A post to which something was added is looked at again: a stranger's, and anybody's with a watched word in it."""
    waits = how_it_waits(thread, *texts, by_author=post.is_author)
    if waits["is_unseen"]:
        post.is_unseen, post.watched = True, post.watched or waits["watched"]
        thread.published_at = None if post.kind == PostKind.OPENING else thread.published_at


def add_row(thread: Thread, actor: Actor, kind: PostKind, body: str, **details: Any) -> Post:
    moment: datetime = clock.now()
    post = Post(id=new_id(), thread_id=thread.id, kind=kind, author_id=actor.id, body=body, created_at=moment)
    for name, value in details.items():
        setattr(post, name, value)
    db.session.add(post)
    db.session.flush()
    return post


def index_words(thread: Thread) -> None:
    """Keep the words by which it is found: those that everyone reads."""
    body = func.coalesce(Post.public_body, Post.body)
    opening = select(body).where(Post.thread_id == thread.id, Post.kind == PostKind.OPENING)
    subject, place = thread.public_subject or thread.subject, thread.public_place or thread.place
    texts = [thread.reference, subject, place or "", db.session.scalar(opening) or ""]
    db.session.execute(delete(ThreadWord).where(ThreadWord.thread_id == thread.id))
    insert_new(ThreadWord, [{"word": word, "thread_id": thread.id} for word in indexed_words(" ".join(texts))])
