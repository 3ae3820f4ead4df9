"""What does an association still have before it? For what happens to all of that at once."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.registrations.models import STANDING, Registration, RegistrationStatus
from engage.registrations.queries.rows import RegistrationView, view_for
from engage.seminars.models import EDITABLE, Seminar

_COUNTED: dict[str, str] = {
    RegistrationStatus.CONFIRMED: "delegations",
    RegistrationStatus.WAITLISTED: "waiting",
    RegistrationStatus.REQUESTED: "requests",
}


def seminars_of_association(viewer: Actor, association_id: uuid.UUID, statuses: Collection[str]) -> Sequence[uuid.UUID]:
    """The seminars to come where it is registered so, in the order in which they are locked."""
    found = select(Registration.seminar_id).join(Seminar, Seminar.id == Registration.seminar_id)
    found = found.where(*_to_come(association_id, statuses)).order_by(Registration.seminar_id)
    return db.session.scalars(found).all()


def standing_of_association(
    viewer: Actor, association_id: uuid.UUID, seminar_id: uuid.UUID, statuses: Collection[str]
) -> Sequence[RegistrationView]:
    """Its registration at one seminar, for services that hold the seminar's lock."""
    found = view_for(viewer).where(*_to_come(association_id, statuses), Registration.seminar_id == seminar_id)
    return [RegistrationView(*row) for row in db.session.execute(found)]


def count_of_association(viewer: Actor, association_id: uuid.UUID) -> dict[str, int]:
    """Its `delegations` to come and their `seats`, its places in waiting lists (`waiting`) and its `requests`."""
    counts = select(Registration.status, func.count(), func.sum(Registration.party_size))
    counts = counts.join(Seminar, Seminar.id == Registration.seminar_id).where(*_to_come(association_id, STANDING))
    rows = db.session.execute(counts.group_by(Registration.status)).all()
    seats = sum(int(size) for status, _number, size in rows if status == RegistrationStatus.CONFIRMED)
    return {**dict.fromkeys(_COUNTED.values(), 0), **{_COUNTED[row[0]]: row[1] for row in rows}, "seats": seats}


def _to_come(association_id: uuid.UUID, statuses: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Drafts included: the seats of whoever asked for a seminar are held before it is published."""
    return (
        Registration.association_id == association_id,
        Registration.status.in_(statuses),
        Seminar.status.in_(EDITABLE),
        Seminar.starts_at > clock.now(),
    )
