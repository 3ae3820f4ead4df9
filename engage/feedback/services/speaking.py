"""What is said in a thread, noted beside it, edited and let through. Comments, replies and notes never share a way."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed, NotFound, NotSignedIn, Stale
from engage.feedback.models.threads import WAITING, Note, Post, PostEdit, PostKind, Thread, ThreadStatus, is_held_back
from engage.feedback.notifications import REPLIED, tell_author, tell_followers, tell_merged
from engage.feedback.policies import can_answer_thread, can_comment, can_moderate_posts, can_speak_as_author
from engage.feedback.redaction import redacted_again
from engage.feedback.services.photos import PreparedPhoto, keep_photos
from engage.feedback.services.promising import promise_in
from engage.feedback.services.rows import (
    acknowledge_if_new,
    add_row,
    how_it_waits,
    index_words,
    lock_post,
    lock_thread,
    turn,
)
from engage.outbox.services import owe


def add_comment(
    actor: Actor, thread_id: uuid.UUID, *, body: str, show_name: bool = False, photos: Sequence[PreparedPhoto] = ()
) -> uuid.UUID:
    """Everyone who sees the thread reads it; of an author without account, when somebody has let it through."""
    thread = lock_thread(actor, thread_id, can_comment)
    is_author = can_speak_as_author(actor, thread)
    name = (actor.display_name or (thread.author_name if is_author else None)) if show_name else None
    waits = how_it_waits(thread, *(photo.alt for photo in photos), name, body, by_author=is_author)
    post = add_row(thread, actor, PostKind.COMMENT, body, is_author=is_author, author_name=name, **waits)
    record(actor, "thread.commented", thread.id, after={"post_id": str(post.id)})
    keep_photos(actor, post, photos)
    return post.id


def add_reply(actor: Actor, thread_id: uuid.UUID, *, body: str, **promised: Any) -> uuid.UUID:
    """An official word, for everyone who sees the thread. It acknowledges a new one, and work on it has begun. It may
    promise something: `promise` by a day, `promise_by`. Raises Invalid.
    """
    thread = lock_thread(actor, thread_id, can_answer_thread)
    return reply_in(actor, thread, body, **promised)


def reply_in(actor: Actor, thread: Thread, body: str, **promised: Any) -> uuid.UUID:
    """The same in a thread that is locked already."""
    post = add_row(thread, actor, PostKind.REPLY, body)
    thread.first_replied_at = thread.first_replied_at or post.created_at
    record(actor, "thread.replied", thread.id, after={"post_id": str(post.id)})
    promise_in(actor, thread, post.id, **promised)
    if thread.status in WAITING and thread.status != ThreadStatus.IN_PROGRESS and thread.merged_into is None:
        acknowledge_if_new(thread)
        turn(actor, thread, ThreadStatus.IN_PROGRESS, "thread.begun")
    owe([tell_author(REPLIED, thread), *tell_followers(thread), *tell_merged(REPLIED, thread)])
    return post.id


def add_note(actor: Actor, thread_id: uuid.UUID, *, body: str) -> uuid.UUID:
    """For officers of the district alone; nobody is told."""
    return note_in(actor, lock_thread(actor, thread_id, can_answer_thread), body)


def note_in(actor: Actor, thread: Thread, body: str) -> uuid.UUID:
    note = Note(id=new_id(), thread_id=thread.id, author_id=actor.id, body=body, created_at=clock.now())
    db.session.add(note)
    db.session.flush()
    record(actor, "thread.noted", thread.id, after={"note_id": str(note.id)})
    return note.id


def edit_post(actor: Actor, post_id: uuid.UUID, version: int | None = None, *, body: str) -> None:
    """Other words for the own; those before are kept. A stranger's wait for a look again, and those of which passages
    were taken out. Raises Stale.
    """
    thread, post = lock_post(actor, post_id, lambda _actor, _thread: True)
    _check_own(actor, thread, post)
    if version is not None and version != post.version:
        raise Stale
    if body == post.body:
        return
    before = PostEdit(id=new_id(), post_id=post.id, body=post.body, at=clock.now(), by=actor.id)
    db.session.add(before)
    _wait_again(thread, post, body)
    post.body, post.edited_at, post.version = body, clock.now(), post.version + 1
    db.session.flush()
    if post.kind == PostKind.OPENING:
        index_words(thread)
    record(actor, "post.edited", post.id, after={"version": post.version})


def _wait_again(thread: Thread, post: Post, body: str) -> None:
    """Nobody reads the changed words before somebody has looked, if that was or is now a matter of theirs."""
    is_reply = post.kind == PostKind.REPLY
    waits = {} if is_reply else how_it_waits(thread, body, by_author=post.is_author)
    before, public = _texts(thread, post)
    if not (waits.get("is_unseen") or any(public.values())):
        return
    post.public_body = redacted_again(before, public, body)
    post.is_unseen, post.watched = True, waits.get("watched")
    if post.kind == PostKind.OPENING:
        thread.published_at = None


def _texts(thread: Thread, post: Post) -> tuple[dict[str, str], dict[str, str | None]]:
    """What was written, and what others read instead; of an opening the thread's own words too."""
    before, public = {"body": post.body}, {"body": post.public_body}
    if post.kind == PostKind.OPENING:
        before |= {"subject": thread.subject, "place": thread.place or ""}
        public |= {"subject": thread.public_subject, "place": thread.public_place}
    return before, public


def _check_own(actor: Actor, thread: Thread, post: Post) -> None:
    is_own = post.is_author and can_speak_as_author(actor, thread)
    if not (is_own or (actor.id is not None and actor.id == post.author_id)):
        is_concealed = post.hidden_at is not None or post.is_unseen
        if is_concealed and not can_answer_thread(actor, thread):
            raise NotFound
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn
    if post.hidden_at is not None:
        raise Conflict("wrong-state")


def publish_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """Let others read what a stranger wrote: the thread, and whatever in it still waits for a look."""
    thread = lock_thread(actor, thread_id, lambda *who: can_answer_thread(*who) or can_moderate_posts(*who))
    waiting = update(Post).where(Post.thread_id == thread.id, Post.is_unseen)
    let_through = db.session.execute(waiting.values(is_unseen=False, watched=None)).rowcount  # type: ignore[attr-defined]
    if not let_through and not is_held_back(thread):
        raise Conflict("wrong-state")
    thread.published_at = thread.published_at or clock.now()
    db.session.flush()
    record(actor, "thread.published", thread.id, after={"posts": let_through})
