"""Which associations may this person see, and for which ones does the person act?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, literal, or_, select, true, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.database import db, holds
from engage.errors import NotFound
from engage.partners.models import Association, AssociationStatus, Membership, MembershipRole
from engage.text import fold
from engage.web.pagination import Page, cut

MAX_MEMBERSHIPS = 100


@dataclass(frozen=True, slots=True)
class AssociationView:
    """What everyone may see of an association: nothing about the people behind it."""

    id: uuid.UUID
    name: dict[str, str]
    name_key: str
    districts: list[str]
    fields: list[str]
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class MembershipView:
    """For which association someone acts, as what, and whether it may register delegations at all."""

    association_id: uuid.UUID
    name: dict[str, str]
    role: str
    status: str
    mandate_expires_on: date


_ASSOCIATIONS: Select[Any] = select(*(getattr(Association, name) for name in AssociationView.__dataclass_fields__))
_MEMBERSHIPS = select(
    Membership.association_id, Association.name, Membership.role, Association.status, Association.mandate_expires_on
).join(Association, Association.id == Membership.association_id)


def list_associations(
    viewer: Actor,
    *,
    district: str | None = None,
    q: str | None = None,
    cursor: tuple[str, uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[AssociationView]:
    """A page of the verified associations by name; `q` finds words anywhere in a name, in any language and spelling."""
    found = _ASSOCIATIONS.where(Association.status == AssociationStatus.VERIFIED)
    if district:
        found = found.where(holds(Association.districts, district))
    for word in fold(q or "").split()[:8]:
        found = found.where(Association.name_key.contains(word, autoescape=True))
    if cursor:
        after = tuple_(literal(cursor[0]), literal(cursor[1], UuidType))
        found = found.where(tuple_(Association.name_key, Association.id) > after)
    found = found.order_by(Association.name_key, Association.id).limit(limit + 1)
    rows = [AssociationView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.name_key, str(row.id)))


def get_association(viewer: Actor, association_id: uuid.UUID) -> AssociationView:
    """Raises NotFound for what is not there and for what this person may not see."""
    found = _ASSOCIATIONS.where(Association.id == association_id, _visible_to(viewer))
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return AssociationView(*row)


def list_memberships(viewer: Actor) -> Sequence[MembershipView]:
    """The associations for which this person acts, by name, whatever their status."""
    if viewer.is_anonymous:
        return []
    own = _MEMBERSHIPS.where(Membership.account_id == viewer.id).order_by(Association.name_key, Association.id)
    return [MembershipView(*row) for row in db.session.execute(own.limit(MAX_MEMBERSHIPS))]


def find_membership(viewer: Actor, association_id: uuid.UUID) -> MembershipView | None:
    if viewer.is_anonymous:
        return None
    own = _MEMBERSHIPS.where(Membership.account_id == viewer.id, Membership.association_id == association_id)
    row = db.session.execute(own).one_or_none()
    return None if row is None else MembershipView(*row)


def is_verified(viewer: Actor, association_id: uuid.UUID) -> bool:
    """Whether the association may send delegations; the viewer sees it on the registration at hand."""
    status = db.session.scalar(select(Association.status).where(Association.id == association_id))
    return status == AssociationStatus.VERIFIED


def verified_membership_clause(viewer: Actor) -> ColumnElement[bool]:
    """For the queries of other features: whether this person belongs to any verified association."""
    if viewer.is_anonymous:
        return false()
    own = select(Membership.id).join(Association, Association.id == Membership.association_id)
    return exists(own.where(Membership.account_id == viewer.id, Association.status == AssociationStatus.VERIFIED))


def verified_associations_of(viewer: Actor) -> Select[Any]:
    """For the queries of other features: the ids of the verified associations to which this person belongs."""
    own = select(Membership.association_id).join(Association, Association.id == Membership.association_id)
    return own.where(Membership.account_id == viewer.id, Association.status == AssociationStatus.VERIFIED)


def managers_of(viewer: Actor, association_ids: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Who binds these associations: (association_id, account_id, name, address, locale), for services that write to
    them."""
    person = (Account.id, Account.display_name, Account.email, Account.locale)
    found = select(Membership.association_id, *person).join(Account, Account.id == Membership.account_id)
    managers = Membership.role == MembershipRole.MANAGER, Membership.association_id.in_(association_ids)
    return db.session.execute(found.where(*managers).order_by(Account.id)).all()


def _visible_to(viewer: Actor) -> ColumnElement[bool]:
    if viewer.can(Permission.ASSOCIATIONS_VERIFY):
        return true()
    own = select(Membership.association_id).where(Membership.account_id == viewer.id)
    is_own = Association.id.in_(own) if viewer.is_authenticated else false()
    return or_(Association.status == AssociationStatus.VERIFIED, is_own)
