"""Two threads about the same matter: one is treated, the other says where, and can be taken apart again."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, delete, literal, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, UTCDateTime, db, insert_into
from engage.errors import Conflict, Invalid
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import WAITING, Follow, Support, Thread, ThreadStatus, is_held_back
from engage.feedback.notifications import MOVED, tell_author
from engage.feedback.policies import can_answer_thread
from engage.feedback.queries import find_named_thread
from engage.feedback.services.rows import May, acknowledge_if_new, carry_to_merged, lock_thread, turn
from engage.language import gettext as _
from engage.outbox.services import owe

Tie = type[Support] | type[Follow]


def merge_thread(actor: Actor, thread_id: uuid.UUID, *, into: str) -> None:
    """Treat a thread together with the one of this id or reference. From now on it stands where that one stands; its
    words stay at their place, and who supported or followed it does so there.

    Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    target_id = find_named_thread(actor, into)
    if target_id is None or target_id == thread_id:
        lock_thread(actor, thread_id, can_answer_thread)
        raise _refused(_("Give the reference of another thread."))
    thread, target = _locked(actor, thread_id, target_id)
    if thread.status not in WAITING or thread.merged_into or is_held_back(thread):
        raise Conflict("wrong-state")
    _check_target(thread, target)
    before = {"status": thread.status}
    thread.merged_into, thread.assigned_to = target.id, None
    acknowledge_if_new(thread)
    if thread.visibility == Visibility.PUBLIC:
        _bring_people(thread, target)
    db.session.flush()
    carry_to_merged(target)
    record(actor, "thread.merged", thread.id, before=before, after={"merged_into": str(target.id)})
    owe([tell_author(MOVED, thread, status="merged", authority="", reason="")])


def unmerge_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """It is treated by itself again, and its people go with it. Raises NotFound, NotAllowed, Conflict."""
    thread = lock_with_target(actor, thread_id, can_answer_thread)
    take_apart(actor, thread)
    owe([tell_author(MOVED, thread, status="unmerged", authority="", reason="")])


def take_apart(actor: Actor, thread: Thread) -> None:
    """The same with a thread that is locked already."""
    if thread.merged_into is None:
        raise Conflict("wrong-state")
    target = db.session.get_one(Thread, thread.merged_into, with_for_update={"key_share": True}, populate_existing=True)
    target.support_count -= _take_back(Support, thread, target)
    _take_back(Follow, thread, target)
    thread.merged_into = thread.answered_at = thread.closed_at = None
    thread.referred_to = thread.referral_reference = thread.referred_on = None
    acknowledge_if_new(thread)
    turn(actor, thread, ThreadStatus.ACKNOWLEDGED, "thread.unmerged", merged_into=None)


def lock_with_target(actor: Actor, thread_id: uuid.UUID, may: May) -> Thread:
    """As `lock_thread`; where it was merged, the target is locked first, as by whoever takes a step with that one."""
    target_id = db.session.scalar(select(Thread.merged_into).where(Thread.id == thread_id))
    if target_id is not None:
        db.session.get(Thread, target_id, with_for_update=ROW_LOCK, populate_existing=True)
    return lock_thread(actor, thread_id, may)


def merged_into(thread: Thread) -> Sequence[uuid.UUID]:
    return db.session.scalars(select(Thread.id).where(Thread.merged_into == thread.id).order_by(Thread.id)).all()


def _locked(actor: Actor, thread_id: uuid.UUID, target_id: uuid.UUID) -> tuple[Thread, Thread]:
    """Both rows, always in the same order: two officers who merge the two the other way round wait for each other."""
    may = {thread_id: can_answer_thread, target_id: lambda _actor, _thread: True}
    locked = {one: lock_thread(actor, one, may[one]) for one in sorted(may)}
    return locked[thread_id], locked[target_id]


def _check_target(thread: Thread, target: Thread) -> None:
    if target.merged_into is not None:
        raise _refused(_("That thread is itself treated together with another one. Give the reference of that one."))
    if db.session.scalar(select(Thread.id).where(Thread.merged_into == thread.id).limit(1)):
        raise Conflict("others-merged")
    if thread.visibility != target.visibility or is_held_back(target):
        raise _refused(_("What everyone reads goes only with what everyone reads, and what is private with what is."))
    if thread.district != target.district:
        raise _refused(_("That thread is in another district."))


def _bring_people(thread: Thread, target: Thread) -> None:
    target.support_count += _bring(Support, thread, target)
    _bring(Follow, thread, target)
    if thread.author_id and thread.author_id != target.author_id:
        row = {"thread_id": target.id, "account_id": thread.author_id, "created_at": clock.now()}
        db.session.execute(insert_into(Follow).values(row | {"merged_from": thread.id}).on_conflict_do_nothing())


def _bring(tie: Tie, thread: Thread, target: Thread) -> int:
    """Each once, and not the author of the target; how many came."""
    now = literal(clock.now(), UTCDateTime)
    theirs = select(literal(target.id, tie.thread_id.type), tie.account_id, now, tie.thread_id)
    theirs = theirs.where(tie.thread_id == thread.id, tie.account_id.is_distinct_from(target.author_id))
    names = ["thread_id", "account_id", "created_at", "merged_from"]
    brought = insert_into(tie).from_select(names, theirs).on_conflict_do_nothing().returning(tie.account_id)
    return len(db.session.execute(brought).all())


def _take_back(tie: Tie, thread: Thread, target: Thread) -> int:
    gone = delete(tie).where(and_(tie.thread_id == target.id, tie.merged_from == thread.id))
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _refused(words: str) -> Invalid:
    return Invalid({"into": [words]})
