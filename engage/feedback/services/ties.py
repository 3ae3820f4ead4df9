"""Who supports a thread, once, and who follows it."""

import uuid

from sqlalchemy import delete, update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, insert_into
from engage.errors import Conflict, NotSignedIn
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import Follow, Support, Thread
from engage.feedback.policies import can_speak_as_author
from engage.feedback.services.rows import lock_thread

Tie = type[Support] | type[Follow]


def support_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """Me too. Said twice, it counts once; of the own thread it goes without saying."""
    _require_public(actor, thread_id)
    if _tie(Support, actor, thread_id):
        _count(thread_id, 1)
        record(actor, "thread.supported", thread_id)


def withdraw_support(actor: Actor, thread_id: uuid.UUID) -> None:
    _require_public(actor, thread_id)
    if _untie(Support, actor, thread_id):
        _count(thread_id, -1)
        record(actor, "thread.support_withdrawn", thread_id)


def follow_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """Be told of official replies."""
    _require_public(actor, thread_id)
    if _tie(Follow, actor, thread_id):
        record(actor, "thread.followed", thread_id)


def unfollow_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    _require_public(actor, thread_id)
    if _untie(Follow, actor, thread_id):
        record(actor, "thread.unfollowed", thread_id)


def change_contact(actor: Actor, thread_id: uuid.UUID, *, contact_email: str | None) -> None:
    """Where an author without account is told, or (None) that they are told nowhere."""
    thread = lock_thread(actor, thread_id, lambda actor, thread: actor.opened_thread == thread.id)
    thread.contact_email = contact_email
    db.session.flush()
    record(actor, "thread.contact_changed", thread_id)


def _require_public(actor: Actor, thread_id: uuid.UUID) -> None:
    thread = lock_thread(actor, thread_id, lambda _actor, _thread: True)
    if actor.id is None:
        raise NotSignedIn
    if thread.merged_into is not None:
        raise Conflict("thread-merged")
    if thread.visibility != Visibility.PUBLIC or thread.published_at is None or can_speak_as_author(actor, thread):
        raise Conflict("wrong-state")


def _tie(tie: Tie, actor: Actor, thread_id: uuid.UUID) -> bool:
    row = {"thread_id": thread_id, "account_id": actor.account_id, "created_at": clock.now()}
    made = insert_into(tie).values(row).on_conflict_do_nothing().returning(tie.thread_id)
    return db.session.execute(made).first() is not None


def _untie(tie: Tie, actor: Actor, thread_id: uuid.UUID) -> bool:
    gone = delete(tie).where(tie.thread_id == thread_id, tie.account_id == actor.account_id)
    return bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _count(thread_id: uuid.UUID, by: int) -> None:
    one = update(Thread).where(Thread.id == thread_id)
    db.session.execute(one.values(support_count=Thread.support_count + by))
