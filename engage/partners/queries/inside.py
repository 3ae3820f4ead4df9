"""What is this person to an association: one of its members, its manager, or a supervisor in charge of it?"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db, holds, read_at_once
from engage.errors import NotFound
from engage.partners.models import Association, Membership


@dataclass(frozen=True, slots=True)
class InsideView:
    """An association for those who see inside. `role` is the viewer's own, None for whoever is in charge of it."""

    id: uuid.UUID
    name: dict[str, str]
    districts: list[str]
    status: str
    role: str | None
    is_in_charge: bool


_COLUMNS = [getattr(Association, name) for name in list(InsideView.__dataclass_fields__)[:-2]]


def get_inside(viewer: Actor, association_id: uuid.UUID) -> InsideView:
    """Raises NotFound for whoever neither belongs to the association nor is in charge of it."""
    row = db.session.execute(_inside(viewer).where(Association.id == association_id)).one_or_none()
    if row is None:
        raise NotFound
    return InsideView(*row)


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
