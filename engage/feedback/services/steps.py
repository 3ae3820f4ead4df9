"""The life of a thread, as drawn: every other step is a conflict. Who wrote it is told of each that officers take."""

import uuid
from datetime import date
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.queries import list_staff
from engage.audit.services import record
from engage.commitments.services import hand_over_commitments
from engage.database import db
from engage.errors import Conflict, Invalid
from engage.feedback.deadlines import deadline
from engage.feedback.models.threads import REOPENED_WITHIN, WAITING, PostKind, Thread, ThreadStatus
from engage.feedback.notifications import MOVED, ask_for_rating, tell_author, tell_merged
from engage.feedback.policies import can_answer_thread, can_decide_thread, can_speak_as_author
from engage.feedback.services.merging import lock_with_target, merged_into, take_apart
from engage.feedback.services.rating import ask_author
from engage.feedback.services.rows import (
    acknowledge_if_new,
    add_row,
    carry_to_merged,
    how_it_waits,
    lock_thread,
    turn,
)
from engage.feedback.services.speaking import note_in, reply_in
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.places.queries import district_names
from engage.settings import current_settings


def acknowledge_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """We have read it. If somebody has it already, work on it begins too."""
    thread = lock_thread(actor, thread_id, can_answer_thread, {ThreadStatus.NEW})
    acknowledge_if_new(thread)
    turn(actor, thread, ThreadStatus.ACKNOWLEDGED, "thread.acknowledged")
    if thread.assigned_to:
        turn(actor, thread, ThreadStatus.IN_PROGRESS, "thread.begun")
    _tell(thread)


def acknowledge_threads(actor: Actor, thread_ids: list[uuid.UUID]) -> int:
    """Many at once: how many that were. Those that a colleague has just acknowledged stay as they are."""
    number = 0
    for thread_id in sorted(set(thread_ids)):
        thread = lock_thread(actor, thread_id, can_answer_thread)
        if thread.status == ThreadStatus.NEW and thread.merged_into is None:
            acknowledge_thread(actor, thread_id)
            number += 1
    return number


def assign_thread(actor: Actor, thread_id: uuid.UUID, *, account_id: uuid.UUID) -> None:
    """An officer of the district has it now. Of one that was acknowledged, work begins; a new one stays new."""
    thread = lock_thread(actor, thread_id, can_answer_thread, WAITING)
    _assign(actor, thread, account_id)


def assign_threads(actor: Actor, thread_ids: list[uuid.UUID], *, account_id: uuid.UUID) -> int:
    """Many at once, or none of them; how many."""
    for thread_id in sorted(set(thread_ids)):
        assign_thread(actor, thread_id, account_id=account_id)
    return len(set(thread_ids))


def _assign(actor: Actor, thread: Thread, account_id: uuid.UUID) -> None:
    districts = None if thread.district is None else {thread.district}
    staff = list_staff(actor, Permission.THREADS_ANSWER, districts)
    if account_id not in {one.id for one in staff}:
        raise Invalid({"account_id": [_("Choose an officer of the district.")]})
    before, thread.assigned_to = thread.assigned_to, account_id
    db.session.flush()
    earlier = {"assigned_to": before and str(before)}
    record(actor, "thread.assigned", thread.id, before=earlier, after={"assigned_to": str(account_id)})
    if thread.status == ThreadStatus.ACKNOWLEDGED:
        turn(actor, thread, ThreadStatus.IN_PROGRESS, "thread.begun")
        _tell(thread)


def transfer_thread(actor: Actor, thread_id: uuid.UUID, *, district: str, reason: str) -> None:
    """To the officers of another district, who read the reason as a note; deadlines stay."""
    thread = lock_thread(actor, thread_id, can_answer_thread, WAITING)
    if district not in district_names():
        raise Invalid({"district": [_("This district does not exist.")]})
    if district == thread.district:
        raise Invalid({"district": [_("It is in this district already.")]})
    note_in(actor, thread, reason)
    before = {"district": thread.district}
    thread.district, thread.assigned_to = district, None
    db.session.flush()
    carry_to_merged(thread)
    for one in (thread.id, *merged_into(thread)):
        hand_over_commitments(actor, one, district)
    record(actor, "thread.transferred", thread.id, before=before, after={"district": district})
    _tell(thread, status="transferred")


