"""What do services ask that already know that they may: mostly under the lock of a seminar?"""

import uuid
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from engage import clock
from engage.access.actor import Actor, Grant
from engage.database import db, read
from engage.registrations.models import NOT_HELD, STANDING, Registration
from engage.registrations.queries.rows import RegistrationView, view_for
from engage.seminars.models import Seminar, SeminarStatus
from engage.seminars.queries import SeminarView, planned_by

MAX_SEMINARS = 100


def seats_of_association(viewer: Actor, seminar: SeminarView, association_id: uuid.UUID, but: uuid.UUID) -> int:
    """How many seats the association holds or awaits where its quota counts, without its registration `but`."""
    counted = _shares_quota(seminar), Registration.status.not_in(NOT_HELD), Registration.id != but
    seats = select(func.sum(Registration.party_size)).where(Registration.association_id == association_id, *counted)
    return int(db.session.scalar(seats) or 0)


def _shares_quota(seminar: SeminarView) -> ColumnElement[bool]:
    """Which registrations count against the quota of this seminar: its own, and those of its whole series."""
    if seminar.series_id is None:
        return Registration.seminar_id == seminar.id
    return Registration.seminar_id.in_(select(Seminar.id).where(Seminar.series_id == seminar.series_id))


def list_with_lapsed_offers(viewer: Actor) -> Sequence[uuid.UUID]:
    """The seminars where an offer was not answered in time and the seats must go on to the next in line."""
    lapsed = select(Registration.seminar_id).where(Registration.offer_expires_at <= clock.now())
    to_come = Seminar.status == SeminarStatus.PUBLISHED, Seminar.starts_at > clock.now()
    found = select(Seminar.id).where(planned_by(viewer), Seminar.id.in_(lapsed), *to_come)
    return db.session.scalars(found.limit(MAX_SEMINARS)).all()


def registrations_of(viewer: Actor, ids: Sequence[uuid.UUID]) -> Sequence[RegistrationView]:
    """Registrations by id, in the order in which they were made."""
    rows = read(_those_for(viewer.grants), {"ids": ids, "viewer_id": viewer.id})
    return [RegistrationView(*row) for row in rows]


@lru_cache(maxsize=256)
def _those_for(grants: tuple[Grant, ...]) -> Select[tuple[object, ...]]:
    found = view_for(Actor(grants=grants)).where(Registration.id.in_(bindparam("ids", expanding=True)))
    return found.order_by(Registration.created_at, Registration.id)


def standing_of_seminar(viewer: Actor, seminar_id: uuid.UUID) -> Sequence[RegistrationView]:
    """All that stand at a seminar, for services that tell them something; bounded by its seats and waiting list."""
    found = view_for(viewer).where(Registration.seminar_id == seminar_id, Registration.status.in_(STANDING))
    return [RegistrationView(*row) for row in db.session.execute(found.order_by(Registration.id))]
