"""What is this person to an association: one of its members, its manager, or a supervisor in charge of it?"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db, holds, read_at_once
from engage.errors import NotFound
from engage.partners.models import (
    KNOWN,
    Association,
    MandateState,
    Membership,
    MembershipRole,
    last_day_of_grace,
    mandate_state,
)
from engage.settings import current_settings


class UnderMandate:
    """What the end of its board's mandate says about an association today."""

    __slots__ = ()
    mandate_expires_on: date

    @property
    def mandate(self) -> MandateState:
        return mandate_state(self, clock.today(current_settings().timezone))

    @property
    def grace_ends_on(self) -> date:
        return last_day_of_grace(self)


@dataclass(frozen=True, slots=True)
class InsideView(UnderMandate):
    """An association for those who see inside. `role` is the viewer's own, None for whoever is in charge of it."""

    id: uuid.UUID
    name: dict[str, str]
    districts: list[str]
    status: str
    mandate_expires_on: date
    receipt_number: str
    receipt_on: date
    role: str | None
    is_in_charge: bool

    @property
    def is_known(self) -> bool:
        return self.status in KNOWN

    @property
    def sees_addresses(self) -> bool:
        """Members know each other by name; whoever invites them, by address."""
        return self.role == MembershipRole.MANAGER or self.is_in_charge


_COLUMNS = [getattr(Association, name) for name in list(InsideView.__dataclass_fields__)[:-2]]


def get_inside(viewer: Actor, association_id: uuid.UUID) -> InsideView:
    """Raises NotFound for whoever neither belongs to the association nor is in charge of it."""
    row = db.session.execute(_inside(viewer).where(Association.id == association_id)).one_or_none()
    if row is None:
        raise NotFound
    return InsideView(*row)


def inside_of(viewer: Actor, asked: uuid.UUID | InsideView) -> InsideView:
    """What a page has at hand already, so that each of its lists need not ask again; else as `get_inside`."""
    return asked if isinstance(asked, InsideView) else get_inside(viewer, asked)


def get_inside_apart(viewer: Actor, association_id: uuid.UUID) -> InsideView:
    """The same before a transaction begins: on SQLite it would hold the one write lock while a file is examined."""
    rows = read_at_once(_inside(viewer).where(Association.id == association_id), {})
    if not rows:
        raise NotFound
    return InsideView(*rows[0])


def in_charge_clause(viewer: Actor) -> ColumnElement[bool]:
    """Which associations are this supervisor's: all, or those with a district in common with the role."""
    districts = viewer.districts_with(Permission.ASSOCIATIONS_VERIFY)
    if districts is None:
        return true()
    return or_(false(), *(holds(Association.districts, code) for code in sorted(districts)))


def _inside(viewer: Actor) -> Select[Any]:
    own = and_(Membership.association_id == Association.id, Membership.account_id == viewer.id)
    is_inside = or_(Membership.id.is_not(None), in_charge_clause(viewer))
    seen = select(*_COLUMNS, Membership.role, in_charge_clause(viewer)).select_from(Association)
    return seen.outerjoin(Membership, own).where(is_inside)