def answer_thread(actor: Actor, thread_id: uuid.UUID, *, body: str | None = None, **promised: Any) -> None:
    """What we had to say is said: by this reply, which may promise something, or by those before."""
    thread = lock_thread(actor, thread_id, can_answer_thread, WAITING)
    if body:
        reply_in(actor, thread, body, **promised)
    elif any(promised.values()):
        raise Invalid({"body": [_("Say it in the reply too.")]})
    if thread.status != ThreadStatus.IN_PROGRESS:
        raise Conflict("wrong-state")
    thread.answered_at = clock.now()
    turn(actor, thread, ThreadStatus.ANSWERED, "thread.answered")
    _tell(thread)


def close_thread(actor: Actor, thread_id: uuid.UUID) -> None:
    """Closed, by an officer or by whoever wrote it, who is asked once what they say of it; it stays to be read."""
    thread = lock_thread(actor, thread_id, _can_close, {ThreadStatus.ANSWERED})
    thread.closed_at = clock.now()
    turn(actor, thread, ThreadStatus.CLOSED, "thread.closed")
    if ask_author(actor, thread):
        owe([ask_for_rating(thread), *_to_merged(thread)])
    elif can_speak_as_author(actor, thread):
        owe(_to_merged(thread))
    else:
        _tell(thread)


def reopen_thread(actor: Actor, thread_id: uuid.UUID, *, reason: str) -> None:
    """It is not solved, or not the matter into which it was merged, says whoever wrote it, and why. Raises Conflict
    (`reopen-too-late`).
    """
    thread = lock_with_target(actor, thread_id, can_speak_as_author)
    if not thread.merged_into:
        _check_may_reopen(thread)
    add_row(thread, actor, PostKind.COMMENT, reason, is_author=True, **how_it_waits(thread, reason, by_author=True))
    if thread.merged_into:
        take_apart(actor, thread)
    thread.answered_at = thread.closed_at = None
    thread.reopened_count += 1
    thread.answer_due_at = deadline(actor, clock.now(), current_settings().answer_days)
    turn(actor, thread, ThreadStatus.IN_PROGRESS, "thread.reopened", times=thread.reopened_count)
    owe(_to_merged(thread))


def _check_may_reopen(thread: Thread) -> None:
    """What was joined to another thread may be taken apart at any time: that one may have ended long ago."""
    if thread.status not in {ThreadStatus.ANSWERED, ThreadStatus.CLOSED}:
        raise Conflict("wrong-state")
    ended = thread.closed_at or thread.answered_at
    if ended is not None and clock.now() > ended + REOPENED_WITHIN:
        raise Conflict("reopen-too-late", days=REOPENED_WITHIN.days)


def refer_thread(actor: Actor, thread_id: uuid.UUID, *, authority: str, reference: str, on: date) -> None:
    """To another authority, which is named."""
    thread = lock_thread(actor, thread_id, can_decide_thread, WAITING)
    thread.referred_to, thread.referral_reference, thread.referred_on = authority, reference, on
    _end(thread)
    turn(actor, thread, ThreadStatus.REFERRED, "thread.referred", referred_on=on.isoformat())
    _tell(thread, authority=authority)


def decline_thread(actor: Actor, thread_id: uuid.UUID, *, reason: str) -> None:
    """We do not take it up; whoever wrote it reads why."""
    thread = lock_thread(actor, thread_id, can_decide_thread, WAITING)
    thread.decline_reason = reason
    _end(thread)
    turn(actor, thread, ThreadStatus.DECLINED, "thread.declined")
    _tell(thread, reason=reason)


def _end(thread: Thread) -> None:
    acknowledge_if_new(thread)
    thread.closed_at = clock.now()


def _can_close(actor: Actor, thread: Thread) -> bool:
    return can_answer_thread(actor, thread) or can_speak_as_author(actor, thread)


def _tell(thread: Thread, **more: Any) -> None:
    owe([tell_author(MOVED, thread, **_told(thread, more)), *_to_merged(thread, **more)])


def _to_merged(thread: Thread, **more: Any) -> list[dict[str, Any] | None]:
    return tell_merged(MOVED, thread, **_told(thread, more))


def _told(thread: Thread, more: dict[str, Any]) -> dict[str, Any]:
    return {"status": thread.status, "authority": "", "reason": "", **more}
