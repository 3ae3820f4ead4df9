"""What do its own people and those who verify it see of an association, and which applications wait?"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Uuid as UuidType
from sqlalchemy import func, literal, or_, select, tuple_

from engage import clock
from engage.access.actor import Actor
from engage.database import UTCDateTime, db
from engage.errors import NotFound
from engage.partners.models import STEPS, Association, AssociationStatus, Membership, Paper
from engage.partners.queries.associations import is_own_clause
from engage.partners.queries.inside import UnderMandate, in_charge_clause
from engage.partners.queries.memberships import count_people
from engage.partners.signals import consequences_asked
from engage.web.pagination import Page, cut

Cursor = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Dossier(UnderMandate):
    """All that is kept of an association itself; `viewer_role` is the viewer's in it, or None."""

    id: uuid.UUID
    name: dict[str, str]
    districts: list[str]
    fields: list[str]
    status: str
    version: int
    receipt_number: str
    receipt_on: date
    founded_on: date
    mandate_expires_on: date
    phone: str | None
    email: str | None
    address: str | None
    website: str | None
    reason: str | None
    question: str | None
    asked_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    created_at: datetime
    viewer_role: str | None

    @property
    def is_asked(self) -> bool:
        """Whether the police waits for an answer."""
        return self.status == AssociationStatus.APPLIED and self.asked_at is not None and self.answered_at is None

    @property
    def is_answered(self) -> bool:
        return self.status == AssociationStatus.APPLIED and self.answered_at is not None

    @property
    def days_waiting(self) -> int:
        return (clock.now() - self.created_at).days

    @property
    def steps(self) -> list[str]:
        """What the police can decide now."""
        return [step for step, status in STEPS.items() if status == self.status]


_COLUMNS = [getattr(Association, name) for name in Dossier.__dataclass_fields__ if hasattr(Association, name)]


@dataclass(frozen=True, slots=True)
class Kept:
    """What else is kept of an association, in numbers, and when its newest paper came."""

    members: int
    papers: int
    newest_paper_at: datetime | None


def get_own(viewer: Actor, association_id: uuid.UUID) -> tuple[Dossier, Kept]:
    """Of an association to which the viewer belongs, in one statement. Raises NotFound for any other."""
    members = select(func.count()).where(Membership.association_id == Association.id)
    standing = Paper.association_id == Association.id, Paper.withdrawn_at.is_(None)
    papers = (select(one).where(*standing) for one in (func.count(), func.max(Paper.created_at)))
    kept = [counted.scalar_subquery() for counted in (members, *papers)]
    found = _dossiers(viewer).add_columns(*kept).where(Association.id == association_id, is_own_clause(viewer))
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return Dossier(*row[: -len(kept)]), Kept(*row[-len(kept) :])


def find_dossier(viewer: Actor, association_id: uuid.UUID) -> Dossier | None:
    """Of an association to which the viewer belongs or which the viewer verifies; for all others there is none."""
    if viewer.is_anonymous:
        return None
    is_open = or_(is_own_clause(viewer), in_charge_clause(viewer))
    return _one(viewer, Association.id == association_id, is_open)


def get_dossier(viewer: Actor, association_id: uuid.UUID) -> Dossier:
    dossier = find_dossier(viewer, association_id)
    if dossier is None:
        raise NotFound
    return dossier


def get_dossier_in_charge(viewer: Actor, association_id: uuid.UUID) -> Dossier:
    """The same for those who decide on it alone: for its own people it is no page of theirs."""
    dossier = _one(viewer, Association.id == association_id, in_charge_clause(viewer))
    if dossier is None:
        raise NotFound
    return dossier


def list_applications(
    viewer: Actor,
    *,
    status: str = AssociationStatus.APPLIED,
    cursor: Cursor | None = None,
    limit: int = 20,
) -> Page[Dossier]:
    """The associations on which the viewer decides, the oldest first; applications unless asked otherwise."""
    found = _dossiers(viewer).where(Association.status == status, in_charge_clause(viewer))
    if cursor:
        after = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Association.created_at, Association.id) > after)
    found = found.order_by(Association.created_at, Association.id).limit(limit + 1)
    rows = [Dossier(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.created_at.isoformat(), str(row.id)))


def count_open_applications(viewer: Actor) -> int:
    """How many associations wait to be verified for which the viewer applied; counted up to a few."""
    own = select(Association.id).where(Association.status == AssociationStatus.APPLIED, is_own_clause(viewer))
    return len(db.session.scalars(own.limit(20)).all())


def acts_for_receipt(viewer: Actor, number: str, on: date) -> bool:
    """Whether the viewer applied with this receipt already, or acts for the association that has it."""
    same = Association.receipt_number == number, Association.receipt_on == on
    found = select(Association.id).where(*same, Association.status != AssociationStatus.REFUSED, is_own_clause(viewer))
    return db.session.scalar(found.limit(1)) is not None


def consequences_of(viewer: Actor, association_id: uuid.UUID) -> dict[str, int]:
    """What a suspension or dissolution would touch, in numbers: its `people`, and what the features above answer."""
    counts = {"people": count_people(viewer, association_id)}
    for _receiver, answer in consequences_asked.send(association_id, actor=viewer):
        counts |= answer
    return counts


def _dossiers(viewer: Actor) -> Any:
    role = select(Membership.role).where(
        Membership.account_id == viewer.id, Membership.association_id == Association.id
    )
    return select(*_COLUMNS, role.scalar_subquery())


def _one(viewer: Actor, *where: Any) -> Dossier | None:
    row = db.session.execute(_dossiers(viewer).where(*where)).one_or_none()
    return None if row is None else Dossier(*row)
