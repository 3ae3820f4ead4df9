"""Which new mandates were filed, and which wait for a decision?"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from engage.access.actor import Actor
from engage.database import db
from engage.errors import NotFound
from engage.partners.models import KNOWN, Association, MandateRenewal, Membership, RenewalStatus
from engage.partners.queries.inside import InsideView, in_charge_clause, inside_of
from engage.web.pagination import Page, cut


@dataclass(frozen=True, slots=True)
class RenewalView:
    """A new mandate as it was filed, and what became of it. `ends_now_on` is the end of the one that counts."""

    id: uuid.UUID
    association_id: uuid.UUID
    association_name: dict[str, str]
    ends_now_on: date
    receipt_number: str
    receipt_on: date
    mandate_expires_on: date
    file_id: uuid.UUID | None
    status: str
    reason: str | None
    created_at: datetime
    decided_at: datetime | None
    version: int


_OWN = [getattr(MandateRenewal, name) for name in list(RenewalView.__dataclass_fields__)[4:]]
_RENEWALS: Select[Any] = select(
    MandateRenewal.id, MandateRenewal.association_id, Association.name, Association.mandate_expires_on, *_OWN
).join(Association, Association.id == MandateRenewal.association_id)


def list_renewals(
    viewer: Actor, of: uuid.UUID | InsideView, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20
) -> Page[RenewalView]:
    """A page of what was filed for an association, the latest first. Raises NotFound for whoever is outside."""
    inside = inside_of(viewer, of)
    found = _RENEWALS.where(MandateRenewal.association_id == inside.id).order_by(MandateRenewal.id.desc())
    if cursor:
        found = found.where(MandateRenewal.id < cursor[0])
    return _page(found, limit)


def list_waiting_renewals(
    viewer: Actor, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20
) -> Page[RenewalView]:
    """A page of what waits for this supervisor, the oldest first."""
    waiting = MandateRenewal.status == RenewalStatus.REQUESTED, Association.status.in_(KNOWN)
    found = _RENEWALS.where(*waiting, in_charge_clause(viewer)).order_by(MandateRenewal.id)
    if cursor:
        found = found.where(MandateRenewal.id > cursor[0])
    return _page(found, limit)


def get_renewal(viewer: Actor, renewal_id: uuid.UUID) -> RenewalView:
    """Raises NotFound for whoever neither belongs to the association nor is in charge of it."""
    own = and_(Membership.association_id == Association.id, Membership.account_id == viewer.id)
    is_inside = or_(Membership.id.is_not(None), in_charge_clause(viewer))
    found = _RENEWALS.outerjoin(Membership, own).where(MandateRenewal.id == renewal_id, is_inside)
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return RenewalView(*row)


def _page(found: Select[Any], limit: int) -> Page[RenewalView]:
    rows = [RenewalView(*row) for row in db.session.execute(found.limit(limit + 1))]
    return cut(rows, limit, lambda row: (str(row.id),))
