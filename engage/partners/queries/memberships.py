"""For which associations does this person act, and who acts for them?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.database import db
from engage.partners.models import LIVING, Association, AssociationStatus, Membership, MembershipRole
from engage.partners.queries.inside import UnderMandate

MAX_MEMBERSHIPS = 100


@dataclass(frozen=True, slots=True)
class MembershipView(UnderMandate):
    """For which association someone acts, as what, and whether it may register delegations at all."""

    association_id: uuid.UUID
    name: dict[str, str]
    role: str
    status: str
    mandate_expires_on: date

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done for it any more."""
        return self.status not in LIVING


_MEMBERSHIPS = select(
    Membership.association_id, Association.name, Membership.role, Association.status, Association.mandate_expires_on
).join(Association, Association.id == Membership.association_id)


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
    person = (Account.id.label("account_id"), Account.display_name, Account.email, Account.locale)
    found = select(Membership.association_id, *person).join(Account, Account.id == Membership.account_id)
    managers = Membership.role == MembershipRole.MANAGER, Membership.association_id.in_(association_ids)
    return db.session.execute(found.where(*managers).order_by(Account.id)).all()


def people_of(viewer: Actor, association_id: uuid.UUID) -> Sequence[Any]:
    """All who belong to an association: (account_id, name, address, locale, role), for services that write to them."""
    person = (Account.id, Account.display_name, Account.email, Account.locale, Membership.role)
    found = select(*person).join(Membership, Membership.account_id == Account.id)
    found = found.where(Membership.association_id == association_id).order_by(Account.id)
    return db.session.execute(found).all()


def count_people(viewer: Actor, association_id: uuid.UUID) -> int:
    """How many belong to it; the viewer sees the association at hand."""
    people = select(func.count()).select_from(Membership).where(Membership.association_id == association_id)
    return db.session.scalar(people) or 0
