"""The steps of a seminar's life (domain.md §5): published, held, cancelled; a draft may be thrown away."""

import uuid

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db
from engage.errors import Conflict
from engage.seminars import signals
from engage.seminars.models import EDITABLE, SeminarStatus
from engage.seminars.services.booking import release
from engage.seminars.services.inviting import write_to_guests
from engage.seminars.services.rows import change_status, is_known_to_some, lock_seminar, require_status, snapshot


def publish_seminar(actor: Actor, seminar_id: uuid.UUID, version: int | None = None) -> None:
    seminar = lock_seminar(actor, seminar_id, version)
    require_status(seminar, {SeminarStatus.DRAFT})
    seminar.published_at = clock.now()
    change_status(actor, seminar, SeminarStatus.PUBLISHED, "seminar.published")
    write_to_guests(actor, seminar_id)
    if seminar.seats_taken:
        signals.seminar_published.send(seminar, actor=actor)


def hold_seminar(actor: Actor, seminar_id: uuid.UUID, version: int | None = None) -> None:
    """Say that it took place; refused before it began."""
    seminar = lock_seminar(actor, seminar_id, version)
    require_status(seminar, {SeminarStatus.PUBLISHED})
    if clock.now() < seminar.starts_at:
        raise Conflict("not-yet")
    change_status(actor, seminar, SeminarStatus.HELD, "seminar.held")


def cancel_seminar(actor: Actor, seminar_id: uuid.UUID, reason: str, version: int | None = None) -> None:
    """Call it off. Everyone who holds or awaits a seat is told, and calendars take it out."""
    seminar = lock_seminar(actor, seminar_id, version)
    require_status(seminar, EDITABLE)
    is_known = is_known_to_some(seminar)
    seminar.cancel_reason = reason
    seminar.calendar_sequence += 1
    change_status(actor, seminar, SeminarStatus.CANCELLED, "seminar.cancelled")
    release(seminar)
    if is_known:
        signals.seminar_cancelled.send(seminar, actor=actor)


def delete_draft(actor: Actor, seminar_id: uuid.UUID, version: int | None = None) -> None:
    """Throw a draft away, while nobody ever registered. Raises Conflict if somebody did: then it is cancelled."""
    seminar = lock_seminar(actor, seminar_id, version)
    require_status(seminar, {SeminarStatus.DRAFT})
    signals.draft_deleted.send(seminar, actor=actor)
    record(actor, "seminar.deleted", seminar.id, before=snapshot(seminar))
    db.session.delete(seminar)
    db.session.flush()
