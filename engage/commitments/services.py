"""Every write to commitments: they are made, kept, moved, withdrawn and handed over, and their owners are reminded."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from engage import clock, language
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.queries import list_staff
from engage.audit.services import record
from engage.commitments.models import Commitment, CommitmentMove, CommitmentState
from engage.commitments.notifications import remind
from engage.commitments.policies import can_keep_commitment
from engage.commitments.queries import is_visible
from engage.commitments.signals import commitment_changed
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.seminars.models import SeminarStatus
from engage.seminars.policies import can_plan_in
from engage.seminars.queries import get_seminar
from engage.settings import current_settings

REMINDED_BEFORE = timedelta(days=7)
_WEEK = 7
_ARABIC = re.compile(r"[\u0620-\u064a]")
_HELD = (SeminarStatus.PUBLISHED, SeminarStatus.HELD, SeminarStatus.REPORTED)


def make_commitment(actor: Actor, *, what: str, due_on: date, district: str | None, **source: Any) -> uuid.UUID:
    """What an officer promises, who keeps it too. `source`: `thread_id`, `post_id` and `category` of a thread that this
    officer may answer, which the caller has asked; or `seminar_id` and `theme`. Raises Invalid, NotAllowed.
    """
    made = Commitment(id=new_id(), what={_language_of(what): what}, district=district, due_on=due_on, **source)
    if not can_keep_commitment(actor, made):
        raise NotAllowed
    _check_due(due_on)
    made.first_due_on, made.owner_id = due_on, actor.id
    made.created_at, made.reminded_for = clock.now(), _today()
    db.session.add(made)
    db.session.flush()
    where = {name: str(source[name]) for name in ("thread_id", "seminar_id") if source.get(name)}
    record(actor, "commitment.made", made.id, after={"due_on": due_on.isoformat(), **where})
    return made.id


def promise_at_seminar(actor: Actor, seminar_id: uuid.UUID, *, what: str, due_on: date) -> uuid.UUID:
    """What comes of a seminar that is not cancelled, said by an officer of the district. Raises as make_commitment."""
    seminar = get_seminar(actor, seminar_id)
    if not can_plan_in(actor, seminar.district):
        raise NotAllowed if actor.is_authenticated else NotSignedIn
    if seminar.status not in _HELD:
        raise Conflict("wrong-state")
    source: dict[str, Any] = {"seminar_id": seminar.id, "theme": seminar.theme}
    return make_commitment(actor, what=what, due_on=due_on, district=seminar.district, **source)


def complete_commitment(
    actor: Actor,
    commitment_id: uuid.UUID,
    version: int | None = None,
    *,
    evidence: str,
    evidence_url: str | None = None,
) -> None:
    """It is done, and everyone reads how that can be seen. Raises Conflict, NotAllowed, Stale."""
    commitment = _lock_open(actor, commitment_id, version)
    commitment.evidence, commitment.evidence_url = evidence, evidence_url
    _end(actor, commitment, CommitmentState.DONE)


def withdraw_commitment(actor: Actor, commitment_id: uuid.UUID, version: int | None = None, *, reason: str) -> None:
    """We will not do it, and everyone reads why. Raises Conflict, NotAllowed, Stale."""
    commitment = _lock_open(actor, commitment_id, version)
    commitment.reason = reason
    _end(actor, commitment, CommitmentState.WITHDRAWN)


def move_commitment(
    actor: Actor, commitment_id: uuid.UUID, version: int | None = None, *, due_on: date, reason: str
) -> None:
    """Another day, and everyone reads which it was and why. Raises Invalid, Conflict, NotAllowed, Stale."""
    commitment = _lock_open(actor, commitment_id, version)
    before = commitment.due_on
    if due_on == before:
        raise Invalid({"due_on": [_("It is due on this day already.")]})
    _check_due(due_on)
    move = CommitmentMove(id=new_id(), commitment_id=commitment.id, due_on=before, reason=reason, at=clock.now())
    move.by = actor.id
    db.session.add(move)
    commitment.due_on, commitment.reminded_for = due_on, _today()
    _keep(actor, commitment, "moved", {"due_on": before.isoformat()}, {"due_on": due_on.isoformat()})
    commitment_changed.send(commitment, actor=actor, news="moved")


def assign_commitment(
    actor: Actor, commitment_id: uuid.UUID, version: int | None = None, *, owner_id: uuid.UUID
) -> None:
    """Another officer of the district keeps it. Raises Invalid, Conflict, NotAllowed, Stale."""
    commitment = _lock_open(actor, commitment_id, version)
    districts = None if commitment.district is None else {commitment.district}
    if owner_id not in {one.id for one in list_staff(actor, Permission.THREADS_ANSWER, districts)}:
        raise Invalid({"owner_id": [_("Choose an officer of the district.")]})
    before, commitment.owner_id = commitment.owner_id, owner_id
    _keep(actor, commitment, "assigned", {"owner_id": before and str(before)}, {"owner_id": str(owner_id)})


def hand_over_commitments(actor: Actor, thread_id: uuid.UUID, district: str) -> None:
    """The thread went to another district, and what is open goes along, to be taken up by somebody there."""
    in_it = select(Commitment).where(Commitment.thread_id == thread_id).order_by(Commitment.id)
    for commitment in db.session.scalars(in_it.with_for_update(key_share=True)).all():
        before = {"district": commitment.district}
        commitment.district = district
        if commitment.state == CommitmentState.OPEN:
            commitment.owner_id = None
        _keep(actor, commitment, "followed", before, {"district": district})


def remind_owners(actor: Actor) -> int:
    """Seven days before, on the day, and every seven days after it, each once; where days of the job were missed only
    the last. How many were due.
    """
    day = _today()
    nearing = Commitment.state == CommitmentState.OPEN, Commitment.due_on <= day + REMINDED_BEFORE
    found = select(Commitment).where(*nearing, Commitment.reminded_for < day).order_by(Commitment.id)
    rows = db.session.scalars(found.with_for_update(key_share=True)).all()
    due = [one for one in rows if one.reminded_for < _last_reminder(one.due_on, day)]
    for commitment in due:
        owe(remind(actor, commitment, (commitment.due_on - day).days))
    reminded = update(Commitment).where(Commitment.id.in_([one.id for one in due])).values(reminded_for=day)
    db.session.execute(reminded.execution_options(synchronize_session=False))
    return len(due)


def _last_reminder(due_on: date, day: date) -> date:
    """The last day up to `day` on which a reminder is due."""
    if day < due_on:
        return due_on - REMINDED_BEFORE
    return day - timedelta(days=(day - due_on).days % _WEEK)


def _lock_open(actor: Actor, commitment_id: uuid.UUID, version: int | None) -> Commitment:
    commitment = db.session.get(Commitment, commitment_id, with_for_update=ROW_LOCK, populate_existing=True)
    if commitment is None or not is_visible(actor, commitment_id):
        raise NotFound
    if not can_keep_commitment(actor, commitment):
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn
    if version is not None and version != commitment.version:
        raise Stale
    if commitment.state != CommitmentState.OPEN:
        raise Conflict("wrong-state")
    return commitment


def _end(actor: Actor, commitment: Commitment, state: CommitmentState) -> None:
    """The trail keeps neither evidence nor reason: they may name people."""
    commitment.state, commitment.ended_at = state, clock.now()
    _keep(actor, commitment, state.value, {"state": CommitmentState.OPEN.value}, {"state": state.value})
    commitment_changed.send(commitment, actor=actor, news=state.value)


def _keep(actor: Actor, commitment: Commitment, what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    commitment.version += 1
    db.session.flush()
    record(actor, f"commitment.{what}", commitment.id, before=before, after=after)


def _check_due(due_on: date) -> None:
    if due_on < _today():
        raise Invalid({"due_on": [_("Promise it for today or later.")]})


def _language_of(words: str) -> str:
    """That of its letters: officers write in one language while the page is in another."""
    spoken = language.current()
    return "ar" if _ARABIC.search(words) else spoken if spoken != "ar" else "fr"


def _today() -> date:
    return clock.today(current_settings().timezone)
